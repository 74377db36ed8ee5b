import ArgumentParser
import Calibration
import QuantizationEngine

/// The clipping range, as two numbers or by the name of a calibrator.
struct RangeOptions: ParsableArguments {
  @Option(
    name: .customLong("min"), parsing: .unconditional,
    help: ArgumentHelp("The lower threshold (default: the smallest value).", valueName: "x"))
  var lower: Double?

  @Option(
    name: .customLong("max"), parsing: .unconditional,
    help: ArgumentHelp("The upper threshold (default: the largest value).", valueName: "y"))
  var upper: Double?

  @Option(
    help: ArgumentHelp(
      "Let a calibrator choose: \(CalibratorCatalog.all.map(\.name).joined(separator: ", ")). "
        + SettingsHelp.text, valueName: "name[:settings]"),
    completion: .list(CalibratorCatalog.all.map(\.name)))
  var calibrator: String?

  @Option(
    help: ArgumentHelp(
      "The percentage that the percentile calibrator keeps below its upper threshold.",
      valueName: "p"))
  var percentile: Double?

  /// Finds the mistakes that can be found without the tensor.
  func check() throws {
    for (name, threshold) in [("--min", lower), ("--max", upper)] {
      guard let threshold, !threshold.isFinite else { continue }
      throw Failure("\(name) must be finite, found \(threshold)", exit: .usage)
    }
    if let lower, let upper, lower > upper {
      let range = ClippingRange(lower: lower, upper: upper)
      throw Failure("\(EncodingError.rangeReversed(range))", exit: .usage)
    }
    guard lower == nil && upper == nil || calibrator == nil && percentile == nil else {
      throw Failure("--min and --max exclude --calibrator and --percentile", exit: .usage)
    }
    _ = try chosenCalibrator()
  }

  /// Whether nothing was asked for.
  var isEmpty: Bool { lower == nil && upper == nil && calibrator == nil && percentile == nil }

  /// Whether each block's range is that from its smallest to its largest value.
  var isMinMax: Bool {
    lower == nil && upper == nil && percentile == nil
      && (calibrator == nil || calibrator == MinMaxCalibrator().name)
  }

  /// What chooses the range, in the words of the command line.
  var origin: String {
    if lower != nil || upper != nil { return "by hand" }
    if let percentile { return "\(PercentileCalibrator().name):\(percentile)" }
    return calibrator ?? MinMaxCalibrator().name
  }

  /// What chooses the range where no numbers are given.
  func chosenCalibrator() throws -> any Calibrator {
    do {
      if let percentile {
        guard calibrator == nil || calibrator == PercentileCalibrator().name else {
          throw Failure("--percentile needs --calibrator percentile", exit: .usage)
        }
        return try PercentileCalibrator(percent: percentile)
      }
      return try CalibratorCatalog.calibrator(calibrator ?? MinMaxCalibrator().name)
    } catch let error as CalibrationError {
      throw Failure("\(error)", exit: .usage)
    }
  }

  /// The clipping range of each block of a tensor, with its quantizer, or why it has none.
  ///
  /// Numbers apply to every block. A threshold that is not given is the extreme value of its block.
  /// A calibrator that emulates a tool gives that tool's quantizer; `tell` tells it of batches.
  func blocks(
    for tensor: TensorDistribution, scheme: Scheme,
    tell: (any Calibrator) throws -> any Calibrator
  ) throws -> BlockResults<CalibratedBlock> {
    guard tensor.count > 0, lower == nil, upper == nil else {
      return try givenBlocks(for: tensor, scheme: scheme)
    }
    let calibrator = try tell(try chosenCalibrator())
    do {
      return try calibrator.calibratedOrNot(of: tensor, scheme: scheme)
    } catch {
      let sentence = "\(error)"
      throw Failure(
        sentence.hasPrefix(calibrator.name)
          ? sentence : "\(calibrator.name) cannot choose a range: \(sentence)", exit: .badData)
    }
  }

  /// The range of each block where numbers are given, or there are no values.
  private func givenBlocks(
    for tensor: TensorDistribution, scheme: Scheme
  ) throws -> BlockResults<CalibratedBlock> {
    let ranges = tensor.blocks.map { block in
      ClippingRange(
        lower: lower ?? block.bounds?.lowerBound ?? 0,
        upper: upper ?? block.bounds?.upperBound ?? 0)
    }
    do {
      return try BlockResults(encoding: ranges, scheme: scheme)
    } catch {
      throw Failure("\(error)", exit: .usage)
    }
  }
}
