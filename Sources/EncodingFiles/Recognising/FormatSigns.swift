/// What a text shows at a glance of the format that it is in.
public struct FormatSigns: Sendable {
  /// The text.
  let bytes: [UInt8]
  /// The members of the object that it is; nil where it is not JSON.
  let outline: JSONOutline?
  /// The first line that is not empty; nil where there is none, or it is JSON.
  let firstLine: Substring?

  /// The signs of a text.
  ///
  /// - Throws: ``EncodingFileError`` where it begins as JSON and is not sound.
  init(_ bytes: [UInt8]) throws(EncodingFileError) {
    self.bytes = bytes
    let spaces = Set(" \t\r\n".utf8)
    if bytes.first(where: { !spaces.contains($0) }) == UInt8(ascii: "{") {
      try DocumentSize.check(bytes.count)
      outline = try JSONText.value(JSONOutline.self, of: try JSONSyntax.check(bytes))
      firstLine = nil
    } else {
      outline = nil
      firstLine = Self.firstLine(of: bytes)
    }
  }

  private static func firstLine(of bytes: [UInt8]) -> Substring? {
    let ends = Set("\r\n".utf8)
    // A line of weights may have any length; one that is cut within the limit is cut before a field.
    let limit = 1 << 20
    let rest = bytes.drop { ends.contains($0) }.prefix(limit)
    var line = rest.prefix { !ends.contains($0) }
    if line.count == limit {
      guard let space = line.lastIndex(of: UInt8(ascii: " ")) else { return nil }
      line = line[..<space]
    }
    return String(validating: line, as: UTF8.self).map { $0[...] }
  }
}
