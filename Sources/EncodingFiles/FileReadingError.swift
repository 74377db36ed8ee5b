import Glibc

/// Why a file could not be read.
public enum FileReadingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path leads to a folder, a pipe, a socket or a device.
  case notRegular(path: String)
  /// A call to the system failed.
  case system(path: String, errorNumber: Int32)

  /// What sort of failure this is, for the program's exit code.
  public var kind: EncodingFailureKind {
    switch self {
    case .notRegular: .noInput
    case .system(_, let number): number == EIO ? .ioError : .noInput
    }
  }

  /// One sentence: which file, and what is wrong.
  public var description: String {
    switch self {
    case .notRegular(let path): "\(path): is no regular file"
    case .system(let path, let number): "\(path): cannot be read: \(systemWords(number))"
    }
  }
}
