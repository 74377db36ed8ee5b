import Glibc

/// What to do where a file of the same name exists.
public enum ExistingFile: Hashable, Sendable {
  /// Leave it, and throw ``AtomicFileError/exists(path:)``.
  case refuse
  /// Put the new file in its place.
  case replace
  /// Put the new file in the place of this one, and of no other that came there since: then throw
  /// ``AtomicFileError/exists(path:)``.
  case replaceOnly(FileStamp)
}

/// A file that has been written.
public struct WrittenFile: Hashable, Sendable {
  /// The path as it was given.
  public let path: String
  /// How many bytes the file has.
  public let byteCount: Int
}

/// A file that comes into being whole or not at all.
///
/// Bytes go to a temporary file in the same folder, without a name or with one that nobody can guess.
/// Only ``commit()`` gives it its name, in one step of the system. A value that goes away before that
/// takes its temporary file with it, and whatever was there before is as it was:
///
///     var file = try AtomicFile(path: path, existing: .refuse)
///     try file.write(bytes)
///     let written = try file.commit()
///
/// - With ``ExistingFile/refuse`` a file that appears under the name at the last moment is not
///   overwritten either: the name is given by `linkat` or `renameat2`, which fail where there is one.
///   Where the file system has neither, an empty file made with `O_EXCL` takes the name first.
/// - A symbolic link is followed: the file that it leads to is replaced, and the link stays. With
///   ``ExistingFile/refuse`` a link is refused, even one that leads nowhere.
/// - A replaced file hands on its permissions, but not its owner, nor its other hard links. A new one
///   has `0666` without the umask.
/// - A process that is killed in between leaves nothing, but where the file system has no files without
///   names, or in the very moment of replacing: a file `.qviz-` and sixteen digits, which the next one
///   in that folder takes away.
@safe
public struct AtomicFile: ~Copyable {
  /// The path as it was given.
  public let path: String
  /// How many bytes have been written.
  public private(set) var byteCount = 0
  /// Where the file goes in the end: ``path``, or what it is a link to.
  private let target: FileTarget
  private var temporary: TemporaryFile
  /// How many bytes are written without a look at what was asked meanwhile.
  private static let pieceSize = 16 << 20

  /// A file that is to have a path, empty so far.
  ///
  /// - Throws: ``AtomicFileError`` where the path cannot be given, or its folder not written.
  public init(path: String, existing: ExistingFile) throws(AtomicFileError) {
    let target = try FileTarget(path: path, existing: existing)
    do throws(FileBytes.SystemError) {
      // A replaced file's permissions come at the end; until then nobody else reads the new one.
      temporary = try .create(in: target.folder, mode: target.mode == nil ? 0o666 : 0o600)
    } catch {
      throw .system(path: path, step: .create, errorNumber: error.number)
    }
    self.path = path
    self.target = target
  }

  /// Adds bytes to the end.
  ///
  /// - Throws: ``AtomicFileError/system(path:step:errorNumber:)``, on a full disk for one.
  public mutating func write(_ bytes: RawSpan) throws(AtomicFileError) {
    var position = 0
    while position < bytes.byteCount {
      guard !temporary.isToEnd else { throw failure(.write, EINTR) }
      let count = unsafe bytes.extracting(position...).withUnsafeBytes {
        unsafe Glibc.write(temporary.descriptor, $0.baseAddress, min($0.count, Self.pieceSize))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(.write, count < 0 ? errno : EIO) }
      position += count
      byteCount += count
    }
  }

  /// Adds bytes to the end.
  ///
  /// - Throws: ``AtomicFileError/system(path:step:errorNumber:)``.
  public mutating func write(_ bytes: [UInt8]) throws(AtomicFileError) {
    // A span of bytes has no padding that could be uninitialized.
    try unsafe write(bytes.span.bytes)
  }

  /// Waits until what has been written is on the disk.
  ///
  /// - Throws: ``AtomicFileError/system(path:step:errorNumber:)``.
  public func synchronize() throws(AtomicFileError) {
    while fsync(temporary.descriptor) != 0 {
      guard errno == EINTR else { throw failure(.synchronize, errno) }
    }
  }

  /// Some of the bytes, as the file now has them.
  ///
  /// - Parameters:
  ///   - start: The position of the first, from 0.
  ///   - count: How many, at most.
  /// - Returns: The bytes; fewer than `count` where the file ends.
  /// - Throws: ``AtomicFileError/system(path:step:errorNumber:)``.
  public func readBack(from start: Int = 0, count: Int) throws(AtomicFileError) -> [UInt8] {
    do {
      return try FileBytes.read(temporary.descriptor, from: start, count: count)
    } catch {
      throw failure(.readBack, error.number)
    }
  }

  /// Gives the file its name, on the disk too.
  ///
  /// - Throws: ``AtomicFileError``; then there is no new file, and the old one is as it was.
  public consuming func commit() throws(AtomicFileError) -> WrittenFile {
    if let mode = target.mode, fchmod(temporary.descriptor, mode) != 0 {
      throw failure(.setMode, errno)
    }
    try synchronize()
    guard !temporary.isToEnd else { throw failure(.place, EINTR) }
    let number =
      if target.existing == .refuse {
        temporary.place(at: target.path)
      } else if FileTarget.mayReplace(path, target.existing) {
        temporary.replace(target.path)
      } else {
        EEXIST
      }
    switch number {
    case 0: break
    case EEXIST: throw .exists(path: path)
    default: throw failure(.place, number)
    }
    target.synchronizeFolder()
    return WrittenFile(path: path, byteCount: byteCount)
  }

  private func failure(_ step: WritingStep, _ number: Int32) -> AtomicFileError {
    .system(path: path, step: step, errorNumber: number)
  }
}
