import CMappedFault
import FilePaths
import Glibc
import QuantizationEngine

/// A regular file mapped for reading, or memory filled instead of one, until the last reference goes.
///
/// `Sendable` is sound: the class is final, every property is a constant, the pages are mapped
/// read-only so no thread of this program can write through them, the mapping is made before the
/// initializer returns, and `munmap` runs in `deinit`, when no other reference can exist. The one
/// pointer is private and leaves only as an argument of a closure that this method outlives.
@safe
final class MappedFile: @unchecked Sendable {
  /// The path as it was given.
  let path: String
  /// How many bytes the file had when it was mapped.
  let byteCount: Int
  /// The first byte; `nil` for an empty file, which cannot be mapped.
  private let base: UnsafeRawPointer?
  /// How many bytes are mapped.
  private let mappedCount: Int
  /// Which file of the system this is, to tell it from another that took its name; nil for memory.
  let identity: FileIdentity?
  /// The watch over the mapping, which knows whether pages of it were missing when they were read.
  private let watch: OpaquePointer?

  /// The file at a path, mapped.
  ///
  /// The descriptor is closed before this returns: the mapping does not need it.
  ///
  /// - Parameter path: A regular file; everything else is refused without being read, and a named
  ///   pipe without waiting for its other end.
  /// - Throws: ``TensorFileError/missing(path:)``, `folder`, `notRegular`, `unreadable`, `system`.
  convenience init(path: String) throws(TensorFileError) {
    // A zero byte would end the path early for the system and open some other file.
    guard !path.utf8.contains(0) else { throw .missing(path: path) }
    let descriptor = unsafe Glibc.open(path.systemPath, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.openingError(errno, path: path) }
    defer { close(descriptor) }

    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .system(path: path, call: .inspect, errorNumber: errno)
    }
    try Self.checkRegular(status.st_mode, path: path)

