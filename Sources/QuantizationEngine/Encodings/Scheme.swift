/// Whether codes start at zero or lie on both sides of it.
public enum Signedness: String, Hashable, Sendable, CaseIterable {
  /// Codes on both sides of zero: int8 has −128…127.
  case signed
  /// Codes from zero up: uint8 has 0…255.
  case unsigned
}

/// How the codes lie about the real zero.
public enum Symmetry: String, Hashable, Sendable, CaseIterable {
  /// Any zero-point: both clipping thresholds are free.
  case asymmetric
  /// The zero-point is in the middle, and the most negative code is used: int8 has −128…127.
  case symmetric
  /// As ``symmetric``, without the most negative code: int8 has −127…127.
  case restrictedSymmetric = "restricted_symmetric"
}

/// Everything that is decided before a clipping range is: codes, symmetry, arithmetic.
///
/// | symmetry | signed codes of b bits | unsigned codes of b bits |
/// | --- | --- | --- |
/// | asymmetric | −2^(b−1)…2^(b−1)−1 | 0…2^b−1 |
/// | symmetric | −2^(b−1)…2^(b−1)−1, Z = 0 | 0…2^b−1, Z = 2^(b−1) |
/// | restricted symmetric | −(2^(b−1)−1)…2^(b−1)−1, Z = 0 | 1…2^b−1, Z = 2^(b−1) |
///
/// With n levels instead of bits the signed codes are −⌊n/2⌋…n−1−⌊n/2⌋ and the unsigned ones 0…n−1.
/// Leaving out the most negative code changes nothing where n is odd, for those codes are
/// symmetric already.
public struct Scheme: Hashable, Sendable {
  /// The number of codes before restriction: 256 for 8 bits.
  public let levelCount: Int
  /// Whether codes start at zero or lie on both sides of it.
  public let signedness: Signedness
  /// How the codes lie about the real zero.
  public let symmetry: Symmetry
  /// The float32 operations between a value and its code.
  public let arithmetic: QuantizationArithmetic
  /// The formula that makes an encoding of a clipping range.
  public let rule: EncodingRule
  /// The type in which a tool meets the values: ``ElementType/float16``, ``ElementType/bfloat16``, or
  /// ``ElementType/float32``, which stands for all others.
  ///
  /// Some tools compute steps in it, or store their scales in it. qviz's own rule and arithmetic are
  /// float32 whatever it is.
  public private(set) var valueType = ElementType.float32
  /// What an encoding is for: some tools have another arithmetic for groups.
  public private(set) var scope = EncodingScope.tensor

  /// The scheme with 2^`bitWidth` codes.
  ///
  /// - Parameters:
  ///   - bitWidth: from 2 to 16.
  ///   - symmetry: how the codes lie about the real zero.
  ///   - signedness: by default unsigned for asymmetric schemes and signed for symmetric ones.
  ///   - arithmetic: the float32 operations between a value and its code.
  ///   - rule: the formula that makes an encoding of a clipping range.
  /// - Throws: ``EncodingError/bitWidthOutOfRange(_:)``.
  public init(
    bitWidth: Int, symmetry: Symmetry = .asymmetric, signedness: Signedness? = nil,
    arithmetic: QuantizationArithmetic = QuantizationArithmetic(), rule: EncodingRule = .standard
  ) throws(EncodingError) {
    guard (2...16).contains(bitWidth) else { throw .bitWidthOutOfRange(bitWidth) }
    try self.init(
      levelCount: 1 << bitWidth, symmetry: symmetry, signedness: signedness,
      arithmetic: arithmetic, rule: rule)
  }

