/// Documents of lines.
enum TextLines {
  /// Gives lines away in pieces, a line feed behind each.
  ///
  /// - Parameters:
  ///   - lines: the lines.
  ///   - heading: lines before them.
  ///   - take: gets one piece after the other, and says whether it wants more.
  /// - Throws: what `take` throws.
  static func write(
    _ lines: some Sequence<String>, under heading: [String] = [],
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let pieceLength = 1 << 18
    var piece = heading.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
    for line in lines {
      piece += line.utf8
      piece.append(UInt8(ascii: "\n"))
      guard piece.count >= pieceLength else { continue }
      guard try take(piece) == .more else { return }
      piece.removeAll(keepingCapacity: true)
    }
    _ = try take(piece)
  }

  /// The lines of a text, without their ends, which may be those of Windows; none is empty.
  ///
  /// - Throws: ``EncodingFileError/notUTF8(position:)``.
  static func lines(_ bytes: [UInt8]) throws(EncodingFileError) -> [(number: Int, text: String)] {
    try DocumentSize.check(bytes.count)
    var lines: [(number: Int, text: String)] = []
    var start = 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var line = bytes[start..<end]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      number += 1
      guard let text = String(validating: line, as: UTF8.self) else {
        throw .notUTF8(position: start)
      }
      if !text.isEmpty { lines.append((number, text)) }
      start = end + 1
    }
    return lines
  }

  /// Refuses names in which a line would end, or that begin or end where the format cannot tell.
  ///
  /// - Throws: ``EncodingFileError/nameNotExpressible(format:tensor:reason:)``.
  static func check(
    name: String, format: String, without forbidden: (scalar: Unicode.Scalar, words: String)?
  ) throws(EncodingFileError) {
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw .nameNotExpressible(format: format, tensor: name, reason: "it has control characters")
    }
    if name.isEmpty {
      throw .nameNotExpressible(format: format, tensor: name, reason: "it is empty")
    }
    if let forbidden, name.unicodeScalars.contains(forbidden.scalar) {
      throw .nameNotExpressible(
        format: format, tensor: name, reason: "it has \(forbidden.words), which ends a name there")
    }
  }
}
