/// A JSON text whose lists of numbers are set aside: where one was is `[0]`, `[1]` and so on.
///
/// A document is mostly numbers, so this is short whatever the number of blocks.
struct JSONSkeleton: Sendable {
  /// The text without them.
  private(set) var text: [UInt8]
  /// The lists by their places.
  private(set) var lists: [[Double]]
  /// How many numbers they have in all.
  private(set) var numberCount = 0

  /// A text with its lists.
  init(_ text: [UInt8] = [], lists: [[Double]] = []) {
    self.text = text
    self.lists = lists
  }

  /// Counts one more number of a list.
  ///
  /// - Throws: ``EncodingFileError/tooManyNumbers(limit:)``.
  mutating func count() throws(EncodingFileError) {
    numberCount += 1
    guard numberCount <= DocumentSize.numberLimit else {
      throw .tooManyNumbers(limit: DocumentSize.numberLimit)
    }
  }

  /// Adds what stands between two lists.
  ///
  /// - Throws: ``EncodingFileError/textTooLarge(limit:)``.
  mutating func append(_ bytes: ArraySlice<UInt8>) throws(EncodingFileError) {
    guard bytes.count <= DocumentSize.textLimit - text.count else {
      throw .textTooLarge(limit: DocumentSize.textLimit)
    }
    text += bytes
  }

  /// Adds a list.
  mutating func append(_ numbers: [Double]) {
    text += "[\(lists.count)]".utf8
    lists.append(numbers)
  }

  /// The text with all lists in their places, in pieces: each number where the first of its list
  /// stands, in a line of its own if that does.
  ///
  /// - Returns: false if a number is not finite, which JSON cannot say.
  func write(
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) -> Bool {
    let pieceLength = 1 << 18
    var piece: [UInt8] = []
    piece.reserveCapacity(pieceLength + 1024)
    var position = 0
    while position < text.count {
      let start = position
      position = Self.endOfToken(in: text, at: start)
      piece += text[start..<position]
      guard text[start] == UInt8(ascii: "[") else { continue }
      let space = text[position...].prefix { $0 == 0x20 || $0 == 0x0A }
      let digits = text[space.endIndex...].prefix { (0x30...0x39).contains($0) }
      guard let place = Int(String(decoding: digits, as: UTF8.self)),
        lists.indices.contains(place)
      else { continue }
      position = digits.endIndex
      for (index, number) in lists[place].enumerated() {
        guard number.isFinite else { return false }
        if index > 0 { piece.append(UInt8(ascii: ",")) }
        piece += space
        Self.append(number, to: &piece)
        if piece.count >= pieceLength {
          guard try take(piece) == .more else { return true }
          piece.removeAll(keepingCapacity: true)
        }
      }
    }
    _ = try take(piece)
    return true
  }

  /// The end of a string, or of any other byte.
  private static func endOfToken(in text: [UInt8], at start: Int) -> Int {
    guard text[start] == UInt8(ascii: "\"") else { return start + 1 }
    var position = start + 1
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, text.count)
  }

  /// Adds the shortest form of a number that reads back as it, as the library writes it.
  private static func append(_ number: Double, to bytes: inout [UInt8]) {
    bytes += number.description.utf8
    if bytes.suffix(2).elementsEqual([UInt8(ascii: "."), UInt8(ascii: "0")]) {
      bytes.removeLast(2)
    }
  }
}
