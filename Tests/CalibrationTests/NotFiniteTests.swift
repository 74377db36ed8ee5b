import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

@Suite("NaN and infinities")
struct NotFiniteTests {
  /// The values of `generate_not_finite.py`, as many as there.
  static func values(_ name: String) -> [Float] {
    var values = (0..<4096).map { Float($0 * 37 % 101 - 50) / 8 }
    switch name {
    case "nan": values[7] = .nan
    case "pinf": values[7] = .infinity
    case "ninf": values[7] = -.infinity
    case "both": (values[7], values[9]) = (.infinity, -.infinity)
    case "nanpinf": (values[7], values[9]) = (.infinity, .nan)
    case "nan500": for index in 100..<600 { values[index] = .nan }
    case "allnan": values = Array(repeating: .nan, count: 4096)
    case "allpinf": values = Array(repeating: .infinity, count: 4096)
    default: Issue.record("no case \(name)")
    }
    return values
  }

  @Test("a tool that fails, or answers NaN or infinity, is said to, in its own words")
  func answers() throws {
    var tally = GoldenTally("tools asked of NaN and infinities")
    for golden in try ToolGolden.all("not-finite") {
      let block = SortedDistribution(Self.values(golden.tensor))
      let parts = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        switch parts[0] {
        case "torch":
          let scheme = try Scheme(
            bitWidth: 8, symmetry: parts[2].hasSuffix("affine") ? .asymmetric : .symmetric,
            signedness: parts[2].hasPrefix("qu") ? .unsigned : .signed)
          let calibrator: any Calibrator =
            parts[1] == "MinMaxObserver" ? TorchMinMaxCalibrator() : TorchHistogramCalibrator()
          return try Self.differences(golden, calibrator, block, scheme)
        case "compressed-tensors":
          let scheme = try Scheme(
            bitWidth: parts[2] == "8" ? 8 : 4,
            symmetry: parts[1] == "symmetric" ? .symmetric : .asymmetric, signedness: .signed)
          return try Self.differences(golden, CompressedTensorsMinMaxCalibrator(), block, scheme)
        case "nncf":
          let scheme =
            parts[1] == "symmetric"
            ? try Scheme(bitWidth: 8, symmetry: .symmetric) : try Scheme(bitWidth: 8)
          return try Self.differences(golden, NNCFMinMaxCalibrator(), block, scheme)
        default:
          let calibrator: any Calibrator =
            parts[1] == "kl"
            ? BrevitasEntropyCalibrator()
            : try BrevitasPercentileCalibrator(percent: Double(parts[2]) ?? 0)
          let range = try calibrator.answeredRange(
            for: block, scheme: Scheme(bitWidth: 8, symmetry: .symmetric))
          return difference("threshold", golden.float("threshold"), Float(range.upper))
        }
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  private static func differences(
    _ golden: ToolGolden, _ calibrator: any Calibrator, _ block: any Distribution, _ scheme: Scheme
  ) throws -> [String] {
    let encoding = try calibrator.answered(block, scheme: scheme).quantizer.encoding
    return difference("scale", golden.float("scale"), encoding.scale)
      + difference("zero-point", golden.integer("zero_point"), encoding.zeroPoint)
  }

  @Test("every calibrator of a tool says what it does, and none of the others ever refuses")
  func all() throws {
    for name in ["nan", "pinf", "both", "allnan"] {
      let block = SortedDistribution(Self.values(name))
      let finite = SortedDistribution(Self.values(name).filter(\.isFinite))
      #expect(block.excluded.notFinite > 0 && finite.excluded.total == 0)
      for calibrator in CalibratorCatalog.all {
        guard calibrator is any ToolCalibrator || calibrator is any Float8Calibrator else {
          #expect(throws: Never.self) {
            try calibrator.requireEncoding(in: block, scheme: .standard)
          }
          continue
        }
        #expect(calibrator is any NotFiniteAnswering, "\(calibrator.name)")
      }
    }
  }

  @Test("each block is judged by its own elements, and its error says which it is")
  func blocks() throws {
    var values = (0..<12).map { Float($0) - 6 }
    values[5] = .nan
    let layout = try BlockLayout(shape: [3, 4], granularity: .perChannel(axis: 0))
    let tensor = TensorDistribution(values, layout: layout)
    #expect(tensor.blocks.map(\.excluded.nan) == [0, 1, 0])
    #expect(tensor.excluded.nan == 1)
    let error = #expect(throws: CalibrationError.self) {
      try TorchMinMaxCalibrator(scope: .channel).calibratedBlocks(
        of: tensor, scheme: Scheme(bitWidth: 8))
    }
    #expect("\(try #require(error))".contains("answers scale NaN"))
  }

  @Test(
    "a moving average that has met an infinity is NaN after the next batch, infinite in the last")
  func movingAverage() throws {
    let finite: [Float] = [-1, 0, 2]
    for (batches, isNaN) in [
      ([finite + [.infinity], finite], true), ([finite, finite + [.infinity]], false),
    ] {
      let sequence = BatchSequence(batches.map { SortedDistribution($0) })
      let calibrator = TorchMovingAverageCalibrator().over(sequence)
      let error = #expect(throws: CalibrationError.self) {
        try calibrator.calibrated(SortedDistribution(finite), scheme: Scheme(bitWidth: 8))
      }
      guard case .toolAnswers(_, .encoding(let scale, _), _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(isNaN ? scale.isNaN : scale == .infinity)
    }
  }
}
