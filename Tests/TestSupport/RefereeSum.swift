/// A sum in Double that loses almost nothing: each rounding error is kept and added at the end.
///
/// For terms of one sign, and every sum that a metric needs is of such terms, the result is within
/// two units in the last place of the true sum, whatever the number and the order of the terms.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen"
/// (1974), algorithm IV.
public struct CompensatedSum: Sendable {
  private var sum = 0.0
  private var lost = 0.0

  /// The sum of no terms.
  public init() {}

  /// The sum of some terms.
  public init(_ terms: some Sequence<Double>) {
    for term in terms { add(term) }
  }

  /// Takes one more term in.
  public mutating func add(_ term: Double) {
    let total = sum + term
    if sum.magnitude >= term.magnitude {
      lost += (sum - total) + term
    } else {
      lost += (term - total) + sum
    }
    sum = total
  }

  /// The sum of all terms so far.
  public var value: Double {
    sum.isFinite ? sum + lost : sum
  }
}
