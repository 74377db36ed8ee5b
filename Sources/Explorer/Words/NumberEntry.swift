/// Numbers as a person types them.
enum NumberEntry {
  /// The finite number that some text says; nil if it says none.
  static func value(of text: String) -> Double? {
    let trimmed = trim(text)
    // Double also reads hexadecimal and "nan", which nobody means here.
    let allowed = trimmed.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    guard allowed, let value = Double(trimmed), value.isFinite else { return nil }
    return value
  }

  /// Why some text is not a number.
  static func complaint(about text: String) -> String {
    let trimmed = trim(text)
    return trimmed.isEmpty
      ? "expected a number such as -1.5 or 2e-3, found nothing"
      : "expected a finite number such as -1.5 or 2e-3, found \(trimmed)"
  }

  /// Text without blanks at either end, and with the typographic minus as the plain one.
  static func trim(_ text: String) -> String {
    var characters = Array(text)[...]
    while characters.first?.isWhitespace == true { characters.removeFirst() }
    while characters.last?.isWhitespace == true { characters.removeLast() }
    return String(characters.map { $0 == "−" ? "-" : $0 })
  }
}
