/// The formula that makes an encoding of a clipping range: a tool's, under a name.
///
/// Two rules of the same name are equal, so a name must stand for one formula.
public struct EncodingRule: Hashable, Sendable {
  /// What the rule is called; nil for qviz's own.
  public let name: String?
  /// The type in which the scales are stored that it makes.
  public let scaleType: ElementType
  /// The encoding of a range with the codes of a scheme.
  let encoding: @Sendable (ClippingRange, Scheme) throws(EncodingError) -> AffineEncoding
  /// The scheme that the rule was made for, but for the rule; nil where it is for any.
  private let origin: Origin?

  /// A rule under a name.
  ///
  /// - Parameters:
  ///   - name: such as `torch`.
  ///   - scaleType: the type in which the tool stores scales.
  ///   - scheme: the scheme that it is made for, which is known to have encodings; nil for any.
  ///   - arithmetic: the arithmetic that the scheme then has.
  ///   - encoding: the formula; it must be pure, and throw where the range has no encoding.
  public init(
    name: String, scaleType: ElementType = .float32, for scheme: Scheme? = nil,
    arithmetic: QuantizationArithmetic = QuantizationArithmetic(),
    encoding: @escaping @Sendable (ClippingRange, Scheme) throws(EncodingError) -> AffineEncoding
  ) {
    self.name = name
    self.scaleType = scaleType
    self.encoding = encoding
    origin = scheme.map { Origin($0, arithmetic: arithmetic) }
  }

  private init() {
    name = nil
    origin = nil
    scaleType = .float32
    encoding = { range, scheme throws(EncodingError) in try scheme.standardEncoding(for: range) }
  }

  /// qviz's own rule: equations (3), (4), (5) and (7).
  public static let standard = EncodingRule()

  /// Whether it is qviz's own.
  var isStandard: Bool { name == nil }

  /// Whether the rule was made for a scheme, which has it and has not been changed since.
  func wasMade(for scheme: Scheme) -> Bool {
    origin == Origin(scheme, arithmetic: scheme.arithmetic)
  }

  /// A scheme without its rule.
  private struct Origin: Hashable {
    let levelCount: Int
    let signedness: Signedness
    let symmetry: Symmetry
    let valueType: ElementType
    let scope: EncodingScope
    let arithmetic: QuantizationArithmetic

    init(_ scheme: Scheme, arithmetic: QuantizationArithmetic) {
      levelCount = scheme.levelCount
      signedness = scheme.signedness
      symmetry = scheme.symmetry
      valueType = scheme.valueType
      scope = scheme.scope
      self.arithmetic = arithmetic
    }
  }

  /// Whether two rules have the same name.
  public static func == (first: EncodingRule, second: EncodingRule) -> Bool {
    first.name == second.name
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}
