/// The bytes that an `.npy` header is read from: a file, or a member of an archive.
struct NpySource {
  /// What every sentence about it begins with: the path, and the member's name where it is one.
  let place: String
  /// The name of the tensor in it.
  let name: String
  /// How many bytes there are, values included.
  let byteCount: Int
  /// So many of the first bytes; at most `byteCount` are asked for.
  let beginning: (Int) throws(TensorFileError) -> [UInt8]

  /// What every `.npy` begins with.
  static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The longest header that is read.
  ///
  /// numpy stops at 10 000 characters unless told otherwise; the headers past that are of
  /// structured types, which are refused here with a better sentence than "too long".
  static let maximumHeader = 1 << 20

  /// A whole file.
  init(_ file: MappedFile) {
    place = file.path
    name = FileName(path: file.path).base
    byteCount = file.byteCount
    beginning = { count in file.bytes(in: 0..<count) }
  }

  /// Some bytes of which the first can be had before the others.
  init(
    place: String, name: String, byteCount: Int,
    beginning: @escaping (Int) throws(TensorFileError) -> [UInt8]
  ) {
    self.place = place
    self.name = name
    self.byteCount = byteCount
    self.beginning = beginning
  }

  /// The header, and where the values begin.
  ///
  /// - Throws: ``TensorFileError``, the cases about what stands before the values.
  func header() throws(TensorFileError) -> (header: NpyHeader, end: Int) {
    let range = try headerRange()
    let bytes = Array(try beginning(range.upperBound)[range])
    let literal = try PythonLiteralParser.literal(in: bytes, at: range.lowerBound, path: place)
    return (try NpyHeader(literal, path: place), range.upperBound)
  }

  /// Where the header lies, its length checked against the bytes there are.
  private func headerRange() throws(TensorFileError) -> Range<Int> {
    let prefix = try beginning(min(12, byteCount))
    let found = Array(prefix.prefix(Self.signature.count))
    // A file that ends within the signature is short, one that differs is something else.
    guard Self.signature.starts(with: found) else {
      throw .notNpy(path: place, found: found, expected: Self.signature)
    }
    guard prefix.count >= 10 else {
      throw .npyTooShort(path: place, expected: 10, found: prefix.count)
    }
    guard (1...3).contains(prefix[6]), prefix[7] == 0 else {
      throw .npyVersion(path: place, major: prefix[6], minor: prefix[7], position: 6)
    }
    let start = prefix[6] == 1 ? 10 : 12
    guard prefix.count >= start else {
      throw .npyTooShort(path: place, expected: start, found: prefix.count)
    }
    let length = prefix[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= byteCount - start else {
      throw .headerPastEnd(
        path: place, expected: length, found: byteCount - start, position: 8)
    }
    guard length <= Self.maximumHeader else {
      throw .headerTooLong(path: place, limit: Self.maximumHeader, found: length, position: 8)
    }
    return start..<start + length
  }
}
