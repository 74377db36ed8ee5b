import Glibc

/// Bytes out of an open file.
enum FileBytes {
  /// What `errno` said.
  struct SystemError: Error {
    let number: Int32
  }

  /// Some of the bytes of an open file; fewer where it ends.
  static func read(
    _ descriptor: Int32, from start: Int, count: Int
  ) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var status = stat()
    if unsafe fstat(descriptor, &status) == 0, status.st_size > start {
      // Not grown by and by, which would take twice as much.
      bytes.reserveCapacity(min(count, Int(status.st_size) - start))
    }
    var failure: Int32 = 0
    // A chunk at a time, so that a count far beyond the file's end takes no memory.
    let chunkLimit = 1 << 20
    while bytes.count < count, failure == 0 {
      let size = min(count - bytes.count, chunkLimit)
      let position = start + bytes.count
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
        let got = unsafe pread(descriptor, buffer.baseAddress, size, position)
        if got < 0 { failure = errno }
        initialized = max(got, 0)
      }
      if failure == EINTR {
        failure = 0
        continue
      }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    guard failure == 0 else { throw SystemError(number: failure) }
    return bytes
  }
}
