/// The order in which people count: `layer.9` before `layer.10`.
///
/// Runs of digits are compared as whole numbers of any length, everything else byte by byte; names
/// that differ only in leading zeros are ordered by them, so that the order is total.
public enum NaturalOrder {
  /// Whether one name comes before another.
  ///
  /// - Complexity: O(the length of the shorter name).
  public static func precedes(_ first: String, _ second: String) -> Bool {
    var first = first
    var second = second
    return first.withUTF8 { first in
      second.withUTF8 { second in unsafe precedes(first.span, second.span) }
    }
  }

  private static func precedes(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
    var (left, right) = (0, 0)
    var isShorterFirst: Bool?
    while left < first.count, right < second.count {
      guard isDigit(first[left]), isDigit(second[right]) else {
        if first[left] != second[right] { return first[left] < second[right] }
        left += 1
        right += 1
        continue
      }
      let (one, other) = (number(first, left), number(second, right))
      let lengths = (one.upperBound - one.lowerBound, other.upperBound - other.lowerBound)
      if lengths.0 != lengths.1 { return lengths.0 < lengths.1 }
      for offset in 0..<lengths.0
      where first[one.lowerBound + offset] != second[other.lowerBound + offset] {
        return first[one.lowerBound + offset] < second[other.lowerBound + offset]
      }
      let zeros = (one.lowerBound - left, other.lowerBound - right)
      if zeros.0 != zeros.1, isShorterFirst == nil { isShorterFirst = zeros.0 < zeros.1 }
      left = one.upperBound
      right = other.upperBound
    }
    let rest = (first.count - left, second.count - right)
    return rest.0 != rest.1 ? rest.0 < rest.1 : isShorterFirst ?? false
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The digits from a position on, without leading zeros.
  private static func number(_ bytes: Span<UInt8>, _ start: Int) -> Range<Int> {
    var first = start
    while first < bytes.count, bytes[first] == UInt8(ascii: "0") { first += 1 }
    var last = first
    while last < bytes.count, isDigit(bytes[last]) { last += 1 }
    return first..<last
  }
}
