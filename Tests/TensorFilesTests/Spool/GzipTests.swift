import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

@Suite("gzip")
struct GzipTests {
  private let folder: ScratchFolder
  private let plain: [UInt8]

  init() throws {
    folder = try ScratchFolder()
    plain = try Self.fixture("plain.npy")
  }

  private static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/gzip/\(name)").path
  }

  private static func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// What becomes of some bytes under a name, or the sentence that they end with.
  private func unpacked(
    _ bytes: [UInt8], _ name: String = "w.npy.gz", limit: Int = 1 << 20
  ) throws -> (bytes: [UInt8], sentence: String) {
    let path = try folder.file(name, bytes)
    do throws(TensorFileError) {
      let file = try FileContents(path: path, memoryLimit: limit).file
      return (file.bytes(in: 0..<file.byteCount), "")
    } catch {
      return ([], folder.withoutFolder(error.description))
    }
  }

  @Test(
    "members in a row, padding, every field of a header: what Python's gzip makes of them",
    arguments: ["plain.npy.gz", "stored.npy.gz", "members.npy.gz", "padded.npy.gz", "fields"])
  func unpacks(_ name: String) throws {
    let contents = try FileContents(path: Self.path(name))
    #expect(contents.file.bytes(in: 0..<contents.file.byteCount) == plain)
    #expect(contents.spooled == SpooledBytes(origin: .gzip, byteCount: plain.count))
    let file = try TensorFile(contents)
    #expect(file.tensors.map(\.shape) == [[3, 40]])
    #expect(file.tensors[0].name == (name == "fields" ? "fields" : FileName(path: name).base))
    let expected = try TensorFile.open(path: Self.path("plain.npy"))
    #expect(try file.values(of: 0) == expected.values(of: 0))
  }

  @Test("the name within is that without .gz, and says the format")
  func names() throws {
    let values: [UInt8] = [0, 0, 0x80, 0x3F]
    let member = GzipBytes.stored(values)
    let file = try TensorFile.open(path: try folder.file("w.BIN.GZ", member))
    #expect(file.tensors[0].name == "w")
    #expect(try file.values(of: 0) == .float32([1]))
    let refused = try folder.file("w.npy.gz", member)
    #expect(throws: TensorFileError.self) { try TensorFile.open(path: refused) }
    // As some programs leave it that unpack a download.
    let left = try TensorFile.open(path: try folder.file("left.npy.gz", plain))
    #expect(left.tensors[0].name == "left" && left.tensors[0].shape == [3, 40])
    for name in [".gz", "gz"] {
      #expect(try unpacked(member, name).bytes == values)
    }
  }

  @Test("what is called .gz and is not, is never values")
  func notGzip() throws {
    for bytes in [[], [1, 2, 3, 4], [0x1F, 0x8B, 8, 0x20, 1, 2, 3, 4]] as [[UInt8]] {
      let found = try unpacked(bytes, "w.bin.gz").sentence
      expectSentence(
        found, "w.bin.gz: is called .gz and does not begin as gzip does (1F 8B 08)")
    }
  }

  @Test("exact sentences for what is wrong")
  func refusals() throws {
    let member = GzipBytes.stored([1, 2, 3, 4])
    let cases: [([UInt8], String)] = [
      (
        member + [1],
        "something follows its gzip at byte 27, expected its end, zeros, or more gzip"
      ),
      (
        member + [0, 0, 7],
        "something follows its gzip at byte 29, expected its end, zeros, or more gzip"
      ),
      (
        member + [0] + member + [0, 1],
        "something follows its gzip at byte 56, expected its end, zeros, or more gzip"
      ),
      (member.dropLast(1), "its gzip was cut: 26 bytes are not all of it"),
      (member + [0x1F], "its gzip was cut: 28 bytes are not all of it"),
      (
        GzipBytes.stored([1, 2, 3, 4], checksum: 5),
        "its gzip is damaged: incorrect data check (byte 23 of what is packed)"
      ),
      (
        GzipBytes.stored([1, 2, 3, 4], size: 5),
        "its gzip is damaged: incorrect length check (byte 27 of what is packed)"
      ),
      (try Self.fixture("nested.gz"), "is gzip within gzip; unpack it once"),
    ]
    for (bytes, sentence) in cases {
      expectSentence(try unpacked(bytes).sentence, "w.npy.gz: " + sentence)
    }
  }

  @Test("no more is unpacked than may be, however little packs it")
  func bomb() throws {
    let bomb = try Self.fixture("zeros.gz")
    #expect(bomb.count < 2000)
    #expect(try unpacked(bomb, limit: 1 << 20).bytes.count == 1 << 20)
    expectSentence(
      try unpacked(bomb, limit: 1 << 20 - 1).sentence,
      "w.npy.gz: has more than 1048575 bytes unpacked, the most that is held in memory; "
        + "--memory says how much may be")
  }

  @Test("cut anywhere it is refused", arguments: ["plain.npy.gz", "members.npy.gz", "fields"])
  func cut(_ name: String) throws {
    let whole = try Self.fixture(name)
    for count in 4..<whole.count {
      let found = try unpacked(Array(whole[..<count]))
      // Where a member ends, so might the file.
      let isPart = found.sentence.isEmpty && plain.starts(with: found.bytes)
      #expect(isPart || found.sentence.hasPrefix("w.npy.gz: its gzip "), "\(count)")
      #expect(!isPart || name == "members.npy.gz", "\(count)")
    }
  }

  @Test("a bit that flips is seen, or is none of the contents'")
  func flipped() throws {
    for name in ["plain.npy.gz", "fields"] {
      let whole = try Self.fixture(name)
      for position in whole.indices {
        for bit in 0..<8 {
          var bytes = whole
          bytes[position] ^= 1 << bit
          let found = try unpacked(bytes)
          #expect(!found.sentence.isEmpty || found.bytes == plain, "\(name) \(position) \(bit)")
        }
      }
    }
  }
}
