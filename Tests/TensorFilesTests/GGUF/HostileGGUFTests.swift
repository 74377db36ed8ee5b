import QuantizationEngine
import Testing

@testable import TensorFiles

/// Broken on purpose: every outcome is tensors or a typed error, and what opens can be read.
@Suite("hostile GGUF")
struct HostileGGUFTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static let files: [GGUFBytes] = {
    var blocks = GGUFBytes.sample()
    blocks.tensors.append(.init("q", [32, 2], type: 8, bytes: GGUFBytes.twoBlocks))
    blocks.tensors.append(.init("x", [256], type: 16, bytes: Array(repeating: 1, count: 66)))
    blocks.metadata.append(.init("split.no", .uint16, [0, 0]))
    blocks.metadata.append(.init("split.count", .uint16, [1, 0]))
    return [blocks, GGUFBytes.sample(.big)]
  }()

  /// Opens and reads all of a file; the error if it is refused.
  private func outcome(_ bytes: [UInt8]) throws -> TensorFileError? {
    try folder.outcome(of: bytes, named: "w.gguf")
  }

  @Test("cut at every byte, the file is refused within its header and partly read behind it")
  func truncation() throws {
    for file in Self.files {
      let whole = file.bytes
      let header = file.header.count
      #expect(try outcome(whole) == nil)
      for count in 0..<whole.count {
        let error = try outcome(Array(whole.prefix(count)))
        #expect((error == nil) == (count >= header), "cut at \(count)")
        #expect(error == nil || error?.kind == .badData)
      }
    }
  }

  @Test("with any byte of the header changed, the file is read or refused")
  func flippedBytes() throws {
    for file in Self.files {
      let whole = file.bytes
      for position in file.header.indices {
        for mask in [1, 0x10, 0x80, 0xFF] as [UInt8] {
          var bytes = whole
          bytes[position] ^= mask
          let error = try outcome(bytes)
          #expect(error == nil || error?.kind == .badData, "byte \(position) ^ \(mask)")
        }
      }
    }
  }

  @Test("numbers of every size in place of any eight bytes end in tensors or an error")
  func extremes() throws {
    let extremes: [UInt64] = [
      0, 1 << 32, 1 << 60, 1 << 62, 1 << 63 - 1, .max,
    ]
    let file = Self.files[0]
    let whole = file.bytes
    for position in 8..<file.header.count - 8 {
      for extreme in extremes {
        var bytes = whole
        bytes.replaceSubrange(position..<position + 8, with: file.number(extreme))
        let error = try outcome(bytes)
        #expect(error == nil || error?.kind == .badData, "byte \(position): \(extreme)")
      }
    }
  }

  @Test("noise behind the version is refused")
  func noise() throws {
    let seed: UInt64 = 0x6767_7566
    var generator = SplitMix64(seed: seed)
    for turn in 0..<500 {
      var bytes = GGUFBytes.sample().bytes
      for position in 8..<bytes.count {
        bytes[position] = UInt8.random(in: 0...255, using: &generator)
      }
      #expect(try outcome(bytes)?.kind == .badData, "seed \(seed), turn \(turn)")
    }
  }

  @Test("arrays that multiply end where the file does")
  func multiplied() throws {
    // Each array says that it has as many arrays as could follow.
    let file = GGUFBytes()
    let arrays = (0..<4000).reduce(into: [] as [UInt8]) { bytes, left in
      bytes += file.array(.array, UInt64(3999 - left))
    }
    let value = GGUFBytes.Value("k", .array, arrays)
    #expect(try outcome(GGUFBytes(metadata: [value]).bytes)?.kind == .badData)
  }
}
