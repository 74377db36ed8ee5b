import Glibc

/// Which file a path leads to: two paths with equal identities lead to one file.
struct FileIdentity: Equatable {
  private let device: UInt
  private let number: UInt

  /// The identity of what is there; nil if there is nothing.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    device = UInt(status.st_dev)
    number = UInt(status.st_ino)
  }
}
