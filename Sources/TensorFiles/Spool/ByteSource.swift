import FilePaths
import Glibc

/// Bytes that are taken piece after piece, from the first to the last.
enum ByteSource: ~Copyable {
  /// Those of a file, from a position on.
  case file(MappedFile, position: Int)
  /// Those that come out of a pipe.
  case pipe(PipeReader)

  /// Whether they come out of a pipe.
  var isPipe: Bool {
    switch self {
    case .file: false
    case .pipe: true
    }
  }

  /// Puts the next bytes into a buffer.
  ///
  /// - Returns: How many; 0 at the end.
  /// - Precondition: the buffer is not empty.
  /// - Throws: `system` where reading fails.
  @unsafe
  mutating func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(TensorFileError) -> Int {
    switch consume self {
    case .pipe(let pipe):
      let result = Result { () throws(TensorFileError) in unsafe try pipe.read(into: buffer) }
      self = .pipe(pipe)
      return try result.get()
    case .file(let file, let position):
      let piece = position..<min(position + buffer.count, file.byteCount)
      unsafe file.withUnsafeBytes(in: piece) { unsafe buffer.copyMemory(from: $0) }
      file.release(piece)
      self = .file(file, position: piece.upperBound)
      return piece.count
    }
  }
}

/// The end of a pipe that is read, and closed when this value goes.
struct PipeReader: ~Copyable {
  private let path: String
  private let descriptor: Int32

  /// Standard input as a path.
  static let standardInput = "/dev/stdin"

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The pipe that a path leads to; nil where it leads to something else, or to nothing.
  ///
  /// Standard input is also one where it is a socket, or a file of which something has been read
  /// already: what is left of it is meant. A pipe with a name is waited for until somebody writes.
  ///
  /// - Throws: `unreadable` and `system` where it cannot be opened.
  static func open(path: String) throws(TensorFileError) -> PipeReader? {
    guard !path.utf8.contains(0) else { return nil }
    var status = stat()
    if path == standardInput {
      guard unsafe fstat(STDIN_FILENO, &status) == 0 else { return nil }
      switch status.st_mode & S_IFMT {
      case S_IFIFO, S_IFSOCK: break
      case S_IFREG where lseek(STDIN_FILENO, 0, SEEK_CUR) > 0: break
      default: return nil
      }
      return try opened(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0), path: path)
    }
    guard unsafe stat(path.systemPath, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else {
      return nil
    }
    while true {
      let descriptor = unsafe Glibc.open(path.systemPath, O_RDONLY | O_CLOEXEC)
      if descriptor >= 0 || errno != EINTR { return try opened(descriptor, path: path) }
    }
  }

  private static func opened(
    _ descriptor: Int32, path: String
  ) throws(TensorFileError) -> PipeReader {
    guard descriptor >= 0 else { throw MappedFile.openingError(errno, path: path) }
    return PipeReader(path: path, descriptor: descriptor)
  }

  /// Waits for bytes and puts them into a buffer.
  ///
  /// - Returns: How many; 0 once all that write into the pipe have closed it.
  /// - Throws: `system`.
  @unsafe
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TensorFileError) -> Int {
    while true {
      let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Whoever shares the pipe has made it impatient.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&waiting, 1, -1)
      default: throw .system(path: path, call: .read, errorNumber: errno)
      }
    }
  }
}
