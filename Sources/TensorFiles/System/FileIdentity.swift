import FilePaths
import Glibc

/// What makes a file itself whatever it is called: its device and its number there.
///
/// Two paths with equal identities lead to one file.
public struct FileIdentity: Hashable, Sendable {
  private let device: dev_t
  private let inode: ino_t

  /// The identity of what a path leads to; nil if there is nothing.
  public init?(path: String) {
    var status = stat()
    guard unsafe stat(path.systemPath, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The identity of a file that the system was asked about.
  init(_ status: stat) {
    device = status.st_dev
    inode = status.st_ino
  }
}
