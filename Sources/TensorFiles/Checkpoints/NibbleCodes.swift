/// Codes of four bits, two to a byte, row after row.
struct NibbleCodes: LayerCodes {
  /// Which half of a byte has the first of its two codes.
  enum Order: Hashable, Sendable {
    /// The low half.
    case lowFirst
    /// The high half.
    case highFirst
  }

  /// Where they lie.
  private let part: StoredTensor
  /// How many bytes a row takes.
  private let rowByteCount: Int
  /// The levels of the two codes of each byte.
  private let pairs: [SIMD2<Float>]
  /// The level of each code.
  private let levels: [Float]
  private let order: Order

  /// Codes with such levels, of which there are 16.
  init(_ part: StoredTensor, rowByteCount: Int, levels: [Float], order: Order = .lowFirst) {
    self.part = part
    self.rowByteCount = rowByteCount
    self.levels = levels
    self.order = order
    pairs = Self.pairs(levels, order: order)
  }

  /// The levels of the two codes of each byte.
  static func pairs(_ levels: [Float], order: Order) -> [SIMD2<Float>] {
    (0..<256).map { byte in
      let (low, high) = (levels[byte & 15], levels[byte >> 4])
      return order == .lowFirst ? SIMD2(low, high) : SIMD2(high, low)
    }
  }

  /// The levels where they are whole numbers that follow one another, else the codes where levels rise
  /// with them.
  var integers: StoredIntegers? {
    guard zip(levels, levels.dropFirst()).allSatisfy(<), let first = levels.first else {
      return nil
    }
    if let first = Int(exactly: first), levels == (first..<first + 16).map({ Float($0) }) {
      return StoredIntegers(codes: self, range: first...first + 15)
    }
    let codes = NibbleCodes(
      part, rowByteCount: rowByteCount, levels: (0..<16).map { Float($0) }, order: order)
    return StoredIntegers(codes: codes, range: 0...15)
  }

  func unpack(_ area: LayerArea, into target: UnsafeMutablePointer<Float>, stride: Int) {
    unsafe part.file.withUnsafeBytes(in: part.bytes) { bytes in
      unsafe pairs.withUnsafeBufferPointer { pairs in
        for row in area.rows {
          let source = row * rowByteCount
          let line = unsafe target + (row - area.rows.lowerBound) * stride
          var column = area.columns.lowerBound
          var place = 0
          if column & 1 == 1, column < area.columns.upperBound {
            unsafe line.initialize(to: pairs[Int(bytes[source + (column >> 1)])].y)
            column += 1
            place = 1
          }
          while column &+ 1 < area.columns.upperBound {
            let pair = unsafe pairs[Int(bytes[source &+ (column &>> 1)])]
            unsafe UnsafeMutableRawPointer(line + place).storeBytes(
              of: pair, as: SIMD2<Float>.self)
            column &+= 2
            place &+= 2
          }
          if column < area.columns.upperBound {
            unsafe (line + place).initialize(to: pairs[Int(bytes[source + (column >> 1)])].x)
          }
        }
      }
    }
  }

  func bytes(of rows: Range<Int>) -> Range<Int>? {
    rows.lowerBound * rowByteCount..<rows.upperBound * rowByteCount
  }
}
