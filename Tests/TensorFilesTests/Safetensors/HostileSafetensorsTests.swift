import Foundation
import Testing

@testable import TensorFiles

/// Broken on purpose: every outcome is tensors or a typed error, and what opens can be read.
@Suite("hostile safetensors")
struct HostileSafetensorsTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private typealias Bytes = SafetensorsBytes

  private static let whole = Bytes(
    header: "{"
      + [
        #""__metadata__":{"format":"pt"}"#, Bytes.member("a.weight", "F32", [2, 1], [0, 8]),
        Bytes.member("p", "F4", [4], [8, 10]), Bytes.member("c", "C64", [1], [10, 18]),
        Bytes.member(#"\u00e9\n"#, "I64", [], [18, 26]),
      ].joined(separator: ", ") + "}  ",
    values: Array(1...26)
  ).bytes

  private static let headerEnd = whole.count - 26

  /// Opens and reads all of a file; the error if it is refused.
  private func outcome(_ bytes: [UInt8]) throws -> TensorFileError? {
    let path = try folder.file("m.safetensors", bytes)
    do throws(TensorFileError) {
      let file = try TensorFile.open(path: path)
      for (index, tensor) in file.tensors.enumerated() {
        if case .unread = file.stored[index].form {
          #expect(throws: TensorFileError.self) { try file.values(of: index) }
          continue
        }
        #expect(try file.values(of: index).count == tensor.elementCount)
        #expect(tensor.shape.reduce(1, *) == tensor.elementCount)
        #expect(file.stored[index].bytes.upperBound <= bytes.count)
      }
      return nil
    } catch {
      #expect(error.description.hasPrefix(path + ": "))
      #expect(error.kind == .badData)
      return error
    }
  }

  @Test("cut at every byte, the file is refused")
  func truncation() throws {
    #expect(try outcome(Self.whole) == nil)
    for count in 0..<Self.whole.count {
      #expect(try outcome(Array(Self.whole.prefix(count))) != nil, "\(count) bytes")
    }
  }

  @Test("with any bits of the header flipped, the file is read or refused")
  func flippedBits() throws {
    for position in 0..<Self.headerEnd {
      for mask in [1, 2, 4, 8, 16, 32, 64, 128, 0xFF] as [UInt8] {
        var bytes = Self.whole
        bytes[position] ^= mask
        _ = try outcome(bytes)
      }
    }
  }

  @Test("with any byte of the header replaced by any of its grammar, it is read or refused")
  func replacedBytes() throws {
    for position in 8..<Self.headerEnd {
      for byte in #"{}[]",:\ 0-e"#.utf8 {
        var bytes = Self.whole
        bytes[position] = byte
        _ = try outcome(bytes)
      }
    }
  }

  @Test("with bytes of the header cut out or doubled, it is read or refused")
  func shiftedBytes() throws {
    var generator = SplitMix64(seed: 0x5AFE)
    for _ in 0..<2000 {
      let first = Int.random(in: 8..<Self.headerEnd, using: &generator)
      let last = Int.random(in: first..<min(first + 20, Self.headerEnd), using: &generator)
      var text = Array(Self.whole[8..<Self.headerEnd])
      if Bool.random(using: &generator) {
        text.removeSubrange(first - 8...last - 8)
      } else {
        text.insert(contentsOf: text[first - 8...last - 8], at: first - 8)
      }
      let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
      _ = try outcome(length + text + Self.whole[Self.headerEnd...])
    }
  }

  @Test("offsets at the ends of what can be counted are refused")
  func offsets() throws {
    let ends = [0, 1, 26, 27, Int.max - 26, Int.max - 1, Int.max]
    for begin in ends {
      for end in ends where (begin, end) != (0, 26) {
        for shape in [[26], [Int.max], [Int.max, Int.max], [0, Int.max, Int.max], []] {
          let member = Bytes.member("w", "U8", shape, [begin, end])
          #expect(try outcome(Bytes([member], values: Array(1...26)).bytes) != nil)
        }
      }
    }
  }

  @Test("brackets and names by the hundred thousand cost no more than their length")
  func floods() throws {
    let brackets = String(repeating: "[", count: 500_000)
    #expect(try outcome(Bytes(header: "{\"w\":" + brackets).bytes) != nil)
    let values = "{\"w\":[" + String(repeating: "{},", count: 300_000) + "{}]}"
    #expect(try outcome(Bytes(header: values).bytes) != nil)
    let members = (0..<5_000).map { Bytes.member("\($0)", "U8", [], [$0, $0 + 1]) }
    #expect(try outcome(Bytes(members, values: Array(repeating: 1, count: 5_000)).bytes) == nil)
  }
}
