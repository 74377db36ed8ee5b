/// Elements of fewer than 8 bits, the first in the lowest bits of the first byte.
///
/// They lie without gaps, or in rows that are filled up.
struct PackedElements: Hashable, Sendable {
  /// How many bits an element has.
  let bitCount: Int
  /// Where rows are filled up: how many elements of a row count, and how many have room in it.
  let rows: Row?

  /// How long a row is.
  struct Row: Hashable, Sendable {
    /// How many elements of a row count; more than 0.
    let length: Int
    /// How many elements have room in a row; whole bytes of them, not fewer than count.
    let capacity: Int
  }

  /// Elements without gaps, or in such rows.
  init(bitCount: Int, rows: Row? = nil) {
    self.bitCount = bitCount
    self.rows = rows.flatMap { $0.length == $0.capacity ? nil : $0 }
  }

  /// Where an element lies, counted in elements that have room.
  @inline(__always)
  private func place(of element: Int) -> Int {
    guard let rows else { return element }
    let (row, rest) = element.quotientAndRemainder(dividingBy: rows.length)
    return row * rows.capacity + rest
  }

  /// The bytes that have a part of some elements.
  func bytes(of elements: Range<Int>) -> Range<Int> {
    guard let last = elements.last else {
      let start = place(of: elements.lowerBound) * bitCount / 8
      return start..<start
    }
    return place(of: elements.lowerBound) * bitCount / 8..<((place(of: last) + 1) * bitCount + 7)
      / 8
  }

  /// The bits of an element.
  ///
  /// - Precondition: the element ends within `bytes`.
  @inline(__always)
  func pattern(_ element: Int, in bytes: UnsafeRawBufferPointer) -> UInt8 {
    let bit = place(of: element) * bitCount
    let low = unsafe UInt16(bytes[bit / 8])
    // Elements of 6 bits may lie in two bytes.
    let isSplit = bit % 8 + bitCount > 8
    let high = isSplit ? unsafe UInt16(bytes[bit / 8 + 1]) : 0
    return UInt8(truncatingIfNeeded: (high << 8 | low) >> UInt16(bit % 8) & (1 << bitCount - 1))
  }
}
