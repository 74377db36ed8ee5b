import Foundation
import Glibc
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

@Suite("pipes")
struct PipeTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A pipe with a name into which somebody writes some pieces, fewer than 64 KiB in all.
  private func pipe(_ name: String, _ pieces: [[UInt8]]) -> String {
    let path = folder.path(name)
    #expect(mkfifo(path, 0o600) == 0)
    Thread.detachNewThread {
      let descriptor = open(path, O_WRONLY)
      for piece in pieces { _ = write(descriptor, piece, piece.count) }
      close(descriptor)
    }
    return path
  }

  @Test("what comes out of a pipe is what went in, packed or not, in pieces of any length")
  func contents() throws {
    var random = SplitMix64(seed: 0x9_1BE5)
    for (number, count) in [1, 3, 4, 5, 4000, 50_000].enumerated() {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let packed = GzipBytes.stored(bytes)
      for (origin, sent) in [(SpooledBytes.Origin.pipe, bytes), (.packedPipe, packed)] {
        // The first bytes one by one, for the mark of gzip may come so.
        let pieces = sent.prefix(6).map { [$0] } + [Array(sent.dropFirst(6))]
        let contents = try FileContents(path: pipe("\(number)-\(origin)", pieces))
        #expect(contents.file.bytes(in: 0..<contents.file.byteCount) == bytes)
        #expect(contents.spooled == SpooledBytes(origin: origin, byteCount: count))
      }
    }
  }

  @Test("a format is recognised as in a file, the memory may be released and is read again")
  func formats() throws {
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/gzip/plain.npy")
    let bytes = [UInt8](try Data(contentsOf: fixture))
    let file = try TensorFile(FileContents(path: pipe("p", [bytes])))
    #expect(file.tensors[0].name == "p" && file.tensors[0].shape == [3, 40])
    let values = try file.values(of: 0)
    let elements = try file.storedElements(of: 0)
    elements.release(0..<elements.count)
    #expect(try file.values(of: 0) == values)
    #expect(try TensorFile.open(path: fixture.path).values(of: 0) == values)
  }

  @Test("nothing out of a pipe, and more than may be")
  func bounds() throws {
    let empty = try FileContents(path: pipe("empty", []))
    #expect(empty.spooled == SpooledBytes(origin: .pipe, byteCount: 0))
    #expect(throws: TensorFileError.self) { try TensorFile(empty) }
    let bytes: [UInt8] = Array(repeating: 7, count: 5000)
    #expect(try FileContents(path: pipe("full", [bytes]), memoryLimit: 5000).file.byteCount == 5000)
    let path = pipe("over", [bytes])
    do throws(TensorFileError) {
      _ = try FileContents(path: path, memoryLimit: 4999)
      Issue.record("more than may be was held")
    } catch {
      expectSentence(
        folder.withoutFolder(error.description),
        "over: has more than 4999 bytes, the most that is held in memory; "
          + "--memory says how much may be")
      #expect(error.kind == .usage)
    }
  }
}
