import Glibc

/// One of the process's open streams, written at once.
struct OutputStream {
  let descriptor: Int32

  /// Writes all of a text, or as much as is still wanted.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      guard written > 0 || errno == EINTR else { return }
      bytes = bytes.dropFirst(max(written, 0))
    }
  }
}

/// Where the table goes.
let standardOutput = OutputStream(descriptor: STDOUT_FILENO)
/// Where a person sees that something is going on.
let standardError = OutputStream(descriptor: STDERR_FILENO)
