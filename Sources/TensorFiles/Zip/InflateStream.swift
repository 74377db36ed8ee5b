import CZlib

/// Deflated bytes being inflated: without a header of their own, as zip archives hold them, or gzip.
///
/// zlib keeps the address of the state, so it stays in one place until the stream goes.
@safe
struct InflateStream: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  /// What a call has done.
  struct Progress: Hashable, Sendable {
    /// How many deflated bytes were used up.
    let consumed: Int
    /// How many bytes were written.
    let produced: Int
    /// Whether the deflated bytes have ended by themselves.
    let isEnd: Bool
  }

  /// What stands around the deflated bytes.
  enum Frame {
    /// Nothing.
    case bare
    /// A gzip header, and a checksum and a length behind, all of which zlib looks at.
    case gzip
  }

  /// A stream at its beginning; nil where there is no memory for its window.
  init?(_ frame: Frame = .bare) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let outcome =
      switch frame {
      case .bare: unsafe zlib_inflate_start_bare(stream)
      case .gzip: unsafe zlib_inflate_start_gzip(stream)
      }
    guard outcome == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
    unsafe self.stream = stream
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Begins anew, for bytes that have nothing to do with those before.
  mutating func restart() { unsafe inflateReset(stream) }

  /// Inflates until the source is used up, the target full, the stream at its end, or nobody wants
  /// more.
  ///
  /// - Parameters:
  ///   - source: What is packed.
  ///   - target: Where what comes of it goes.
  ///   - goOn: Hears how many bytes are there, every few milliseconds, and says whether to go on.
  /// - Returns: How far it came.
  /// - Precondition: the target is not empty.
  /// - Throws: ``ZipFault/corrupt(reason:position:)``.
  mutating func inflate(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer,
    while goOn: (_ produced: Int) -> Bool = { _ in true }
  ) throws(ZipFault) -> Progress {
    let largest = 1 << 18
    var consumed = 0
    var produced = 0
    while true {
      let input = unsafe UnsafeMutableRawBufferPointer(
        mutating: UnsafeRawBufferPointer(rebasing: source[consumed...].prefix(largest)))
      let output = unsafe UnsafeMutableRawBufferPointer(
        rebasing: target[produced...].prefix(largest))
      unsafe stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
      unsafe stream.pointee.avail_in = UInt32(input.count)
      unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      unsafe stream.pointee.avail_out = UInt32(output.count)
      let outcome = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
      // Where the output was filled there may be more, though all of the source is in.
      let isFilled = unsafe stream.pointee.avail_out == 0
      consumed += unsafe input.count - Int(stream.pointee.avail_in)
      produced += unsafe output.count - Int(stream.pointee.avail_out)
      switch outcome {
      case Z_STREAM_END: return Progress(consumed: consumed, produced: produced, isEnd: true)
      case Z_OK
      where produced < target.count && (consumed < source.count || isFilled) && goOn(produced):
        continue
      // There is nothing more to read, or no room to write.
      case Z_OK, Z_BUF_ERROR:
        return Progress(consumed: consumed, produced: produced, isEnd: false)
      default:
        let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
        throw .corrupt(reason: words ?? "zlib error \(outcome)", position: consumed)
      }
    }
  }
}
