import Foundation
import QuantizationEngine
import Testing

@testable import TensorFiles

/// Files that another program cuts short while they are being read: an error, and the process lives.
@Suite("files cut during a read")
struct CutFileTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Twelve pages of ones.
  private func file(_ name: String = "w.bin") throws -> TensorFile {
    let path = try folder.file(name, Array(repeating: 1, count: 12 * 4096))
    return try TensorFile.open(path: path, layout: RawLayout(elementType: .uint8))
  }

  private static func sum(_ elements: StoredElements, _ run: Range<Int>) -> Int {
    elements.withBytes(of: run) { span in
      (0..<span.byteCount).reduce(0) {
        $0 + Int(span.unsafeLoadUnaligned(fromByteOffset: $1, as: UInt8.self))
      }
    }
  }

  @Test("a stream reads zeros where the file was, and says so at its end")
  func stream() throws {
    let file = try file()
    let elements = try file.storedElements(of: 0)
    #expect(Self.sum(elements, 0..<4096) == 4096)
    #expect(truncate(file.path, 2 * 4096) == 0)
    #expect(Self.sum(elements, 4096..<12 * 4096) == 4096)
    // What is zeros now stays so, and may be released.
    elements.release(0..<12 * 4096)
    #expect(Self.sum(elements, 0..<12 * 4096) == 2 * 4096)
    let error = TensorFileError.fileShrank(path: file.path, expected: 12 * 4096, found: 2 * 4096)
    #expect(throws: error) { try elements.checkWhole() }
    #expect(throws: error) { try file.values(of: 0) }
  }

  @Test("values are not handed out once the file was cut among them")
  func values() throws {
    let count = 9 << 20
    let path = try folder.file("w.bin", [])
    #expect(truncate(path, count) == 0)
    let file = try TensorFile.open(path: path, layout: RawLayout(elementType: .uint8))
    // The file is cut when the first eighth has been read.
    let error = TensorFileError.fileShrank(path: path, expected: count, found: 4096)
    #expect(throws: error) {
      try file.values(of: 0) { share in
        share == 0 || truncate(path, 4096) == 0
      }
    }
  }

  @Test("what was zeros for a moment is never taken for values, though the file has its size again")
  func grownAgain() throws {
    let file = try file()
    let elements = try file.storedElements(of: 0)
    #expect(truncate(file.path, 0) == 0)
    #expect(Self.sum(elements, 0..<10) == 0)
    #expect(truncate(file.path, 12 * 4096) == 0)
    let error = TensorFileError.system(path: file.path, call: .read, errorNumber: EIO)
    #expect(throws: error) { try elements.checkWhole() }
    #expect(throws: error) { try file.values(of: 0) }
    #expect(
      error.description.hasSuffix("w.bin: reading it failed: Input/output error (errno 5)"))
    // Opened anew it is another mapping.
    let again = try TensorFile.open(path: file.path, layout: RawLayout(elementType: .uint8))
    #expect(try again.values(of: 0, elements: 0..<1) == .float32([0]))
  }

  @Test("one of many files is damaged, the others are not")
  func manyFiles() throws {
    // More than the registry has in one block.
    var files = try (0..<600).map { try file("\($0).bin") }
    for index in [0, 255, 256, 599] {
      #expect(truncate(files[index].path, 0) == 0)
      #expect(
        Self.sum(try files[index + (index == 599 ? -1 : 1)].storedElements(of: 0), 0..<9) == 9)
    }
    for index in [0, 255, 256, 599] {
      #expect(throws: TensorFileError.self) { try files[index].values(of: 0) }
    }
    files.removeSubrange(100..<500)
    let late = try file("late.bin")
    let elements = try late.storedElements(of: 0)
    #expect(truncate(late.path, 0) == 0)
    #expect(Self.sum(elements, 0..<9) == 0)
    #expect(throws: TensorFileError.self) { try elements.checkWhole() }
    #expect(Self.sum(try files[50].storedElements(of: 0), 0..<9) == 9)
  }

  @Test("threads that meet the end at one time all go on")
  func threads() async throws {
    for _ in 0..<20 {
      let file = try file()
      let elements = try file.storedElements(of: 0)
      #expect(truncate(file.path, 4096) == 0)
      await withTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { Self.sum(elements, 0..<12 * 4096) } }
        for await sum in group { #expect(sum == 4096) }
      }
      #expect(throws: TensorFileError.self) { try elements.checkWhole() }
    }
  }

  @Test("a deflated member of an archive that is cut is not called corrupt")
  func archive() throws {
    let values = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let path = try folder.file(
      "w.npz",
      ZipBytes(members: [.npy("a.npy", values, method: 8)]).bytes)
    let file = try TensorFile.open(path: path)
    let size = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    let member = try #require(file.stored[0].deflated)
    #expect(truncate(path, 8192) == 0)
    let error = TensorFileError.fileShrank(path: path, expected: size, found: 8192)
    #expect(throws: error) { try member.inflated() }
  }

  @Test("another fault kills as ever, watched files or not")
  func realCrash() async {
    await #expect(processExitsWith: .signal(SIGBUS)) {
      let folder = try ScratchFolder()
      let path = try folder.file("w.bin", Array(repeating: 1, count: 8192))
      let file = try TensorFile.open(path: path)
      // A mapping that nobody watches.
      let descriptor = open(path, O_RDONLY)
      let mapping = mmap(nil, 8192, PROT_READ, MAP_PRIVATE, descriptor, 0)
      truncate(path, 0)
      let byte = mapping?.load(fromByteOffset: 4096, as: UInt8.self)
      exit(byte == 0 && file.tensors.count == 1 ? 0 : 1)
    }
    await #expect(processExitsWith: .signal(SIGBUS)) {
      let folder = try ScratchFolder()
      let file = try TensorFile.open(path: try folder.file("w.bin", [1, 2, 3, 4]))
      kill(getpid(), SIGBUS)
      while file.tensors.count == 1 { pause() }
    }
  }
}
