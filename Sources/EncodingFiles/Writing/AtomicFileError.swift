import Glibc

/// Why a file could not be written whole; the file that was there before is as it was.
public enum AtomicFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file of that name exists, and was not to be replaced.
  case exists(path: String)
  /// The path is that of a folder.
  case folder(path: String)
  /// The path leads to a pipe, a socket or a device, which cannot be replaced.
  case notRegular(path: String)
  /// The file that is there may not be written.
  case readOnly(path: String)
  /// A call to the system failed.
  case system(path: String, step: WritingStep, errorNumber: Int32)

  /// What sort of failure this is, for the program's exit code.
  public var kind: EncodingFailureKind {
    switch self {
    case .exists, .folder, .notRegular, .readOnly: .cannotCreate
    case .system(_, let step, _):
      switch step {
      case .inspect, .resolveLink, .create, .place: .cannotCreate
      case .write, .synchronize, .readBack, .setMode: .ioError
      }
    }
  }

  /// One sentence: which file, what went wrong, and what the system says about it.
  public var description: String {
    switch self {
    case .exists(let path): "\(path): file exists"
    case .folder(let path): "\(path): is a folder, expected a file name"
    case .notRegular(let path): "\(path): is no regular file, and cannot be replaced by one"
    case .readOnly(let path): "\(path): file is read-only"
    case .system(path: "", _, _): "the name of the file is empty, expected a path"
    case .system(let path, let step, let number):
      "\(path): \(step.rawValue) failed: \(systemWords(number))"
    }
  }
}

/// The step of writing a file at which the system failed; the raw value is its word.
public enum WritingStep: String, CaseIterable, Hashable, Sendable {
  /// `lstat` and `stat`.
  case inspect = "looking for a file of that name"
  /// `realpath`.
  case resolveLink = "following the link"
  /// `open`, for the file without its name.
  case create = "creating a temporary file beside it"
  /// `write`.
  case write = "writing"
  /// `fsync`.
  case synchronize = "bringing it to the disk"
  /// `pread`.
  case readBack = "reading it back"
  /// `fchmod`.
  case setMode = "setting its permissions"
  /// `rename`, `linkat` and `renameat2`.
  case place = "giving it its name"
}

/// What the system says about an error number.
func systemWords(_ number: Int32) -> String {
  guard let words = unsafe strerror(number) else { return "unknown reason" }
  return unsafe String(cString: words)
}
