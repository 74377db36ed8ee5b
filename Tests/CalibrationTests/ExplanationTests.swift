import Calibration
import Testing

@Suite("Explanations")
struct ExplanationTests {
  @Test("every calibrator of a tool explains itself in sentences and closes with its source")
  func sentences() throws {
    for calibrator in CalibratorCatalog.all where calibrator is any ToolCalibrator {
      let points = calibrator.explanation
      #expect((3...6).contains(points.count), "\(calibrator.name)")
      #expect(points.allSatisfy { $0.hasSuffix(".") && $0.count <= 200 }, "\(calibrator.name)")
      #expect(points.last?.hasPrefix("Source: ") == true, "\(calibrator.name)")
    }
  }

  @Test("an explanation speaks of the settings in force")
  func settings() {
    let own = OrtEntropyCalibrator().explanation[0]
    #expect(own.contains("128 bins") && own.contains("1 candidate, so the result is min-max"))
    let fine = OrtEntropyCalibrator(binCount: 2048, quantizedBinCount: 128).explanation[0]
    #expect(fine.contains("2048 bins") && fine.contains("961 candidates"))
    #expect(OrtPercentileCalibrator(percent: 99.9).explanation[0].contains("99.9 % of |x|"))
    #expect(AimetPercentileCalibrator(percent: 99.9).explanation[0].contains("99.9 %"))
    #expect(AimetPercentileCalibrator().summary.contains("beyond 99.99 % off each side"))
  }
}
