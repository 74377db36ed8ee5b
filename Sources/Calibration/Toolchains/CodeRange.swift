/// Whether a scale is divided over all codes of a type or over half of them.
///
/// Some processors add up products of 8-bit codes in 16 bits; tools then spare a bit ("reduce range").
public enum CodeRange: Hashable, Sendable {
  /// All codes.
  case full
  /// Half of the codes.
  case reduced
}
