import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("the calibrators of ONNX Runtime")
struct OrtCalibratorTests {
  private static let standard: [String: any Calibrator] = [
    "entropy": OrtEntropyCalibrator(), "percentile": OrtPercentileCalibrator(),
    "distribution": OrtDistributionCalibrator(), "minmax": OrtMinMaxCalibrator(),
  ]

  @Test("with their standard settings their thresholds are the tool's")
  func standardSettings() throws {
    var tally = GoldenTally("ort calibrators, standard settings")
    for golden in try ToolGolden.all("ort", "calibrate/").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      let calibrator =
        switch parts[2] {
        case "symmetric": OrtMinMaxCalibrator(shape: .symmetric)
        case "moving_average_c0.01_8chunks": OrtMovingAverageCalibrator()
        default: Self.standard[parts[1]]
        }
      try count(golden, members: ("lowest", "highest"), of: calibrator, in: &tally)
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("with other settings their thresholds are the tool's")
  func otherSettings() throws {
    var tally = GoldenTally("ort calibrators, other settings")
    for golden in try ToolGolden.all("ort", "collector/").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      let calibrator: any Calibrator
      switch (parts[1], parts[2]) {
      case ("entropy", "bins128_q128"): calibrator = OrtEntropyCalibrator()
      case ("entropy", "bins512_q128_8chunks"): calibrator = OrtEntropyCalibrator(binCount: 512)
      case ("entropy", "bins2048_q128"): calibrator = OrtEntropyCalibrator(binCount: 2048)
      case ("entropy", "bins1024_q16"):
        calibrator = OrtEntropyCalibrator(binCount: 1024, quantizedBinCount: 16)
      case ("percentile", let percent):
        calibrator = OrtPercentileCalibrator(
          percent: try #require(Double(percent)),
          histogram: parts[3] == "symmetric" ? .magnitudes : .values)
      case ("distribution", _): calibrator = OrtDistributionCalibrator()
      default:
        Issue.record("unexpected record \(golden.record)")
        continue
      }
      let members =
        parts[1] == "distribution" ? ("edge_first", "edge_last") : ("low", "high")
      try count(golden, members: members, of: calibrator, in: &tally)
    }
    tally.report()
    #expect(tally.differences == [])
  }

  private func count(
    _ golden: ToolGolden, members: (lower: String, upper: String), of calibrator: (any Calibrator)?,
    in tally: inout GoldenTally
  ) throws {
    let calibrator = golden.overBatches(try #require(calibrator))
    try tally.countBlock(golden) { block in
      let range = try calibrator.answeredRange(for: block, scheme: .standard)
      return difference("lower", golden.float(members.lower), Float(range.lower))
        + difference("upper", golden.float(members.upper), Float(range.upper))
    }
  }
}
