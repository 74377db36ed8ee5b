import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// What rows say of a tensor on which the tool's own answer may be another.
@Suite struct RemarkTests {
  /// 2²⁴: 2²⁴ + 1 is no float32.
  private static let end = 1 << 24

  /// A tensor of some values, each so many times.
  private static func tensor(_ occurrences: [(value: Float, count: Int)]) -> TensorDistribution {
    let line = line(occurrences)
    return TensorDistribution(
      blocks: [line], layout: BlockLayout(elementCount: line.count),
      excluded: NonFiniteCounts(), exactness: .exact)
  }

  private static func line(_ occurrences: [(value: Float, count: Int)]) -> any Distribution {
    CountedDistribution(occurrences)
  }

  private static func remarks(
    _ name: String, _ occurrences: [(value: Float, count: Int)], bits: Int = 8
  ) throws -> [String] {
    let calibrator = try CalibratorCatalog.calibrator(name)
    let scheme = try Scheme(bitWidth: bits, symmetry: .symmetric)
    return calibrator.remarks(on: tensor(occurrences), scheme: scheme)
  }

  @Test(
    "a bin that a float32 counter cannot hold is told, with what it holds",
    arguments: [
      "torch-histogram", "brevitas-kl", "ppq-kl", "ppq-mse", "tensorrt-entropy", "tensorrt-mse",
      "tensorrt-percentile",
    ])
  func counters(_ name: String) throws {
    #expect(Float(Self.end) + 1 == Float(Self.end))
    let told = try Self.remarks(name, [(0.5, Self.end + 1), (-1, 3), (1, 3)])
    #expect(told.count == 1 && told[0].hasPrefix("a bin holds 16777217 values"), "\(told)")
    #expect(try Self.remarks(name, [(0.5, Self.end), (-1, 3), (1, 3)]).isEmpty)
    // More values than a counter can hold, and no bin of that many.
    #expect(
      try Self.remarks(name, [(0.25, Self.end - 1), (0.5, Self.end - 1), (-1, 3), (1, 3)]).isEmpty)
  }

  @Test(
    "tools that count in integers, and calibrators without bins, have nothing to say",
    arguments: [
      "torch-minmax", "ort-entropy", "ort-percentile", "ncnn-kl", "brevitas-percentile",
      "tensorrt-entropy:binning=numpy", "min-max", "mse",
    ])
  func integers(_ name: String) throws {
    #expect(try Self.remarks(name, [(0.5, Self.end + 1), (-1, 3), (1, 3)]).isEmpty)
  }

  @Test("rows have their remarks, also over batches, and only where something was chosen")
  func rows() throws {
    let tensor = Self.tensor([(0.5, Self.end + 1), (-1, 3), (1, 3)])
    func row(_ calibrator: any Calibrator) -> CalibrationRow {
      CalibrationRow(calibrator, on: tensor, scheme: .standard, reference: nil)
    }
    #expect(row(TorchHistogramCalibrator()).remarks.count == 1)
    #expect(row(MinMaxCalibrator()).remarks.isEmpty)
    let halves = BatchSequence(
      [Self.line([(0.5, 1 << 23), (-1, 3)]), Self.line([(0.5, 1 << 23)])],
      origin: .cuts)
    // No batch alone is more than the counters of its histogram can hold.
    #expect(row(TorchHistogramCalibrator().over(halves)).remarks.isEmpty)
    let whole = BatchSequence(
      [Self.line([(0.5, Self.end + 1), (-1, 3)]), Self.line([(0.5, 2)])],
      origin: .cuts)
    #expect(row(TorchHistogramCalibrator().over(whole)).remarks.count == 1)
  }

  @Test("ONNX Runtime's reductions go by the first value where there are NaN")
  func reductions() throws {
    let values: [Float] = [1, .nan, 3, -2]
    let tensor = TensorDistribution(values, layout: BlockLayout(elementCount: values.count))
    for name in ["ort-minmax", "ort-moving-average"] {
      let calibrator = try CalibratorCatalog.calibrator(name)
      let told = calibrator.remarks(on: tensor, scheme: .standard)
      #expect(told.count == 1 && told[0].hasPrefix("ONNX Runtime's ReduceMin"), "\(name): \(told)")
    }
    #expect(OrtEntropyCalibrator().remarks(on: tensor, scheme: .standard).isEmpty)
  }
}
