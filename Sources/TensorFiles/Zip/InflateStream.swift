import CZlib

/// Deflated bytes being inflated, without a header of their own, as zip archives hold them.
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

  /// A stream at its beginning; nil where there is no memory for its window.
  init?() {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe zlib_inflate_start_bare(stream) == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
    unsafe self.stream = stream
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Inflates until the source is used up, the target full, or the stream at its end.
  ///
  /// - Precondition: the target is not empty.
  /// - Throws: ``ZipFault/corrupt(reason:position:)``.
  mutating func inflate(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(ZipFault) -> Progress {
    // zlib counts in 32 bits.
    let largest = 1 << 30
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
      consumed += unsafe input.count - Int(stream.pointee.avail_in)
      produced += unsafe output.count - Int(stream.pointee.avail_out)
      switch outcome {
      case Z_STREAM_END: return Progress(consumed: consumed, produced: produced, isEnd: true)
      case Z_OK where consumed < source.count && produced < target.count: continue
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
