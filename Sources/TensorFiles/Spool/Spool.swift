import Glibc

/// Memory that is filled from a source whose length nobody knows, and then mapped like a file.
///
/// It is a file of the system without a name, which grows without being copied and goes with its
/// last mapping.
struct Spool: ~Copyable {
  private let path: String
  private let limit: Int
  private let descriptor: Int32
  private var byteCount = 0

  /// How many bytes are moved at a time.
  private static let pieceLength = 1 << 18

  /// An empty one.
  ///
  /// - Parameters:
  ///   - path: Where the bytes are from.
  ///   - limit: How many it takes.
  /// - Throws: `system` where there is none to be had.
  init(path: String, limit: Int) throws(TensorFileError) {
    self.path = path
    self.limit = limit
    errno = ENOSYS
    descriptor = unsafe Self.create.map { unsafe $0("qviz", Self.closedInChildren) } ?? -1
    guard descriptor >= 0 else { throw .system(path: path, call: .spool, errorNumber: errno) }
  }

  deinit { close(descriptor) }

  /// Takes all of a source in, unpacked if it is gzip.
  ///
  /// - Returns: Whether it was.
  /// - Throws: `spoolLimit` as soon as there is more than may be; `gzip`, and what the source throws.
  mutating func fill(from source: consuming ByteSource) throws(TensorFileError) -> Bool {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceLength, alignment: 16)
    defer { unsafe piece.deallocate() }
    var count = 0
    var isAtEnd = false
    // A pipe may give its first bytes one by one.
    while !isAtEnd, count < GzipStream.signatureLength {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: piece[count...])
      let more = unsafe try source.read(into: rest)
      count += more
      isAtEnd = more == 0
    }
    guard GzipStream.begins(unsafe Array(piece[..<min(count, GzipStream.signatureLength)])) else {
      while count > 0 {
        unsafe try write(UnsafeRawBufferPointer(rebasing: piece[..<count]), of: .pipe)
        count = isAtEnd ? 0 : unsafe try source.read(into: piece)
      }
      return false
    }
    guard var stream = GzipStream(path: path) else {
      throw .notEnoughMemory(path: path, name: path, byteCount: Self.pieceLength)
    }
    while count > 0 {
      let packed = unsafe UnsafeRawBufferPointer(rebasing: piece[..<count])
      unsafe try stream.unpack(packed) { bytes throws(TensorFileError) in
        unsafe try write(bytes, of: .gzip)
      }
      count = isAtEnd ? 0 : unsafe try source.read(into: piece)
    }
    try stream.checkEnd()
    return true
  }

  /// Takes in bytes that are there.
  ///
  /// - Throws: `spoolLimit` where there are more than may be.
  mutating func append(
    _ bytes: [UInt8], of origin: SpooledBytes.Origin
  ) throws(TensorFileError) {
    let outcome: Result<Void, TensorFileError> = unsafe bytes.withUnsafeBytes { bytes in
      do throws(TensorFileError) {
        return .success(unsafe try write(bytes, of: origin))
      } catch {
        return .failure(error)
      }
    }
    try outcome.get()
  }

  @unsafe
  private mutating func write(
    _ bytes: UnsafeRawBufferPointer, of origin: SpooledBytes.Origin
  ) throws(TensorFileError) {
    guard bytes.count <= limit - byteCount else {
      throw .spoolLimit(path: path, origin: origin, limit: limit)
    }
    var position = 0
    while position < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[position...])
      let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw .system(path: path, call: .spool, errorNumber: count < 0 ? errno : ENOSPC)
      }
      position += count
      byteCount += count
    }
  }

  /// What was taken in.
  ///
  /// - Throws: `system` where it cannot be mapped.
  consuming func mapped() throws(TensorFileError) -> MappedFile {
    try MappedFile(path: path, descriptor: descriptor, byteCount: byteCount)
  }

  private typealias Create =
    @convention(c) (UnsafePointer<CChar>, UInt32) -> Int32

  /// `memfd_create`, which Swift does not import.
  private static let create: Create? = unsafe dlsym(nil, "memfd_create").map {
    unsafe unsafeBitCast($0, to: Create.self)
  }
  /// `MFD_CLOEXEC`.
  private static let closedInChildren: UInt32 = 1
}
