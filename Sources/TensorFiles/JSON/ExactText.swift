/// A text that equals only itself, scalar by scalar.
///
/// Swift holds é as one scalar and é as two for equal; in a file they are two names.
struct ExactText: Hashable, Sendable {
  /// The text.
  let text: String

  init(_ text: String) { self.text = text }

  static func == (first: ExactText, second: ExactText) -> Bool {
    // Swift compares memory first; where only ASCII is in it, that was all.
    guard first.text == second.text else { return false }
    if first.text.utf8Span.isKnownASCII, second.text.utf8Span.isKnownASCII { return true }
    return first.text.utf8.elementsEqual(second.text.utf8)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
