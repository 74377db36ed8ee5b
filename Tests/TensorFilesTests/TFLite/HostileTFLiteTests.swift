import QuantizationEngine
import Testing

@testable import TensorFiles

/// Broken on purpose: every outcome is tensors or a typed error, and what opens can be read.
@Suite("hostile TensorFlow Lite")
struct HostileTFLiteTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A model with every field that is read.
  private static let file: [UInt8] = {
    var model = TFLiteBytes.sample()
    model.subgraphs[0].tensors += [
      .init("s", [4], type: 0, buffer: 1, more: [6: .child(.table([:]))]),
      .init("x", [4], type: 0, buffer: 0, more: [10: .of(1 as UInt32)]),
    ]
    model.subgraphs.append((nil, [.init("a", [2], type: 0, buffer: 3)]))
    model.buffers.append(.table([1: .of(8 as UInt64), 2: .of(8 as UInt64)]))
    return model.bytes
  }()

  /// Opens and reads all of a file; the error if it is refused.
  private func outcome(_ bytes: [UInt8]) throws -> TensorFileError? {
    try folder.outcome(of: bytes, named: "m.tflite")
  }

  @Test("cut at every byte, the file is refused or partly read")
  func truncation() throws {
    #expect(try outcome(Self.file) == nil)
    for count in 0..<Self.file.count {
      let error = try outcome(Array(Self.file.prefix(count)))
      #expect(error == nil || error?.kind == .badData, "cut at \(count)")
    }
  }

  @Test("with any byte changed, the file is read or refused")
  func flippedBytes() throws {
    for position in Self.file.indices {
      for mask in [1, 4, 0x10, 0x80, 0xFF] as [UInt8] {
        var bytes = Self.file
        bytes[position] ^= mask
        let error = try outcome(bytes)
        #expect(error == nil || error?.kind == .badData, "byte \(position) ^ \(mask)")
      }
    }
  }

  @Test("numbers of every size in place of any four bytes end in tensors or an error")
  func extremes() throws {
    let extremes: [UInt32] = [0, 4, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFC, .max]
    for position in 0..<Self.file.count - 4 {
      for extreme in extremes {
        var bytes = Self.file
        bytes.replaceSubrange(position..<position + 4, with: extreme.littleEndianBytes)
        let error = try outcome(bytes)
        #expect(error == nil || error?.kind == .badData, "byte \(position): \(extreme)")
      }
    }
  }

  @Test("noise behind the signature is refused or read")
  func noise() throws {
    let seed: UInt64 = 0x5446_4C33
    var generator = SplitMix64(seed: seed)
    for turn in 0..<500 {
      var bytes = Self.file
      for _ in 0..<1 + turn % 40 {
        bytes[Int.random(in: 8..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      let error = try outcome(bytes)
      #expect(error == nil || error?.kind == .badData, "seed \(seed), turn \(turn)")
    }
  }
}
