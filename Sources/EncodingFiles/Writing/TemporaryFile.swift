import FilePaths
import Glibc

/// A file without its name, in the folder where it is to have one.
///
/// Where the file system has files without names it is one of those (`O_TMPFILE`), and whatever ends
/// the process takes it away. Elsewhere it has a ``TemporaryName`` and goes with the value; a process
/// that is asked to end does so after that. It is locked as long as its process lives, so that one left
/// by a process that was killed can be told (``LeftTemporaries``).
@safe
struct TemporaryFile: ~Copyable {
  /// How a temporary file is made.
  enum Kind {
    /// Without a name.
    case nameless
    /// With a hidden one.
    case named
  }

  /// The open file.
  let descriptor: Int32
  private let folder: String
  /// The name it has for now; nil for none.
  private var path: String?
  /// Holds signals while there is a name to be taken away.
  private var held: HeldSignals?

  /// An empty file in a folder, without a name where there are such.
  ///
  /// - Throws: `FileBytes.SystemError`, what `open` said.
  static func create(
    in folder: String, mode: mode_t
  ) throws(FileBytes.SystemError) -> TemporaryFile {
    LeftTemporaries.remove(from: folder)
    do throws(FileBytes.SystemError) {
      return try TemporaryFile(.nameless, in: folder, mode: mode)
    } catch {
      // Each file system says in its own words that it has none such.
      return try TemporaryFile(.named, in: folder, mode: mode)
    }
  }

  /// An empty file of one kind.
  init(_ kind: Kind, in folder: String, mode: mode_t) throws(FileBytes.SystemError) {
    let held = kind == .named ? HeldSignals() : nil
    let made: (path: String?, descriptor: Int32) =
      switch kind {
      case .nameless: (nil, try Self.openNameless(in: folder, mode: mode))
      case .named: try Self.openNamed(in: folder, mode: mode)
      }
    self.folder = folder
    (path, descriptor) = made
    self.held = held
  }

  deinit {
    if let path { unsafe unlink(path.systemPath) }
    close(descriptor)
  }

  /// Whether the process was asked to end, and does so when this goes.
  var isToEnd: Bool {
    switch held {
    case .some(let held): held.hasCome
    case .none: false
    }
  }

  /// Gives the file a name that nothing else has; 0, or an error number such as `EEXIST`.
  mutating func place(at target: String) -> Int32 {
    let number =
      path.map { FilePlacement.withoutReplacing($0, to: target) }
      ?? FilePlacement.link(Self.link(to: descriptor), to: target)
    if number == 0 { path = nil }
    return number
  }

  /// Gives the file a name, whatever had it before; 0, or an error number.
  mutating func replace(_ target: String) -> Int32 {
    // Nothing is replaced but by a file that has a name.
    let held = HeldSignals()
    defer { _ = held.hasCome }
    if path == nil {
      let hidden = TemporaryName.random(in: folder)
      let number = FilePlacement.link(Self.link(to: descriptor), to: hidden)
      guard number == 0 else { return number }
      path = hidden
    }
    guard let path, unsafe rename(path.systemPath, target.systemPath) == 0 else { return errno }
    self.path = nil
    return 0
  }

  private static func openNameless(
    in folder: String, mode: mode_t
  ) throws(FileBytes.SystemError) -> Int32 {
    let descriptor = unsafe open(folder.systemPath, withoutName | O_RDWR | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw FileBytes.SystemError(number: errno) }
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    // It will get its name through this one, which is not there where /proc is not.
    guard unsafe access(link(to: descriptor).systemPath, F_OK) == 0 else {
      close(descriptor)
      throw FileBytes.SystemError(number: EOPNOTSUPP)
    }
    return descriptor
  }

  private static func openNamed(
    in folder: String, mode: mode_t
  ) throws(FileBytes.SystemError) -> (path: String?, descriptor: Int32) {
    while true {
      let path = TemporaryName.random(in: folder)
      let descriptor = unsafe open(path.systemPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if descriptor < 0 {
        guard errno == EEXIST || errno == EINTR else {
          throw FileBytes.SystemError(number: errno)
        }
        continue
      }
      _ = flock(descriptor, LOCK_EX | LOCK_NB)
      var status = stat()
      // Before it was locked it may have been taken for one that was left.
      if unsafe fstat(descriptor, &status) == 0, status.st_nlink > 0 { return (path, descriptor) }
      close(descriptor)
    }
  }

  /// `O_TMPFILE` of fcntl.h, which Swift does not import.
  private static let withoutName = 0o20000000 | O_DIRECTORY

  /// What leads to an open file, whether it has a name or not.
  private static func link(to descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }
}
