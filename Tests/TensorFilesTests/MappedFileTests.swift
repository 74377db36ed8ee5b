import Foundation
import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("mapped files")
struct MappedFileTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func refusal(path: String) -> String {
    do throws(TensorFileError) {
      return "opened: \(try TensorFile.open(path: path).tensors)"
    } catch {
      return folder.withoutFolder(error.description)
    }
  }

  /// The system's list of this program's mappings; its size is unknown until it is read.
  private func mappedPaths() throws -> String {
    let list = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/maps"))
    return String(decoding: try list.readToEnd() ?? Data(), as: UTF8.self)
  }

  @Test("what is not there")
  func missing() throws {
    let file = try folder.file("w.bin", [1, 2, 3, 4])
    expectSentence(refusal(path: folder.path("absent.npy")), "absent.npy: no such file")
    expectSentence(refusal(path: file + "/inside"), "w.bin/inside: no such file")
    expectSentence(refusal(path: file + "\0x"), "w.bin\0x: no such file")
    expectSentence(refusal(path: ""), "the name of the file is empty, expected a path")
    let dangling = folder.path("dangling")
    try FileManager.default.createSymbolicLink(
      atPath: dangling, withDestinationPath: folder.path("absent"))
    expectSentence(refusal(path: dangling), "dangling: no such file")
  }

  @Test("a link to a file is that file")
  func link() throws {
    let file = try folder.file("w.bin", [0, 0, 0x80, 0x3F])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.bin"), withDestinationPath: file)
    let opened = try TensorFile.open(path: folder.path("link.bin"))
    #expect(opened.tensors[0].name == "link")
    #expect(try opened.values(of: 0) == .float32([1]))
  }

  @Test("a folder", arguments: ["", "/"])
  func folders(suffix: String) throws {
    let path = folder.path("inner.npy")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    expectSentence(
      refusal(path: path + suffix), "inner.npy\(suffix): is a folder, expected a file")
  }

  @Test("a named pipe cannot be mapped, which is said without waiting for its other end")
  func pipe() {
    let path = folder.path("pipe.npy")
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: TensorFileError.notRegular(path: path, kind: .pipe)) {
      try MappedFile(path: path)
    }
    expectSentence(
      folder.withoutFolder(TensorFileError.notRegular(path: path, kind: .pipe).description),
      "pipe.npy: is a pipe, expected a regular file, which can be mapped")
  }

  @Test("a device and a socket")
  func special() {
    let sentence = ": is a socket or a device, expected a regular file, which can be mapped"
    expectSentence(refusal(path: "/dev/null"), "/dev/null" + sentence)
    #expect(
      MappedFile.openingError(ENXIO, path: "s").description == "s" + sentence)
  }

  @Test("a file that may not be read")
  func unreadable() throws {
    #expect(
      MappedFile.openingError(EACCES, path: "w.npy").description
        == "w.npy: permission to read it is denied")
    #expect(MappedFile.openingError(EPERM, path: "w.npy") == .unreadable(path: "w.npy"))
    let path = try folder.file("w.bin", [1, 2, 3, 4])
    #expect(chmod(path, 0) == 0)
    // The superuser reads it all the same.
    if geteuid() != 0 {
      expectSentence(refusal(path: path), "w.bin: permission to read it is denied")
    }
  }

  @Test("other failures of the system keep its words")
  func system() throws {
    let long = String(repeating: "x", count: 300)
    expectSentence(
      refusal(path: folder.path(long)), "\(long): opening it failed: File name too long (errno 36)")
    let loop = folder.path("loop")
    try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
    expectSentence(
      refusal(path: loop), "loop: opening it failed: Too many levels of symbolic links (errno 40)")
  }

  @Test("the descriptor is closed at once, the mapping with the last copy")
  func lifetime() throws {
    let path = try folder.file("w.bin", Array(repeating: 0, count: 8192))
    func isMapped() throws -> Bool { try mappedPaths().contains(path) }
    func isHeldOpen() throws -> Bool {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").contains {
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/self/fd/\($0)")
        return target == path
      }
    }
    var files = [try TensorFile.open(path: path)]
    #expect(try isMapped())
    #expect(try !isHeldOpen())
    files.append(files[0])
    files.removeFirst()
    #expect(try isMapped())
    files.removeAll()
    #expect(try !isMapped())
  }

  @Test("a refused file is not left open or mapped")
  func refusedLifetime() throws {
    let path = try folder.file("w.npy", Array(repeating: 0, count: 8192))
    #expect(refusal(path: path).hasPrefix("w.npy: begins with"))
    #expect(try !mappedPaths().contains(path))
  }

  @Test("a file that was cut while open is an error, one that was replaced or deleted is not")
  func changes() throws {
    let path = try folder.file("w.bin", Array(repeating: 1, count: 8192))
    let whole = try TensorFile.open(path: path, layout: RawLayout(elementType: .uint8))
    let expected = TensorValues.float32(Array(repeating: 1, count: 8192))

    #expect(rename(try folder.file("other", [9]), path) == 0)
    #expect(try whole.values(of: 0) == expected)
    #expect(unlink(path) == 0)
    #expect(try whole.values(of: 0) == expected)

    let second = try TensorFile.open(
      path: try folder.file("cut.bin", Array(repeating: 1, count: 8192)))
    #expect(truncate(second.path, 100) == 0)
    #expect(
      throws: TensorFileError.fileShrank(path: second.path, expected: 8192, found: 100)
    ) { try second.values(of: 0) }
    #expect(truncate(second.path, 9000) == 0)
    #expect(try second.values(of: 0).count == 2048)
  }

  @Test("a sparse file far larger than memory opens, and a part of it is read")
  func sparse() throws {
    let path = try folder.file("w.bin", [0, 0, 0x80, 0x3F])
    #expect(truncate(path, 1 << 42) == 0)
    let file = try TensorFile.open(path: path)
    #expect(file.tensors[0].shape == [1 << 40])
    #expect(try file.values(of: 0, elements: 0..<2) == .float32([1, 0]))
    #expect(
      try file.values(of: 0, elements: (1 << 40) - 2..<1 << 40) == .float32([0, 0]))
  }

  @Test("memory that cannot be had is asked for before it is used")
  func memory() {
    #expect(!SystemMemory.isGranted(byteCount: Int.max))
    #expect(!SystemMemory.isGranted(byteCount: 1 << 60))
    #expect(SystemMemory.isGranted(byteCount: 1 << 20))
    #expect(SystemMemory.isGranted(byteCount: 0))
  }

  @Test("one open file is read from many tasks")
  func concurrency() async throws {
    let bytes = (0..<40_000).map { UInt8(truncatingIfNeeded: $0) }
    let path = try folder.file("w.bin", bytes)
    let file = try TensorFile.open(path: path, layout: RawLayout(elementType: .uint8))
    let expected = TensorValues.float32(bytes.map(Float.init))
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 { group.addTask { try file.values(of: 0) == expected } }
      for try await isEqual in group { #expect(isEqual) }
    }
  }
}
