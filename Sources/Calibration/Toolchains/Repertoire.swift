public import QuantizationEngine

/// The schemes that a tool has.
///
/// A repertoire is made of parts, each of which has its bit widths, signedness and symmetries in all
/// combinations; tools whose asymmetric codes are unsigned and whose symmetric ones are signed have two:
///
///     Repertoire(signedness: [.unsigned], symmetries: [.asymmetric])
///       + Repertoire(signedness: [.signed], symmetries: [.symmetric])
public struct Repertoire: Hashable, Sendable {
  private var parts: [Part]

  private struct Part: Hashable, Sendable {
    /// The bit widths, each with a whole power of two of codes.
    let bitWidths: [Int]
    /// Codes below zero too, or from zero up.
    let signedness: [Signedness]
    /// How the codes may lie about zero.
    let symmetries: [Symmetry]

    /// Whether it has a scheme.
    func has(_ scheme: Scheme) -> Bool {
      bitWidths.contains(scheme.bitWidth) && signedness.contains(scheme.signedness)
        && symmetries.contains(scheme.symmetry)
    }
  }

  /// 2 to 16.
  private static let allBitWidths = Array(2...16)

  /// The schemes with these parts, in all combinations; without arguments all whole bit widths.
  public init(
    bitWidths: [Int]? = nil, signedness: [Signedness] = [.signed, .unsigned],
    symmetries: [Symmetry] = [.asymmetric, .symmetric, .restrictedSymmetric]
  ) {
    parts = [
      Part(
        bitWidths: bitWidths ?? Self.allBitWidths, signedness: signedness, symmetries: symmetries)
    ]
  }

  /// The schemes of both.
  public static func + (left: Repertoire, right: Repertoire) -> Repertoire {
    var sum = left
    sum.parts += right.parts
    return sum
  }

  /// Refuses a scheme that the tool does not have.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``.
  public func check(_ scheme: Scheme, tool: String) throws(CalibrationError) {
    guard let reason = refusal(of: scheme) else { return }
    throw .notInRepertoire(tool: tool, reason: reason)
  }

  /// Whether the tool does not have a scheme.
  public func lacks(_ scheme: Scheme) -> Bool { refusal(of: scheme) != nil }

  /// Why the tool does not have a scheme; nil if it does.
  ///
  /// What no part has is told first, then what does not go together.
  func refusal(of scheme: Scheme) -> String? {
    // This is asked for every channel of a tensor, and nearly always so answered.
    if scheme.usesWholeBitWidth, parts.contains(where: { $0.has(scheme) }) { return nil }
    let widths = Set(parts.flatMap(\.bitWidths))
    guard scheme.usesWholeBitWidth, widths.contains(scheme.bitWidth) else {
      let found =
        scheme.usesWholeBitWidth ? "\(scheme.bitWidth) bits" : "\(scheme.levelCount) levels"
      return "bit width must be \(Self.text(widths)), found \(found)"
    }
    let symmetry = scheme.symmetry.rawValue.replacing("_", with: " ")
    let symmetric = parts.filter { $0.symmetries.contains(scheme.symmetry) }
    guard !symmetric.isEmpty else { return "it has no \(symmetry) scheme" }
    guard parts.contains(where: { $0.signedness.contains(scheme.signedness) }) else {
      return "it has no \(scheme.signedness.rawValue) codes"
    }
    let wide = symmetric.filter { $0.bitWidths.contains(scheme.bitWidth) }
    guard !wide.isEmpty else {
      return "bit width of its \(symmetry) codes must be "
        + "\(Self.text(Set(symmetric.flatMap(\.bitWidths)))), found \(scheme.bitWidth) bits"
    }
    guard !wide.contains(where: { $0.signedness.contains(scheme.signedness) }) else { return nil }
    let other: Signedness = scheme.signedness == .signed ? .unsigned : .signed
    return "its \(symmetry) codes of \(scheme.bitWidth) bits are \(other.rawValue)"
  }

  private static func text(_ widths: Set<Int>) -> String {
    widths.sorted().map(String.init).joined(separator: ", ")
  }
}
