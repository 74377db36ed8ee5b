/// A name whose runs of digits are ordered by their value, so that layer 2 is before layer 10.
struct NaturalName: Comparable {
  private let bytes: [UInt8]

  init(_ name: String) {
    bytes = Array(name.utf8)
  }

  static func < (first: NaturalName, second: NaturalName) -> Bool {
    let (one, other) = (first.bytes, second.bytes)
    var (left, right) = (0, 0)
    while left < one.count, right < other.count {
      let (numeral, otherNumeral) = (digits(one, left), digits(other, right))
      guard !numeral.isEmpty, !otherNumeral.isEmpty else {
        if one[left] != other[right] { return one[left] < other[right] }
        left += 1
        right += 1
        continue
      }
      let (value, otherValue) = (
        one[numeral].drop { $0 == 48 }, other[otherNumeral].drop { $0 == 48 }
      )
      if value.count != otherValue.count { return value.count < otherValue.count }
      if !value.elementsEqual(otherValue) { return value.lexicographicallyPrecedes(otherValue) }
      left = numeral.upperBound
      right = otherNumeral.upperBound
    }
    if one.count - left != other.count - right { return one.count - left < other.count - right }
    // 01 and 1 are told apart at last.
    return one.lexicographicallyPrecedes(other)
  }

  private static func digits(_ bytes: [UInt8], _ start: Int) -> Range<Int> {
    var end = start
    while end < bytes.count, (48...57).contains(bytes[end]) { end += 1 }
    return start..<end
  }
}
