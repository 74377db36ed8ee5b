public import QuantizationEngine

/// A deployment tool's arithmetic: how it makes an encoding of a range, and how it applies it.
///
/// Under a toolchain the same clipping range has that tool's scale, zero-point and codes, and the
/// same value has that tool's code and dequantized value, bit for bit. A toolchain is a value; its
/// name never changes.
public protocol Toolchain: Sendable {
  /// The name by which the command line and the screen call it, in kebab-case.
  var name: String { get }

  /// Whose arithmetic it is, with the version that was asked, in one sentence.
  var summary: String { get }

  /// The operations between a float32 value and its code.
  var arithmetic: QuantizationArithmetic { get }

  /// The operations between a value and its code for a scheme, whose ``Scheme/valueType`` may be one
  /// in which the tool computes; by default ``arithmetic``.
  func arithmetic(for scheme: Scheme) -> QuantizationArithmetic

  /// The toolchain of the same tool for encodings of a scope, where it has one apart; by default itself.
  ///
  /// So nobody has to know that PyTorch quantizes channels by another function than tensors.
  func sharing(_ scope: EncodingScope) -> any Toolchain

  /// The type in which it stores the scales of a scheme; by default ``ElementType/float32``.
  func scaleType(for scheme: Scheme) -> ElementType

  /// What the tool ends with for values of the type of a scheme, such as the message of its exception;
  /// nil where it does not fail, as by default.
  func failure(for scheme: Scheme) -> String?

  /// The roundings of ties that its users can choose from for a scheme, its own first; by default
  /// that of ``arithmetic`` alone.
  func roundings(for scheme: Scheme) -> [RoundingMode]

  /// The schemes it has.
  var repertoire: Repertoire { get }

  /// What its encodings can be shared by.
  var granularities: GranularityRepertoire { get }

  /// The scheme that its users have where they ask for none; by default the standard one, or where the
  /// tool lacks that the nearest that it has.
  var naturalScheme: Scheme { get }

  /// The encoding of a clipping range, by the tool's own formula.
  ///
  /// - Parameters:
  ///   - range: what a calibrator or a person chose; its bounds may be out of order, not finite or
  ///     on one side of zero, and the tool does what it does with them.
  ///   - scheme: one of ``repertoire``.
  /// - Returns: the encoding; its codes are those that values saturate at.
  /// - Throws: ``EncodingError`` where the tool's answer is no encoding, such as a scale of infinity.
  func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding
}

extension Toolchain {
  /// The rounding of ``arithmetic`` alone.
  public func roundings(for scheme: Scheme) -> [RoundingMode] { [arithmetic.rounding] }

  /// ``arithmetic``, whatever the scheme.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic { arithmetic }

  /// Itself.
  public func sharing(_ scope: EncodingScope) -> any Toolchain { self }

  /// Float32.
  public func scaleType(for scheme: Scheme) -> ElementType { .float32 }

  /// No failure.
  public func failure(for scheme: Scheme) -> String? { nil }

  /// A scheme with this tool's arithmetic and rule, the codes being as asked for.
  ///
  /// - Parameters:
  ///   - scheme: the codes.
  ///   - rounding: one of ``roundings(for:)``; by default that of `scheme` if it is under this
  ///     toolchain already, and else the tool's own.
  /// - Returns: the scheme.
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` where the tool has no such scheme,
  ///   ``CalibrationError/toolFailsOnType(tool:type:reason:)`` where it fails on the type of its values.
  public func scheme(
    _ scheme: Scheme, rounding: RoundingMode? = nil
  ) throws(CalibrationError) -> Scheme {
    // This is asked for every block, and nearly always so answered.
    if rounding == nil, scheme.isAsMade, scheme.rule.name == name { return scheme }
    try check(scheme)
    let toolchain = self
    let arithmetic = try arithmetic(for: scheme, rounding: rounding)
    return scheme.with(
      arithmetic: arithmetic,
      rule: EncodingRule(
        name: name, scaleType: scaleType(for: scheme), for: scheme, arithmetic: arithmetic
      ) { range, scheme throws(EncodingError) in
        guard !scheme.isAsMade else { return try toolchain.encoding(for: range, scheme: scheme) }
        // The scheme has been changed since, maybe to one that the tool does not have.
        if let reason = toolchain.repertoire.refusal(of: scheme) {
          throw .ruleRefuses(rule: toolchain.name, reason: reason)
        }
        if let reason = toolchain.failure(for: scheme) {
          throw .ruleFails(rule: toolchain.name, type: scheme.valueType, reason: reason)
        }
        return try toolchain.encoding(for: range, scheme: scheme)
      })
  }

  /// Refuses a scheme that the tool does not have, or fails on.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``,
  ///   ``CalibrationError/toolFailsOnType(tool:type:reason:)``.
  func check(_ scheme: Scheme) throws(CalibrationError) {
    if let reason = repertoire.refusal(of: scheme) {
      throw .notInRepertoire(tool: name, reason: reason + relatives(with: scheme))
    }
    if let reason = failure(for: scheme) {
      throw .toolFailsOnType(tool: name, type: scheme.valueType, reason: reason)
    }
  }

  /// The quantizer of a clipping range, as the tool makes and applies it.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``,
  ///   ``CalibrationError/toolFailsOnType(tool:type:reason:)``, ``CalibrationError/noEncoding(_:)``.
  public func quantizer(
    for range: ClippingRange, scheme: Scheme
  ) throws(CalibrationError) -> AffineQuantizer {
    try check(scheme)
    do {
      return AffineQuantizer(
        encoding: try encoding(for: range, scheme: scheme), arithmetic: arithmetic(for: scheme))
    } catch {
      throw .noEncoding(error)
    }
  }
}
