import FilePaths
import Glibc

/// What a path led to at one time: which file, by which link, how large and how old.
///
/// Two stamps of a path are equal where nobody has touched what was there, or nothing was.
public struct FileStamp: Hashable, Sendable {
  /// The stamp as text, which says the same as long as the system runs.
  public let text: String

  /// A stamp that was taken before.
  public init(text: String) {
    self.text = text
  }

  /// The stamp of a path now.
  public init(path: String) {
    var status = stat()
    guard unsafe lstat(path.systemPath, &status) == 0 else {
      text = "nothing"
      return
    }
    var text = Self.text(status)
    if status.st_mode & S_IFMT == S_IFLNK {
      text +=
        unsafe stat(path.systemPath, &status) == 0 ? " to \(Self.text(status))" : " to nothing"
    }
    self.text = text
  }

  private static func text(_ status: stat) -> String {
    "\(status.st_dev):\(status.st_ino):\(status.st_mode):\(status.st_size):"
      + "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
