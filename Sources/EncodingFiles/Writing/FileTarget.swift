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
    if unsafe lstat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw .folder(path: path) }
      guard existing == .replace else { throw .exists(path: path) }
      if status.st_mode & S_IFMT == S_IFLNK {
        resolved = try Self.resolvedLink(path)
        guard unsafe stat(resolved, &status) == 0 else {
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
    self.existing = existing
    self.path = resolved
    self.mode = mode
    folder = Self.folder(of: resolved)
  }

  /// Asks the system to keep the new name through a loss of power.
  ///
  /// The file has its name by now and cannot be taken back, and some file systems cannot do this, so
  /// a failure is no error.
  func synchronizeFolder() {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  private static func replaceableMode(
    _ mode: mode_t, path: String, resolved: String
  ) throws(AtomicFileError) -> mode_t {
    switch mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .folder(path: path)
    default: throw .notRegular(path: path)
    }
    guard unsafe access(resolved, W_OK) == 0 else {
      guard errno == EACCES || errno == EPERM else {
        throw .system(path: path, step: .inspect, errorNumber: errno)
      }
      throw .readOnly(path: path)
    }
    return mode & 0o777
  }

  private static func resolvedLink(_ path: String) throws(AtomicFileError) -> String {
    guard let resolved = unsafe realpath(path, nil) else {
      throw .system(path: path, step: .resolveLink, errorNumber: errno)
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/." : String(path[..<slash])
  }
}

/// Ways to give a file a name that nothing else has; each returns 0 or an error number.
enum FilePlacement {
  /// Gives the name by a link, and takes the temporary one away.
  static func link(_ temporaryPath: String, to path: String) -> Int32 {
    guard unsafe Glibc.link(temporaryPath, path) == 0 else { return errno }
    _ = unsafe unlink(temporaryPath)
    return 0
  }

  /// Takes the name with an empty file, and renames onto that.
  static func reserveAndRename(_ temporaryPath: String, to path: String) -> Int32 {
    let reserved = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard reserved >= 0 else { return errno }
    close(reserved)
    guard unsafe rename(temporaryPath, path) == 0 else {
      let number = errno
      _ = unsafe unlink(path)
      return number
    }
    return 0
  }

  /// Whether a failure of `link` says that the file system has no links.
  static func meansNoLinks(_ number: Int32) -> Bool {
    number == EPERM || number == EOPNOTSUPP || number == ENOSYS || number == EMLINK
  }
}
