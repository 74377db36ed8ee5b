public import QuantizationEngine

/// A way to choose the clipping range of a block of values.
///
/// A calibrator is a value: its settings are members, so two with different settings differ.
public protocol Calibrator: Sendable {
  /// The name by which the command line and the screen call it, in kebab-case; it never changes.
  var name: String { get }

  /// Its settings as a person reads them, such as `99.9 %`; nil if it has none.
  var setting: String? { get }

  /// What it minimises or keeps, in one sentence of plain words.
  var summary: String { get }

  /// The range it chooses.
  ///
  /// - Parameters:
  ///   - distribution: the values of one block.
  ///   - scheme: the codes and the arithmetic that the range is for.
  /// - Returns: the range, which need not contain zero.
  /// - Throws: ``CalibrationError`` where it cannot choose; it never falls back to another way.
  func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange
}

extension Calibrator {
  /// No settings.
  public var setting: String? { nil }

  /// The range it chooses for each block of a tensor, in the order of the blocks.
  ///
  /// Blocks are calibrated on all processors. A block without finite values, in a tensor that has
  /// some elsewhere, has the range 0…0: there is nothing in it to choose by, or to lose.
  ///
  /// - Throws: ``CalibrationError/block(_:_:)`` with the first block it cannot choose for, or the
  ///   plain error where there is one block only.
  public func clippingRanges(
    for tensor: TensorDistribution, scheme: Scheme
  ) throws(CalibrationError) -> [ClippingRange] {
    let results: [Result<ClippingRange, CalibrationError>] = Parallel.map(tensor.blocks) { block in
      guard block.count > 0 || tensor.count == 0 else {
        return .success(ClippingRange(lower: 0, upper: 0))
      }
      do throws(CalibrationError) {
        return .success(try clippingRange(for: block, scheme: scheme))
      } catch {
        return .failure(error)
      }
    }
    var ranges: [ClippingRange] = []
    ranges.reserveCapacity(results.count)
    for (index, result) in results.enumerated() {
      switch result {
      case .success(let range): ranges.append(range)
      case .failure(let error): throw results.count == 1 ? error : .block(index, error)
      }
    }
    return ranges
  }
}

/// Why a calibrator cannot choose a range.
public indirect enum CalibrationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There are no finite values to choose by.
  case noFiniteValues
  /// A percentile outside 50…100.
  case percentileOutOfRange(Double)
  /// No calibrator has this name.
  case unknownCalibrator(String, known: [String])
  /// The range it chose has no encoding.
  case noEncoding(EncodingError)
  /// It cannot choose for the block with this index.
  case block(Int, CalibrationError)

  /// One sentence: what is wrong, what was expected, what was found.
  public var description: String {
    switch self {
    case .noFiniteValues:
      "there are no finite values to calibrate on"
    case .percentileOutOfRange(let percent):
      "percentile must be above 50 and at most 100, found \(percent)"
    case .unknownCalibrator(let name, let known):
      "no calibrator is called \(name); there are \(known.joined(separator: ", "))"
    case .noEncoding(let error):
      "\(error)"
    case .block(let index, let error):
      "block \(index): \(error)"
    }
  }
}
