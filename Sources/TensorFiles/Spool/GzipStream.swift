/// Gzip being unpacked, piece by piece: one member or several behind each other.
///
/// Zeros behind a member are padding, as tapes have it; anything else there is refused. zlib compares
/// the checksum and the length of each member, and the checksum of a header that has one.
///
/// Source: RFC 1952; what may follow a member as in Python's `gzip`.
@safe
struct GzipStream: ~Copyable {
  /// What the next byte belongs to.
  private enum Place {
    case member
    case behindMember
  }

  private let path: String
  private var stream: InflateStream
  private var place = Place.member
  /// How many packed bytes were taken.
  private var position = 0
  private let target: UnsafeMutableRawBufferPointer

  /// How many bytes ``begins(_:)`` looks at.
  static let signatureLength = 4
  private static let targetLength = 1 << 18

  /// A stream at its beginning; nil where there is no memory for it.
  ///
  /// - Parameter path: What every sentence of an error begins with.
  init?(path: String) {
    guard let stream = InflateStream(.gzip) else { return nil }
    self.path = path
    self.stream = stream
    unsafe target = .allocate(byteCount: Self.targetLength, alignment: 16)
  }

  deinit { unsafe target.deallocate() }

  /// Whether bytes begin as gzip does: its mark, the one method there is, and no flag that nobody
  /// knows.
  static func begins(_ bytes: [UInt8]) -> Bool {
    bytes.count >= signatureLength && bytes[..<3] == [0x1F, 0x8B, 8] && bytes[3] & 0xE0 == 0
  }

  /// Unpacks some more bytes.
  ///
  /// - Parameters:
  ///   - packed: The bytes behind those of the last call.
  ///   - write: Gets what comes of them, in parts.
  /// - Throws: `gzip` where they are not what they should be, and what `write` throws.
  @unsafe
  mutating func unpack(
    _ packed: UnsafeRawBufferPointer,
    to write: (UnsafeRawBufferPointer) throws(TensorFileError) -> Void
  ) throws(TensorFileError) {
    var rest = unsafe packed[...]
    while unsafe !rest.isEmpty {
      switch place {
      case .member: unsafe try unpackMember(&rest, to: write)
      case .behindMember:
        let unpadded = unsafe rest.drop { $0 == 0 }
        position += unsafe rest.count - unpadded.count
        unsafe rest = unpadded
        guard let next = unsafe rest.first else { return }
        guard next == 0x1F else { throw .gzip(path: path, .leftOver(position: position)) }
        stream.restart()
        place = .member
      }
    }
  }

  /// Unpacks up to the end of a member, or of the bytes.
  @unsafe
  private mutating func unpackMember(
    _ rest: inout Slice<UnsafeRawBufferPointer>,
    to write: (UnsafeRawBufferPointer) throws(TensorFileError) -> Void
  ) throws(TensorFileError) {
    var isFilled = true
    // There may be more where the target was filled, though all of the source is in.
    while isFilled, place == .member {
      let progress: InflateStream.Progress
      do throws(ZipFault) {
        progress = unsafe try stream.inflate(UnsafeRawBufferPointer(rebasing: rest), into: target)
      } catch {
        throw .gzip(path: path, GzipFault(error, after: position))
      }
      unsafe rest = rest.dropFirst(progress.consumed)
      position += progress.consumed
      isFilled = progress.produced == Self.targetLength
      if progress.isEnd { place = .behindMember }
      unsafe try write(UnsafeRawBufferPointer(rebasing: target[..<progress.produced]))
    }
  }

  /// Throws where the last member is not whole.
  ///
  /// - Throws: `gzip`.
  func checkEnd() throws(TensorFileError) {
    guard place != .member else { throw .gzip(path: path, .cut(position: position)) }
  }
}
