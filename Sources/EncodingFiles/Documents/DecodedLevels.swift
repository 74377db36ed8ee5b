public import QuantizationEngine

/// What a file says about the levels of a tensor's blocks: as much as its format has words for.
public enum DecodedLevels: Hashable, Sendable {
  /// The encoding of each block: scale, zero-point and codes.
  case encodings([AffineEncoding])
  /// The scale of each block, and its zero-point where the file has one; the codes are not said.
  case scales([Float], zeroPoints: [Int]?)
  /// The range of each block from which a tool makes its encoding; see ``TensorEncodings/toolRanges``.
  case ranges([ClippingRange])

  /// How many blocks they are of.
  public var blockCount: Int {
    switch self {
    case .encodings(let encodings): encodings.count
    case .scales(let scales, _): scales.count
    case .ranges(let ranges): ranges.count
    }
  }

  /// Whether what is said is true of a tensor.
  ///
  /// Encodings agree where, block for block, the scales are the same float32 and the lowest and the
  /// highest code are equally far from the zero-point: then the levels are the same, whether the
  /// codes are counted from zero or from −2^(b−1). Scales and the bounds of ranges agree where they are
  /// the same float32, zero-points where they are the same number.
  func agree(with tensor: TensorEncodings) -> Bool {
    guard blockCount == tensor.encodings.count else { return false }
    switch self {
    case .encodings(let encodings):
      return zip(encodings, tensor.encodings).allSatisfy { $0.hasLevels(of: $1) }
    case .scales(let scales, let zeroPoints):
      return zip(scales, tensor.encodings).allSatisfy { $0.bitPattern == $1.scale.bitPattern }
        && (zeroPoints.map { $0 == tensor.encodings.map(\.zeroPoint) } ?? true)
    case .ranges(let ranges):
      return zip(ranges, tensor.toolRanges).allSatisfy {
        Float($0.lower) == Float($1.lower) && Float($0.upper) == Float($1.upper)
      }
    }
  }
}

extension AffineEncoding {
  /// Whether another encoding has the same scale, bit for bit, and the same codes about its
  /// zero-point.
  func hasLevels(of other: AffineEncoding) -> Bool {
    scale.bitPattern == other.scale.bitPattern
      && quantMin - zeroPoint == other.quantMin - other.zeroPoint
      && quantMax - zeroPoint == other.quantMax - other.zeroPoint
  }
}
