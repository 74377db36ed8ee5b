import QuantizationEngine

/// The relative error of a sample, for choosing between transforms and between counterparts.
///
/// Stretches at equal distances are read, the same for every candidate, so that candidates can be
/// compared with each other.
public enum RelativeErrorSample {
  /// How many stretches are read, at most.
  public static let stretchCount = 16
  /// How many elements a stretch has.
  public static let stretchLength = 4096

  /// ‖x − y‖ / ‖x‖ over a sample of the elements that are finite on both sides.
  ///
  /// - Parameters:
  ///   - original: the original's values, changed as the converter would have.
  ///   - quantized: what is stored, in the order that the original would have.
  ///   - count: how many elements from the first the two have in common.
  /// - Returns: infinite if nothing could be compared, or the sampled originals are all zero and
  ///   the others are not; 0 if both are all zero. Of at most 65 536 elements all are read.
  /// - Precondition: both sources have at least `count` elements.
  public static func relativeError(
    original: ValueSource, quantized: ValueSource, count: Int
  ) -> Double {
    precondition(
      count >= 0 && original.count >= count && quantized.count >= count,
      "both sides have the elements to compare")
    var (error, signal) = (0.0, 0.0)
    var compared = 0
    for stretch in stretches(of: count) {
      for (x, y) in zip(original.values(stretch), quantized.values(stretch))
      where x.isFinite && y.isFinite {
        let (x, y) = (Double(x), Double(y))
        error += (x - y) * (x - y)
        signal += x * x
        compared += 1
      }
    }
    guard compared > 0 else { return .infinity }
    return error == 0 ? 0 : signal == 0 ? .infinity : (error / signal).squareRoot()
  }

  static func stretches(of count: Int) -> [Range<Int>] {
    let parts = min(stretchCount, (count + stretchLength - 1) / stretchLength)
    guard parts > 0 else { return [] }
    // Of a count within the sample the stretches lie side by side and leave nothing out.
    if count <= stretchCount * stretchLength {
      return (0..<parts).map { $0 * stretchLength..<min(($0 + 1) * stretchLength, count) }
    }
    return (0..<parts).map { part in
      let start = (count - stretchLength) / (parts - 1) * part
      return start..<start + stretchLength
    }
  }

  /// The same for a pair under a transform: what ``TensorPair/nearestTransform(by:)`` and
  /// ``Pairing/matchingRest(byContent:)`` ask.
  ///
  /// - Parameters:
  ///   - pair: the pair.
  ///   - transform: what the converter may have done.
  ///   - original: the original's values as they are.
  ///   - quantized: what is stored, as it is.
  /// - Returns: infinite if the shape does not allow the transform.
  public static func relativeError(
    of pair: TensorPair, under transform: TensorTransform, original: ValueSource,
    quantized: ValueSource
  ) -> Double {
    guard let ordered = quantized.inOrder(ofOriginal: pair.shape, before: transform),
      original.count >= pair.comparedCount, ordered.count >= pair.comparedCount
    else { return .infinity }
    return relativeError(
      original: original.changed(by: transform), quantized: ordered, count: pair.comparedCount)
  }
}
