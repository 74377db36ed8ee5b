import QuantizationEngine
import Testing

@testable import TensorFiles

/// Broken on purpose: every outcome is a tensor or a typed error, and what opens can be read.
@Suite("hostile npy")
struct HostileNpyTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static let headers = [
    NpyBytes(descr: "<f4", shape: [2, 3], data: Array(1...24)),
    NpyBytes(
      descr: ">i2", isFortranOrder: true, shape: [2, 2], data: Array(1...8), version: [2, 0]),
    NpyBytes(descr: "|V2", shape: [], data: [1, 2], version: [3, 0]),
  ]

  /// Opens and reads all of a file; the error if it is refused.
  private func outcome(_ bytes: [UInt8], layout: RawLayout) throws -> TensorFileError? {
    let path = try folder.file("w.npy", bytes)
    do throws(TensorFileError) {
      let file = try TensorFile.open(path: path, layout: layout)
      let values = try file.values(of: 0)
      #expect(values.count == file.tensors[0].elementCount)
      #expect(file.tensors[0].shape.reduce(1, *) == values.count)
      return nil
    } catch {
      #expect(error.description.hasPrefix(path + ": "))
      return error
    }
  }

  @Test("cut at every byte, the file is refused", arguments: headers)
  func truncation(npy: NpyBytes) throws {
    let whole = npy.bytes
    #expect(try outcome(whole, layout: RawLayout()) == nil)
    for count in 0..<whole.count {
      let error = try outcome(Array(whole.prefix(count)), layout: RawLayout())
      #expect(error?.kind == .badData, "\(count) bytes")
    }
  }

  @Test("with any bit of the header flipped, the file is read or refused", arguments: headers)
  func flippedBits(npy: NpyBytes) throws {
    let whole = npy.bytes
    for position in 0..<npy.dataStart {
      for mask in [1, 2, 4, 8, 16, 32, 64, 128, 0x55, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[position] ^= mask
        let error = try outcome(bytes, layout: RawLayout())
        #expect(error == nil || error?.kind == .badData, "byte \(position) ^ \(mask)")
      }
    }
  }

  @Test("with any byte of the dictionary replaced by any of its grammar, it is read or refused")
  func replacedBytes() throws {
    let npy = Self.headers[0]
    let whole = npy.bytes
    for position in 10..<npy.dataStart where whole[position] != 0x20 {
      for byte in #"{}[]()',:"\ 09-LTFOVfx"#.utf8 {
        var bytes = whole
        bytes[position] = byte
        let error = try outcome(bytes, layout: RawLayout())
        #expect(error == nil || error?.kind == .badData, "byte \(position) = \(byte)")
      }
    }
  }

  @Test("noise behind the signature is refused")
  func noise() throws {
    var generator = SplitMix64(seed: 0x7E57)
    for _ in 0..<500 {
      var bytes = NpyBytes(descr: "<f4", shape: [1], data: [0, 0, 0, 0]).bytes
      for position in 10..<bytes.count {
        bytes[position] = UInt8.random(in: 0...255, using: &generator)
      }
      #expect(try outcome(bytes, layout: RawLayout())?.kind == .badData)
    }
  }

  @Test("brackets by the thousand end in an error, not in the stack's")
  func nesting() throws {
    for bracket in ["(", "[", "{'a':"] {
      let text = String(repeating: bracket, count: 10_000)
      let refused = try folder.refusal(
        "w.npy", NpyBytes(version: [2, 0], header: text).bytes)
      let position = 12 + 32 * bracket.utf8.count
      #expect(refused == "w.npy: header nests brackets deeper than 32 at byte \(position)")
    }
  }

  @Test("a header full of items costs no more than its length")
  func manyItems() throws {
    let shape = "(" + String(repeating: "1,", count: 400_000) + ")"
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape)}"
    expectSentence(
      try folder.refusal("w.npy", NpyBytes(version: [2, 0], header: header).bytes),
      "w.npy: shape has 400000 dimensions (byte 62), expected at most 64")
  }
}

/// A small seeded generator, the same on every machine.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
