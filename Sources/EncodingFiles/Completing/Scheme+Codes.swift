import QuantizationEngine

extension Scheme {
  /// The scheme that has certain codes, and the zero-points given in its middle where it is symmetric.
  ///
  /// One that leaves the lowest of 2^b codes out comes before a symmetric one of 2^b − 1 codes, and both before
  /// an asymmetric one.
  ///
  /// - Parameters:
  ///   - codes: From the lowest to the highest.
  ///   - zeroPoints: Of all blocks.
  ///   - symmetry: Whether the codes lie about zero, where that is known.
  ///   - arithmetic: The float32 operations between a value and its code.
  /// - Returns: The scheme; nil where none has these codes.
  static func having(
    codes: ClosedRange<Int>, zeroPoints: some Sequence<Int>, symmetry: Symmetry?,
    arithmetic: QuantizationArithmetic
  ) -> Scheme? {
    let (distance, overflows) = codes.upperBound.subtractingReportingOverflow(codes.lowerBound)
    guard !overflows, (1...65535).contains(distance) else { return nil }
    let count = distance + 1
    var candidates: [(levelCount: Int, symmetry: Symmetry)] = []
    if symmetry != .asymmetric {
      if (count + 1).nonzeroBitCount == 1 { candidates.append((count + 1, .restrictedSymmetric)) }
      candidates.append((count, .symmetric))
    }
    if symmetry == nil || symmetry == .asymmetric { candidates.append((count, .asymmetric)) }
    for (levelCount, symmetry) in candidates {
      for signedness in Signedness.allCases {
        guard
          let scheme = try? Scheme(
            levelCount: levelCount, symmetry: symmetry, signedness: signedness,
            arithmetic: arithmetic),
          scheme.quantMin == codes.lowerBound, scheme.quantMax == codes.upperBound,
          symmetry == .asymmetric || zeroPoints.allSatisfy({ $0 == scheme.symmetricZeroPoint })
        else { continue }
        return scheme
      }
    }
    return nil
  }
}

extension Symmetry {
  /// The symmetry in a sentence.
  var words: String {
    switch self {
    case .asymmetric: "asymmetric"
    case .symmetric: "symmetric"
    case .restrictedSymmetric: "restricted symmetric"
    }
  }
}
