public import QuantizationEngine

/// What a tensor lost: everything that is said of an original and its counterpart.
///
/// e = x − y over the elements that are finite on both sides, x the original's value and y what is
/// stored, both in the original's order. It is the damage of the weights, not of what the model
/// puts out.
public struct PairError: Hashable, Sendable {
  /// The sums over e and the metrics made of them: MSE, SQNR, cosine, max |e|, RMSE in steps of the
  /// local scale where scales were given, codes used where codes were.
  public let error: QuantizationError
  /// Where |e| is largest, counted row-major in the original; the first of several, nil without
  /// values.
  public let largestErrorIndex: Int?
  /// How many elements changed, and in which way.
  public let changes: ElementChanges
  /// The entry of axis 0 that lost most; nil where the tensor has a single axis, or a single entry.
  public let worstChannel: ChannelError?
  /// Whether all values are one and the same; nil without values.
  public let sameness: Sameness
  /// How many elements have each code; nil where no codes were given.
  public let codes: StoredCodeCounts?
  /// √(Σw·e² / Σw·x²), w the weight of the column; nil without weights, or where they weigh
  /// nothing.
  public let weightedRelativeError: Double?

  /// ‖x − y‖ / ‖x‖ = √(Σe² / Σx²); nil if the original is all zero, or there are no values.
  ///
  /// SQNR = −20 · log₁₀ of it: one number, two readings.
  public var relativeError: Double? {
    let sums = error.sums
    return sums.squares > 0 ? (sums.squaredError / sums.squares).squareRoot() : nil
  }

  /// α = Σx·y / Σy², the factor that brings y nearest to x; nil if y is all zero, or there are no
  /// values.
  public var bestFactor: Double? {
    let sums = error.sums
    return sums.quantizedSquares > 0 ? sums.products / sums.quantizedSquares : nil
  }

  /// The mean of e in units of √(Σx² / n): what a correction of the bias would repair; nil if the
  /// original is all zero, or there are no values.
  public var relativeMeanError: Double? {
    guard let mean = error.meanError, error.sums.squares > 0 else { return nil }
    return mean / (error.sums.squares / Double(error.sums.count)).squareRoot()
  }
}

/// What an entry of axis 0, such as an output channel, lost.
public struct ChannelError: Hashable, Sendable {
  /// Which entry of axis 0; the first of equal ones.
  public let index: Int
  /// ‖x − y‖ / ‖x‖ of its values; infinite where the original's are all zero and what is stored is
  /// not.
  public let relativeError: Double
}

/// Whether values are one and the same on either side.
public struct Sameness: Hashable, Sendable {
  /// Whether the original has different values.
  public var originalVaries = false
  /// Whether what is stored has different values.
  public var quantizedVaries = false
  /// How many entries of axis 0 with at least ``shortestRow`` values have different values in the
  /// original and a single one in what is stored.
  public var collapsedRows = 0
  /// The first of them.
  public var firstCollapsedRow: Int?

  /// Shorter rows may well become one value: a ternary format makes zeros of six values in ten.
  public static let shortestRow = 32

  /// Nothing varies.
  public init() {}
}
