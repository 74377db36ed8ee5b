import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Broken on purpose: every outcome is tensors or a typed error, and what opens can be read.
@Suite("hostile checkpoints")
struct HostileTorchTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static let files: [[UInt8]] = {
    let value = TorchBytes.dictionary([
      ("a", TorchBytes.tensor()),
      ("b", TorchBytes.tensor(TorchBytes.storage(), offset: 1, [2, 2], [2, 0])),
      ("c", TorchBytes.tensor(TorchBytes.storage("torch HalfStorage", key: "1"), [2, 2], [1, 2])),
      (
        "q",
        TorchBytes.call(
          "torch._utils _rebuild_qtensor",
          [
            TorchBytes.storage("torch QInt8Storage", key: "2"), TorchBytes.integer(0),
            TorchBytes.tuple([TorchBytes.integer(2), TorchBytes.integer(2)]),
            TorchBytes.tuple([TorchBytes.integer(1), TorchBytes.integer(2)]),
            TorchBytes.tuple([
              TorchBytes.global("torch per_channel_affine"),
              TorchBytes.tensor(TorchBytes.storage(), [2], [1]),
              TorchBytes.tensor(TorchBytes.storage(), [2], [2]), TorchBytes.integer(1),
            ]), [0x89], [0x4E],
          ])
      ),
    ])
    return [
      TorchBytes.legacy(
        value, keys: ["0", "1", "2"],
        storages: [
          TorchBytes.legacyStorage(), TorchBytes.legacyStorage(4, Array(1...8)),
          TorchBytes.legacyStorage(4, [1, 2, 255, 0]),
        ]),
      TorchBytes.archive(
        value,
        members: [
          ("data/0", TorchBytes.fourFloats), ("data/1", Array(1...8)), ("data/2", [1, 2, 255, 0]),
          ("byteorder", Array("little".utf8)),
        ]
      ).bytes,
    ]
  }()

  /// Opens and reads all of a file; the error if it is refused.
  private func outcome(_ bytes: [UInt8]) throws -> TensorFileError? {
    try folder.outcome(of: bytes, named: "w.pt", limit: 1000)
  }

  @Test("cut at every byte, the file is refused")
  func truncation() throws {
    for whole in Self.files {
      #expect(try outcome(whole) == nil)
      for count in 0..<whole.count {
        #expect(try outcome(Array(whole.prefix(count)))?.kind == .badData, "cut at \(count)")
      }
    }
  }

  @Test("with any byte changed, the file is read or refused")
  func flippedBytes() throws {
    for whole in Self.files {
      for position in whole.indices {
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
    let extremes = [0, 1 << 32, 1 << 60, 1 << 62, Int.max, .min, -1]
    for whole in Self.files {
      for position in 0..<whole.count - 8 {
        for extreme in extremes {
          var bytes = whole
          bytes.replaceSubrange(position..<position + 8, with: TorchBytes.number(extreme, 8))
          let error = try outcome(bytes)
          #expect(error == nil || error?.kind == .badData, "\(extreme) at byte \(position)")
        }
      }
    }
  }

  @Test("bytes of the real writer, changed at random, end in tensors or an error")
  func random() throws {
    var generator = SplitMix64(seed: 20_261_128)
    for name in ["checkpoint_legacy.ckpt", "checkpoint_zip.ckpt", "quantized_zip.pt", "script.pt"] {
      let whole = Array(
        try TorchLibraryTests.fixtures.data(name))
      for turn in 0..<400 {
        var bytes = whole
        for _ in 0...Int.random(in: 0..<4, using: &generator) {
          let position = Int.random(in: bytes.indices, using: &generator)
          bytes[position] = UInt8.random(in: .min ... .max, using: &generator)
        }
        let error = try outcome(bytes)
        #expect(error == nil || error?.kind == .badData, "\(name), turn \(turn)")
      }
    }
  }
}
