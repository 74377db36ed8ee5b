/// A look at a few bytes of a file, as many as it takes to tell what it is.
///
/// Places are where a file says its parts are, so any may be asked for; what is not there is `nil`.
struct FileGlimpse {
  /// The file.
  let file: MappedFile
  /// Its first bytes, at most ``beginningLength``.
  let beginning: [UInt8]
  /// Its extension, in lower case and without the dot.
  let fileExtension: String

  /// How many of the first bytes are looked at in any file.
  static let beginningLength = 4096

  /// A look at a mapped file.
  init(_ file: MappedFile) {
    self.file = file
    beginning = file.bytes(in: 0..<min(Self.beginningLength, file.byteCount))
    fileExtension = FileName(path: file.path).fileExtension
  }

  /// The size of the file.
  var byteCount: Int { file.byteCount }

  /// Some bytes, or `nil` where not all of them are there.
  func bytes(at position: Int, count: Int) -> [UInt8]? {
    guard position >= 0, count >= 0, position <= byteCount, count <= byteCount - position else {
      return nil
    }
    return file.bytes(in: position..<position + count)
  }

  /// The last bytes, fewer where there are not so many.
  func end(_ count: Int) -> [UInt8] {
    file.bytes(in: max(0, byteCount - count)..<byteCount)
  }

  /// A byte.
  func byte(at position: Int) -> UInt8? { bytes(at: position, count: 1)?[0] }

  /// An unsigned number, least significant byte first; `nil` where it does not fit either.
  func little(at position: Int, count: Int) -> Int? {
    bytes(at: position, count: count).flatMap { Self.number($0.reversed()) }
  }

  /// An unsigned number, most significant byte first; `nil` where it does not fit either.
  func big(at position: Int, count: Int) -> Int? {
    bytes(at: position, count: count).flatMap { Self.number($0) }
  }

  /// Whether a text stands at a place.
  func has(_ text: String, at position: Int) -> Bool {
    let expected = Array(text.utf8)
    return bytes(at: position, count: expected.count) == expected
  }

  /// Whether a text is anywhere in the first bytes.
  func mentions(_ text: String) -> Bool {
    beginning.firstRange(of: Array(text.utf8)) != nil
  }

  private static func number(_ bytes: some Sequence<UInt8>) -> Int? {
    Int(exactly: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
