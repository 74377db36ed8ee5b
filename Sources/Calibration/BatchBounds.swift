/// The smallest and the largest value of each batch, for observers that look at one after another.
///
/// A tensor in a file is one batch; to show what a moving average does, its values in row-major order
/// are cut into batches of nearly equal size, the first ones a value longer (`numpy.array_split`).
/// Batches without finite values are left out.
public struct BatchBounds: Hashable, Sendable {
  /// From the first batch to the last.
  public let batches: [ClosedRange<Float>]

  /// How many batches a tensor is cut into where nobody says otherwise.
  public static let standardCount = 8

  /// Bounds as given.
  public init(batches: [ClosedRange<Float>]) {
    self.batches = batches
  }

  /// The bounds of equal batches of values in row-major order; what is not finite is left out.
  ///
  /// - Precondition: `count` is positive.
  /// - Complexity: O(n).
  public init(_ values: borrowing [Float], count: Int = standardCount) {
    precondition(count > 0, "there must be at least one batch")
    let (size, longer) = values.count.quotientAndRemainder(dividingBy: count)
    var batches: [ClosedRange<Float>] = []
    var start = 0
    for batch in 0..<count {
      let end = start + size + (batch < longer ? 1 : 0)
      var lower = Float.infinity
      var upper = -Float.infinity
      for index in start..<end where values[index].isFinite {
        lower = min(lower, values[index])
        upper = max(upper, values[index])
      }
      if lower <= upper { batches.append(lower...upper) }
      start = end
    }
    self.batches = batches
  }
}
