import FilePaths
import Glibc

/// Where a new file is to go, looked at before the work begins.
struct FileTarget {
  /// The path as it was given.
  let givenPath: String
  /// What to do where a file of the same name exists.
  let existing: ExistingFile
  /// The path of the file itself, links followed.
  let path: String
  /// The folder that it is in, without a slash at the end unless it is the root.
  let folder: String
  /// The permissions of the file that is to be replaced; nil where there is none.
  let mode: mode_t?

  /// The target of a path.
  ///
  /// - Throws: ``AtomicFileError/exists(path:)``, `folder`, `notRegular`, `readOnly`, `system`.
  init(path: String, existing: ExistingFile) throws(AtomicFileError) {
    // A zero byte would end the path early for the system.
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .system(path: path, step: .inspect, errorNumber: path.isEmpty ? ENOENT : EINVAL)
    }
    var status = stat()
    var resolved = path
    var mode: mode_t?
    if unsafe lstat(path.systemPath, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw .folder(path: path) }
      guard Self.mayReplace(path, existing) else { throw .exists(path: path) }
      if status.st_mode & S_IFMT == S_IFLNK {
        resolved = try Self.resolvedLink(path)
        guard unsafe stat(resolved.systemPath, &status) == 0 else {
          throw .system(path: path, step: .inspect, errorNumber: errno)
        }
      }
      mode = try Self.replaceableMode(status.st_mode, path: path, resolved: resolved)
    } else if errno != ENOENT {
      throw .system(path: path, step: .inspect, errorNumber: errno)
    } else if path.utf8.last == UInt8(ascii: "/") {
      throw .folder(path: path)
    }
    givenPath = path
    // Where nothing is there to be replaced, what comes later was agreed to by nobody.
    if case .replaceOnly = existing, mode == nil {
      self.existing = .refuse
    } else {
      self.existing = existing
    }
    self.path = resolved
    self.mode = mode
    folder = Self.folder(of: resolved)
  }

  /// Asks the system to keep the new name through a loss of power.
  ///
  /// The file has its name by now and cannot be taken back, and some file systems cannot do this, so
  /// a failure is no error.
  func synchronizeFolder() {
    let descriptor = unsafe open(folder.systemPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  /// Whether what has the path now may be replaced.
  static func mayReplace(_ path: String, _ existing: ExistingFile) -> Bool {
    switch existing {
    case .refuse: false
    case .replace: true
    case .replaceOnly(let stamp): FileStamp(path: path) == stamp
    }
  }

  private static func replaceableMode(
    _ mode: mode_t, path: String, resolved: String
  ) throws(AtomicFileError) -> mode_t {
    switch mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .folder(path: path)
    default: throw .notRegular(path: path)
    }
    guard unsafe access(resolved.systemPath, W_OK) == 0 else {
      guard errno == EACCES || errno == EPERM else {
        throw .system(path: path, step: .inspect, errorNumber: errno)
      }
      throw .readOnly(path: path)
    }
    return mode & 0o777
  }

  private static func resolvedLink(_ path: String) throws(AtomicFileError) -> String {
    guard let resolved = unsafe realpath(path.systemPath, nil) else {
      throw .system(path: path, step: .resolveLink, errorNumber: errno)
    }
    defer { unsafe free(resolved) }
    return unsafe String(systemPath: resolved)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/." : String(path[..<slash])
  }
}
