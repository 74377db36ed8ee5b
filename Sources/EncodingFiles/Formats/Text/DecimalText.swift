/// A decimal number in a text, perhaps between spaces; Swift alone would take `0x1p3`, `inf` and `nan` too.
struct DecimalText {
  private let digits: Substring

  /// A number as it stands in a line.
  init(_ text: Substring) {
    var digits = text
    while digits.first == " " || digits.first == "\t" { digits.removeFirst() }
    while digits.last == " " || digits.last == "\t" { digits.removeLast() }
    self.digits = digits
  }

  /// The float64 nearest to it; nil for anything but a finite decimal number.
  var value: Double? {
    let characters = Set("0123456789+-.eE".utf8)
    guard digits.utf8.allSatisfy(characters.contains), let value = Double(digits), value.isFinite
    else { return nil }
    return value
  }
}

extension Float {
  /// The float32 nearest to a decimal number; nil where there is none that is finite.
  init?(_ text: DecimalText) {
    guard let value = text.value, Float(value).isFinite else { return nil }
    self.init(value)
  }
}