    let byteCount = Int(status.st_size)
    if byteCount == 0 {
      var byte: UInt8 = 0
      guard unsafe read(descriptor, &byte, 1) <= 0 else {
        throw .notRegular(path: path, kind: .madeUp)
      }
    }
    try self.init(path: path, descriptor: descriptor, byteCount: byteCount)
  }

  /// An open file, mapped; the mapping does not need the descriptor any more.
  ///
  /// - Parameters:
  ///   - path: What every sentence of an error begins with.
  ///   - descriptor: A regular file, with or without a name.
  ///   - byteCount: How many bytes it has.
  /// - Throws: ``TensorFileError/system(path:call:errorNumber:)``.
  init(path: String, descriptor: Int32, byteCount: Int) throws(TensorFileError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .system(path: path, call: .inspect, errorNumber: errno)
    }
    self.path = path
    self.byteCount = byteCount
    mappedCount = byteCount
    identity = FileIdentity(status)
    guard byteCount > 0 else {
      unsafe base = nil
      unsafe watch = nil
      return
    }
    let mapping = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
      throw .system(path: path, call: .map, errorNumber: errno)
    }
    unsafe base = UnsafeRawPointer(mapping)
    unsafe watch = mapped_fault_watch(mapping, byteCount)
  }

  deinit {
    guard let base = unsafe base else { return }
    if let watch = unsafe watch { unsafe mapped_fault_forget(watch) }
    unsafe munmap(UnsafeMutableRawPointer(mutating: base), mappedCount)
  }

  /// Memory in place of a file, for bytes that have to be unpacked before they can be read.
  ///
  /// - Parameters:
  ///   - path: The file that they are from.
  ///   - name: What they are, for the sentence where there is no memory for them.
  ///   - byteCount: How many they are; not negative.
  ///   - spare: How much more memory is filled than can be read afterwards; more than 0.
  ///   - fill: Gets `byteCount + spare` zero bytes, and writes them.
  /// - Throws: ``TensorFileError/notEnoughMemory(path:name:byteCount:)``, and what `fill` throws.
  init(
    path: String, name: String, byteCount: Int, spare: Int,
    filling fill: (UnsafeMutableRawBufferPointer) throws(TensorFileError) -> Void
  ) throws(TensorFileError) {
    let (size, overflow) = byteCount.addingReportingOverflow(spare)
    let mapping =
      unsafe overflow
      ? MAP_FAILED
      : mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
      throw .notEnoughMemory(path: path, name: name, byteCount: byteCount)
    }
    let memory = unsafe UnsafeMutableRawBufferPointer(start: mapping, count: size)
    unsafe SystemMemory.preferLargePages(under: memory)
    do throws(TensorFileError) {
      unsafe try fill(memory)
    } catch {
      unsafe munmap(mapping, size)
      throw error
    }
    unsafe mprotect(mapping, size, PROT_READ)
    self.path = path
    self.byteCount = byteCount
    mappedCount = size
    identity = nil
    unsafe watch = nil
    unsafe base = UnsafeRawPointer(mapping)
  }

  /// A copy of some of the bytes.
  ///
  /// - Precondition: `range` lies within `0..<byteCount`.
  func bytes(in range: Range<Int>) -> [UInt8] {
    unsafe withUnsafeBytes(in: range) { unsafe [UInt8]($0) }
  }

  /// Whether the first bytes are these.
  func begins(with signature: [UInt8]) -> Bool {
    byteCount >= signature.count && bytes(in: 0..<signature.count) == signature
  }

  /// What `body` makes of some of the bytes, read where they lie; they have no alignment.
  ///
  /// - Precondition: `range` lies within `0..<byteCount`.
  func withUnsafeBytes<Result, Failure: Error>(
    in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes lie within the file")
    let start = unsafe base.map { unsafe $0 + range.lowerBound }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: range.count)
    return try withExtendedLifetime(self) { () throws(Failure) in unsafe try body(bytes) }
  }

  /// The whole number at a place, which has no alignment, its bytes in an order.
  ///
  /// - Precondition: its bytes lie within `0..<byteCount`.
  func integer<Bits: FixedWidthInteger & BitwiseCopyable>(
    _: Bits.Type = Bits.self, at position: Int, _ byteOrder: ByteOrder = .little
  ) -> Bits {
    let bits = unsafe withUnsafeBytes(in: position..<position + MemoryLayout<Bits>.size) {
      unsafe $0.loadUnaligned(as: Bits.self)
    }
    return byteOrder == .little ? Bits(littleEndian: bits) : Bits(bigEndian: bits)
  }

  /// Tells the system that some of the bytes will be read soon, so that it may fetch them.
  ///
  /// It is advice: where it is not taken nothing changes but the time of the first read.
  ///
  /// - Precondition: `range` lies within `0..<byteCount`.
  func announce(_ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes lie within the file")
    guard let base = unsafe base, !range.isEmpty else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = range.lowerBound / page * page
    unsafe madvise(
      UnsafeMutableRawPointer(mutating: base + first), range.upperBound - first, MADV_WILLNEED)
  }

  /// Lets the system take back the memory of the pages that lie wholly within some bytes.
  ///
  /// It is advice: the pages are read from the file again when they are asked for.
  ///
  /// - Precondition: `range` lies within `0..<byteCount`.
  func release(_ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes lie within the file")
    // What memory was filled with is nowhere else.
    guard identity != nil else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (range.lowerBound + page - 1) / page * page
    let last = range.upperBound / page * page
    guard let base = unsafe base, first < last else { return }
    unsafe madvise(UnsafeMutableRawPointer(mutating: base) + first, last - first, MADV_DONTNEED)
  }

  /// Releases what the system may have mapped around some bytes that were read.
  ///
  /// Where the file lies in memory in large pages, a touch of one byte maps 2 MiB; for a sample from
  /// all over a file that would add up to more than the sample by far.
  ///
  /// - Precondition: `range` lies within `0..<byteCount`.
  func releaseSurroundings(of range: Range<Int>) {
    let largePage = 2 << 20
    let first = range.lowerBound / largePage * largePage
    let last = (range.upperBound + largePage - 1) / largePage * largePage
    release(first..<min(last, byteCount))
  }

  /// Whether pages of the file were missing when they were read, and zeros came instead.
  var isDamaged: Bool {
    guard let watch = unsafe watch else { return false }
    return unsafe mapped_fault_is_damaged(watch) != 0
  }

  /// Throws if the file has become shorter than its mapping, or if pages of it could not be read.
  ///
  /// Before a read it catches a file that was cut and left; after it one that was cut meanwhile, of
  /// which zeros were read. A file that was deleted or replaced under its name is still whole.
  ///
  /// - Throws: ``TensorFileError/fileShrank(path:expected:found:)``, and `system` where pages are
  ///   missing though the file has its size: the disk failed, or the file grew again.
  func checkStillWhole() throws(TensorFileError) {
    guard identity != nil else { return }
    var status = stat()
    if unsafe stat(path.systemPath, &status) == 0, FileIdentity(status) == identity,
      Int(status.st_size) < byteCount
    {
      throw .fileShrank(path: path, expected: byteCount, found: Int(status.st_size))
    }
    if isDamaged {
      throw .system(path: path, call: .read, errorNumber: EIO)
    }
  }

  /// The error for a path that could not be opened.
  static func openingError(_ number: Int32, path: String) -> TensorFileError {
    switch number {
    case ENOENT, ENOTDIR: .missing(path: path)
    case EACCES, EPERM: .unreadable(path: path)
    // Linux says so for a socket, and for a device that nothing drives.
    case ENXIO: .notRegular(path: path, kind: .socketOrDevice)
    default: .system(path: path, call: .open, errorNumber: number)
    }
  }

  /// Throws for everything that is not a regular file.
  private static func checkRegular(_ mode: mode_t, path: String) throws(TensorFileError) {
    switch mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .folder(path: path)
    case S_IFIFO: throw .notRegular(path: path, kind: .pipe)
    default: throw .notRegular(path: path, kind: .socketOrDevice)
    }
  }
}