  /// The scheme with `levelCount` codes, of which 3, 9 and 255 are common.
  ///
  /// - Parameters:
  ///   - levelCount: from 2 to 65 536; at least 3 for a symmetric scheme.
  ///   - symmetry: how the codes lie about the real zero.
  ///   - signedness: by default unsigned for asymmetric schemes and signed for symmetric ones.
  ///   - arithmetic: the float32 operations between a value and its code.
  ///   - rule: the formula that makes an encoding of a clipping range.
  /// - Throws: ``EncodingError/levelCountOutOfRange(_:)``,
  ///   ``EncodingError/tooFewLevelsForSymmetry(_:)``.
  public init(
    levelCount: Int, symmetry: Symmetry = .asymmetric, signedness: Signedness? = nil,
    arithmetic: QuantizationArithmetic = QuantizationArithmetic(), rule: EncodingRule = .standard
  ) throws(EncodingError) {
    guard (2...65536).contains(levelCount) else { throw .levelCountOutOfRange(levelCount) }
    guard symmetry == .asymmetric || levelCount >= 3 else {
      throw .tooFewLevelsForSymmetry(levelCount)
    }
    self.levelCount = levelCount
    self.symmetry = symmetry
    self.signedness = signedness ?? (symmetry == .asymmetric ? .unsigned : .signed)
    self.arithmetic = arithmetic
    self.rule = rule
  }

  /// The 8-bit unsigned asymmetric scheme with which qviz starts.
  public static let standard = Scheme(
    uncheckedLevelCount: 256, symmetry: .asymmetric, signedness: .unsigned,
    arithmetic: QuantizationArithmetic())

  private init(
    uncheckedLevelCount: Int, symmetry: Symmetry, signedness: Signedness,
    arithmetic: QuantizationArithmetic
  ) {
    levelCount = uncheckedLevelCount
    self.symmetry = symmetry
    self.signedness = signedness
    self.arithmetic = arithmetic
    rule = .standard
  }

  /// The same codes with another arithmetic and another rule.
  public func with(arithmetic: QuantizationArithmetic, rule: EncodingRule) -> Scheme {
    Scheme(self, arithmetic: arithmetic, rule: rule)
  }

  /// The same scheme for values that a tool meets in a type; any but the two small floats is taken for
  /// float32.
  ///
  /// Arithmetic and rule stay as they are; a tool whose arithmetic depends on the type has to be asked
  /// for them anew.
  public func with(valueType: ElementType) -> Scheme {
    var scheme = self
    scheme.valueType = [.float16, .bfloat16].contains(valueType) ? valueType : .float32
    return scheme
  }

  /// The same scheme for encodings of another scope; a tool whose arithmetic depends on it has to be
  /// asked for it anew.
  public func with(scope: EncodingScope) -> Scheme {
    var scheme = self
    scheme.scope = scope
    return scheme
  }

  /// The type in which scales are stored, by the rule: ``ElementType/float32`` by qviz's own.
  public var scaleType: ElementType { rule.scaleType }

  /// Whether its rule was made for it, and nothing of it has been changed since.
  public var isAsMade: Bool { rule.wasMade(for: self) }

  private init(_ scheme: Scheme, arithmetic: QuantizationArithmetic, rule: EncodingRule) {
    levelCount = scheme.levelCount
    signedness = scheme.signedness
    symmetry = scheme.symmetry
    self.arithmetic = arithmetic
    self.rule = rule
    valueType = scheme.valueType
    scope = scheme.scope
  }

  /// The smallest number of bits that holds every code: ⌈log₂ levelCount⌉.
  public var bitWidth: Int {
    Int.bitWidth - (levelCount - 1).leadingZeroBitCount
  }

  /// Whether the levels are a whole power of two, so that the scheme is named by its bits.
  public var usesWholeBitWidth: Bool {
    levelCount == 1 << bitWidth
  }

  /// The most negative code.
  public var quantMin: Int {
    let lowest = signedness == .signed ? -(levelCount / 2) : 0
    return symmetry == .restrictedSymmetric && levelCount.isMultiple(of: 2) ? lowest + 1 : lowest
  }

  /// The most positive code.
  public var quantMax: Int {
    signedness == .signed ? levelCount - 1 - levelCount / 2 : levelCount - 1
  }

  /// The code of the real zero in a symmetric scheme.
  public var symmetricZeroPoint: Int {
    signedness == .signed ? 0 : levelCount / 2
  }
}
