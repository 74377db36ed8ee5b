import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Files that are no tensors, written by the software that writes such files: each is refused by its
/// name, whatever it is called and whatever fills it up.
@Suite("foreign samples")
struct ForeignSampleTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A committed sample and what it is.
  struct Sample: CustomTestStringConvertible, Sendable {
    let name: String
    let kind: String

    var testDescription: String { name }

    var bytes: [UInt8] {
      get throws { Array(try Data(contentsOf: Self.folder.appending(path: name))) }
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/foreign")

    static let all: [Sample] = {
      let table = try? String(contentsOf: folder.appending(path: "samples.tsv"), encoding: .utf8)
      return (table ?? "").split(separator: "\n").map { line in
        let fields = line.split(separator: "\t").map(String.init)
        return Sample(name: fields[0], kind: fields[1])
      }
    }()
  }

  @Test("there are samples")
  func samples() { #expect(Sample.all.count > 100) }

  @Test("each is refused by its name and says what to do", arguments: Sample.all)
  func refusals(sample: Sample) throws {
    let bytes = try sample.bytes
    let padding = [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    for name in [sample.name, "w.bin", "w", "W.RAW"] {
      let sentence = try folder.refusal(name, bytes)
      #expect(sentence.hasPrefix("\(name): is \(sample.kind)"), "\(sentence)")
      #expect(sentence.hasSuffix(" (--dtype reads its bytes as they are)"), "\(sentence)")
      // Zeros behind the end of a zip archive make it a broken one.
      let padded = try folder.refusal(name, bytes + padding)
      let isZip = bytes.starts(with: [0x50, 0x4B, 3, 4])
      #expect(padded.hasPrefix("\(name): \(isZip ? "" : "is \(sample.kind)")"), "\(padded)")
      #expect(!padded.hasPrefix("opened"))
    }
  }

  @Test("with a type said each is read as its bytes are", arguments: Sample.all)
  func asBytes(sample: Sample) throws {
    let bytes = try sample.bytes
    let (_, values) = try folder.read("w.bin", bytes, layout: RawLayout(elementType: .uint8))
    #expect(values == .float32(bytes.map(Float.init)))
  }

  @Test("cut short, each is refused or raw, and nothing traps", arguments: Sample.all)
  func cut(sample: Sample) throws {
    let bytes = try sample.bytes
    var generator = SplitMix64(seed: 0xC07)
    for _ in 0..<8 {
      let length = Int.random(in: 0..<bytes.count, using: &generator)
      _ = try folder.refusal("w.bin", Array(bytes[..<length]))
    }
  }
}
