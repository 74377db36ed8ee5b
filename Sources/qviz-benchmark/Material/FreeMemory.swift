import Glibc

/// How much memory the machine could give, so that a row that takes more is left out.
enum FreeMemory {
  /// Fails where less is available than a row takes.
  static func require(_ byteCount: Int) throws(BenchmarkError) {
    let available = Self.available
    guard byteCount <= available else {
      throw .memoryShort(needed: byteCount, available: available)
    }
  }

  /// What the kernel could give to new programs without swapping (`MemAvailable`).
  private static var available: Int {
    let text = textOfFile("/proc/meminfo") ?? ""
    for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
      let number = line.split(separator: " ").compactMap { Int($0) }.first
      return (number ?? 0) << 10
    }
    return 0
  }
}

/// The text of a small file; nil if it cannot be read.
func textOfFile(_ path: String) -> String? {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var text: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 4096)
  while case let count = unsafe read(descriptor, &piece, piece.count), count > 0 {
    text += piece[..<count]
  }
  return String(decoding: text, as: UTF8.self)
}
