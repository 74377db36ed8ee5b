import FilePaths
import Glibc

/// Ways to give a file a name that nothing else has; each returns 0 or an error number.
enum FilePlacement {
  /// Gives the name in the first way that the file system has, and takes the temporary one away.
  static func withoutReplacing(_ temporaryPath: String, to path: String) -> Int32 {
    var number = rename(temporaryPath, to: path)
    if isUnknown(number) {
      number = link(temporaryPath, to: path)
      if number == 0 { _ = unsafe unlink(temporaryPath.systemPath) }
    }
    if isUnknown(number) { number = reserveAndRename(temporaryPath, to: path) }
    return number
  }

  /// Renames, unless there is something of that name.
  static func rename(_ temporaryPath: String, to path: String) -> Int32 {
    guard let renameAt = unsafe renameAt else { return ENOSYS }
    // RENAME_NOREPLACE of stdio.h is 1.
    return unsafe renameAt(AT_FDCWD, temporaryPath.systemPath, AT_FDCWD, path.systemPath, 1) == 0
      ? 0 : errno
  }

  /// Gives another name to what a path, or the link at its end, leads to.
  static func link(_ source: String, to path: String) -> Int32 {
    let flags = AT_SYMLINK_FOLLOW
    return unsafe linkat(AT_FDCWD, source.systemPath, AT_FDCWD, path.systemPath, flags) == 0
      ? 0 : errno
  }

  /// Takes the name with an empty file, and renames onto that.
  ///
  /// A process that is killed in between leaves the empty file, so this is the last resort.
  static func reserveAndRename(_ temporaryPath: String, to path: String) -> Int32 {
    let reserved = unsafe open(path.systemPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard reserved >= 0 else { return errno }
    close(reserved)
    guard unsafe Glibc.rename(temporaryPath.systemPath, path.systemPath) == 0 else {
      let number = errno
      _ = unsafe unlink(path.systemPath)
      return number
    }
    return 0
  }

  /// Whether a failure says that the file system does not know a way.
  static func isUnknown(_ number: Int32) -> Bool {
    [EPERM, EOPNOTSUPP, ENOSYS, EMLINK, EINVAL].contains(number)
  }

  private typealias RenameAt =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

  /// `renameat2`, which Swift does not import and older C libraries do not have.
  private static let renameAt: RenameAt? = unsafe dlsym(nil, "renameat2").map {
    unsafe unsafeBitCast($0, to: RenameAt.self)
  }
}
