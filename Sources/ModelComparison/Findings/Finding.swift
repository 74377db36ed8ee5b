/// Something about a pair that a person should look at, with the number that says so.
public enum Finding: Hashable, Sendable {
  /// All stored values are one and the same, and the original's are not.
  case collapsed
  /// All elements have one code.
  case oneCode
  /// So many entries of axis 0 became one value each; the first of them.
  case collapsedRows(count: Int, first: Int)
  /// So many elements changed whether, or how, they are finite.
  case nonFiniteChanged(ElementChanges)
  /// So many elements overflowed a narrower float type.
  case overflowed(count: Int, storedAs: String)
  /// So many elements became zero, and so many have fewer digits, in a narrower float type.
  case underflowed(toZero: Int, subnormal: Int, storedAs: String)
  /// Elements differ that nothing should have changed.
  case notIdentical(values: Int, bits: Int, of: Int)
  /// The two have nothing to do with each other: another tensor, or its rows in another order.
  case wrongCounterpart(relativeError: Double, cosine: Double)
  /// The stored values have the opposite sign.
  case wrongSign(cosine: Double)
  /// The stored values are right but for a factor.
  case wrongScale(factor: Double)
  /// The mean moved by a good part of the error.
  case shifted(relativeMeanError: Double)
  /// Errors are larger than rounding makes them, and so many elements have an outermost code that it may
  /// be them.
  case clipped(stepsRMSE: Double, shareAtEnds: Double?)
  /// Errors are larger than rounding makes them, and the outermost codes are not to blame.
  case beyondRounding(stepsRMSE: Double, shareAtEnds: Double)
  /// The SQNR is far below what the format usually gives.
  case belowUsual(decibels: Double, usual: Double, storedAs: String)
  /// The rows of a head lie as in the original, where programs of the file's architecture expect them
  /// interleaved.
  case notInterleaved
  /// A norm holds the input scales of so many matrices, which are compared with them.
  case folded(matrices: Int)
  /// The counterpart has more rows, or fewer.
  case extraRows(Int)

  /// The name in reports, which never changes.
  public var name: String {
    switch self {
    case .collapsed: "collapsed"
    case .oneCode: "one-code"
    case .collapsedRows: "collapsed-rows"
    case .nonFiniteChanged: "non-finite-changed"
    case .overflowed: "overflowed"
    case .underflowed: "underflowed"
    case .notIdentical: "not-identical"
    case .wrongCounterpart: "wrong-counterpart"
    case .wrongSign: "wrong-sign"
    case .wrongScale: "wrong-scale"
    case .shifted: "shifted"
    case .clipped: "clipped"
    case .beyondRounding: "beyond-rounding"
    case .belowUsual: "below-usual"
    case .notInterleaved: "not-interleaved"
    case .folded: "folded"
    case .extraRows: "extra-rows"
    }
  }
}
