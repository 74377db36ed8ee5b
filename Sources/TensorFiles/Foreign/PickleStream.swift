/// The instructions of a pickle of protocol 2 or later, walked over and never carried out.
///
/// Two bytes are no signature: one tensor in 16 384 begins with some of these. So the instructions
/// must be ones that exist, up to the one that ends a pickle at the end of the file, or sixteen of
/// them where something else follows: another pickle, or the arrays that joblib puts in between.
///
/// Source: CPython, `Lib/pickletools.py`.
struct PickleStream {
  /// How many instructions were walked over.
  let count: Int

  /// How many instructions are walked over at most.
  static let limit = 4096
  /// How many are enough, whatever follows.
  static let sufficientCount = 16
  /// How many of them are different then: numbers that are all alike have four bytes.
  static let sufficientVariety = 6

  /// The pickle that a file begins with, or `nil` where it begins with none.
  init?(_ glimpse: FileGlimpse) {
    guard let protocolNumber = glimpse.byte(at: 1), glimpse.byte(at: 0) == 0x80,
      (2...5).contains(protocolNumber)
    else { return nil }
    var position = 2
    var count = 1
    var codes: Set<UInt8> = []
    var isEnded = false
    while count < Self.limit, !isEnded, let code = glimpse.byte(at: position),
      let next = Self.end(of: code, at: position + 1, in: glimpse)
    {
      count += 1
      codes.insert(code)
      position = next
      isEnded = code == UInt8(ascii: ".")
    }
    // Zeros may fill the file up to a multiple of four.
    let rest = glimpse.bytes(at: position, count: min(4, glimpse.byteCount - position)) ?? []
    let isWhole = isEnded && rest.count < 4 && rest.allSatisfy { $0 == 0 }
    guard isWhole || count >= Self.sufficientCount && codes.count >= Self.sufficientVariety else {
      return nil
    }
    self.count = count
  }

  /// Where the argument of an instruction ends, or `nil` where the file does not hold it.
  private static func end(of code: UInt8, at position: Int, in glimpse: FileGlimpse) -> Int? {
    switch code {
    case 0x80, 0x82, UInt8(ascii: "K"), UInt8(ascii: "h"), UInt8(ascii: "q"): return position + 1
    case 0x83, UInt8(ascii: "M"): return position + 2
    case 0x84, UInt8(ascii: "J"), UInt8(ascii: "j"), UInt8(ascii: "r"): return position + 4
    case 0x95, UInt8(ascii: "G"): return position + 8
    case 0x8A, 0x8C, UInt8(ascii: "C"), UInt8(ascii: "U"):
      return skip(1, at: position, in: glimpse)
    case 0x8B, UInt8(ascii: "B"), UInt8(ascii: "T"), UInt8(ascii: "X"):
      return skip(4, at: position, in: glimpse)
    case 0x8D, 0x8E, 0x96: return skip(8, at: position, in: glimpse)
    case UInt8(ascii: "c"), UInt8(ascii: "i"):
      return line(at: position, in: glimpse).flatMap { line(at: $0, in: glimpse) }
    case UInt8(ascii: "F"), UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "P"),
      UInt8(ascii: "S"), UInt8(ascii: "V"), UInt8(ascii: "g"), UInt8(ascii: "p"):
      return line(at: position, in: glimpse)
    case 0x81, 0x85...0x89, 0x8F...0x94, 0x97, 0x98: return position
    default: return Array("(.012NQRabde)lostu]}".utf8).contains(code) ? position : nil
    }
  }

  /// The end of what is counted by some bytes.
  private static func skip(_ width: Int, at position: Int, in glimpse: FileGlimpse) -> Int? {
    guard let length = glimpse.little(at: position, count: width),
      length <= glimpse.byteCount - position - width
    else { return nil }
    return position + width + length
  }

  /// The end of a line of printable text.
  private static func line(at position: Int, in glimpse: FileGlimpse) -> Int? {
    let limit = min(1024, glimpse.byteCount - position)
    guard limit > 0, let bytes = glimpse.bytes(at: position, count: limit),
      let end = bytes.firstIndex(of: 0x0A), bytes[..<end].allSatisfy({ $0 >= 0x20 })
    else { return nil }
    return position + end + 1
  }
}
