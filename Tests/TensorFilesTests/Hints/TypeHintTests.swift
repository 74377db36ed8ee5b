import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Hints are quiet on what is right and speak up on what is not, on the fixtures stored in every type.
@Suite("type hints")
struct TypeHintTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func hint(_ name: String, _ bytes: [UInt8], _ layout: RawLayout = RawLayout()) throws
    -> TypeHint?
  {
    let file = try TensorFile.open(path: try folder.file(name, bytes), layout: layout)
    return file.hint(for: 0)
  }

  @Test("float32 values never get one", arguments: Fixture.all.filter { !$0.values.isEmpty })
  func quiet(fixture: Fixture) throws {
    #expect(try hint("w.bin", StoredAnew.bytes(fixture.values, as: .init(.float32))) == nil)
  }

  @Test(
    "what real models have stored as another type is told, but for what looks like less",
    arguments: Fixture.real)
  func told(fixture: Fixture) throws {
    for spelling in StoredAnew.types {
      let bytes = StoredAnew.bytes(fixture.values, as: spelling)
      let padding = [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
      let likely = try hint("w.bin", bytes + padding)?.likely ?? []
      let isMissed = StoredAnew.missed[fixture.id]?.contains(spelling.elementType) ?? false
      #expect(
        likely.contains(spelling) != isMissed,
        "\(fixture.id) as \(spelling.elementType), found \(likely.map(\.elementType))")
    }
  }

  @Test("an explicit type silences it")
  func said() throws {
    let bytes = StoredAnew.bytes(Fixture.named("minilm_l2_inter_bias").values, as: .init(.float64))
    for type in [ElementType.float32, .float64, .uint8] {
      #expect(try hint("w.bin", bytes, RawLayout(elementType: type)) == nil)
    }
    #expect(try hint("w.bin", bytes)?.likely == [ElementSpelling(.float64)])
  }

  @Test("bits of halves in uint16 of an .npy are told, numbers are not")
  func bitPatterns() throws {
    func array(_ items: [UInt16], order: String = "<") -> [UInt8] {
      let header = "{'descr': '\(order)u2', 'fortran_order': False, 'shape': (\(items.count),), }\n"
      let length = header.utf8.count
      return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
        + Array(header.utf8)
        + items.flatMap { item in
          let bytes = [UInt8(item & 0xFF), UInt8(item >> 8)]
          return order == "<" ? bytes : bytes.reversed()
        }
    }
    let values = Fixture.named("minilm_l0_query_w").values
    for order in ["<", ">"] {
      let brain = values.map { UInt16($0.bitPattern >> 16) }
      #expect(try hint("w.npy", array(brain, order: order))?.likely == [ElementSpelling(.bfloat16)])
      let half = values.map(StoredAnew.half)
      #expect(try hint("w.npy", array(half, order: order))?.likely == [ElementSpelling(.float16)])
    }
    var generator = SplitMix64(seed: 0x416)
    for top in [255, 4095, 30_000, 65_535] {
      let numbers = (0..<4096).map { _ in UInt16.random(in: 0...UInt16(top), using: &generator) }
      #expect(try hint("w.npy", array(numbers)) == nil, "\(top)")
    }
    let around = (0..<4096).map { _ in
      UInt16(32_768 + Int.random(in: -900...900, using: &generator))
    }
    #expect(try hint("w.npy", array(around)) == nil)
  }

  @Test("bytes of compressed files make no sense as anything")
  func even() throws {
    var generator = SplitMix64(seed: 0xE7E)
    let bytes = (0..<8192).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    let found = try #require(try hint("w.bin", bytes))
    #expect(found.likely.isEmpty)
    expectSentence(
      found.sentence,
      "makes no sense as float32: its bytes are spread as evenly as those of compressed or "
        + "encrypted files")
  }

  @Test("few values, and values that are all one, say nothing")
  func silent() throws {
    for count in [1, 2, 8, 15] {
      #expect(try hint("w.bin", Array(repeating: 0xFF, count: 4 * count)) == nil)
    }
    for byte: UInt8 in [0, 1, 0x3F, 0x80, 0xFF] {
      #expect(try hint("w.bin", Array(repeating: byte, count: 4096)) == nil, "\(byte)")
    }
  }

  @Test("each says what to do")
  func sentences() {
    func sentence(_ likely: ElementSpelling...) -> String {
      TypeHint(assumed: .float32, likely: likely).sentence
    }
    expectSentence(
      sentence(.init(.float64)),
      "looks like float64 rather than float32: --dtype float64 reads it so")
    expectSentence(
      sentence(.init(.float32, .big)),
      "looks like '>f4' rather than float32: --dtype '>f4' reads it so")
    expectSentence(
      sentence(.init(.int8), .init(.uint8)),
      "looks like int8 or uint8 rather than float32: say which with --dtype")
  }

  @Test("a sample of a long tensor is from all over it, and tells the same")
  func long() throws {
    let values = Fixture.named("minilm_word_emb").values
    let bytes = StoredAnew.bytes(values + values + values, as: .init(.float64))
    #expect(bytes.count > 4 * ByteSample.byteCount)
    #expect(try hint("w.bin", bytes)?.likely == [ElementSpelling(.float64)])
  }
}

/// Values stored in another type, as devices and scripts do.
enum StoredAnew {
  static let types: [ElementSpelling] =
    [.float64, .bfloat16, .float16, .int8, .uint8, .int16, .int32, .int64]
    .map { ElementSpelling($0) } + [ElementSpelling(.float32, .big)]

  /// What is not told: too few values, or so many so small that little is left of them.
  static let missed: [String: Set<ElementType>] = [
    "act_ppocr_rec_softmax": [.bfloat16, .float16, .int16, .int32, .int64],
    "crepe_bn_var": [.bfloat16, .float16, .int8, .uint8, .int16],
  ]

  static func bytes(_ values: [Float], as spelling: ElementSpelling) -> [UInt8] {
    let finite = values.map { $0.isFinite ? $0 : 0 }
    let largest = max(finite.map(\.magnitude).max() ?? 0, .leastNormalMagnitude)
    func integers<Bits: FixedWidthInteger>(_: Bits.Type, _ top: Float) -> [UInt8] {
      finite.flatMap { little(Bits(($0 / largest * top).rounded())) }
    }
    switch spelling.elementType {
    case .float64: return values.flatMap { little(Double($0).bitPattern) }
    case .bfloat16: return values.flatMap { little(UInt16($0.bitPattern >> 16)) }
    case .float16: return values.flatMap { little(half($0)) }
    case .int8: return integers(Int8.self, 127)
    case .uint8:
      let lower = min(finite.min() ?? 0, 0)
      let scale = max((max(finite.max() ?? 0, 0) - lower) / 255, .leastNormalMagnitude)
      return finite.map { UInt8(clamping: Int((($0 - lower) / scale).rounded())) }
    case .int16: return integers(Int16.self, 32_767)
    case .int32: return integers(Int32.self, 0x1p20)
    case .int64: return integers(Int64.self, 1000)
    default:
      return values.flatMap { value in
        let bits = value.bitPattern
        return little(spelling.byteOrder == .big ? bits.byteSwapped : bits)
      }
    }
  }

  /// The bits of a half, rounded to zero; too small ones are 0.
  static func half(_ value: Float) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    guard value.magnitude >= 0x1p-14 else { return sign }
    let magnitude = min(value.magnitude, 65_504)
    return sign | UInt16(magnitude.exponent + 15) << 10
      | UInt16(magnitude.significandBitPattern >> 13)
  }

  private static func little<Bits: FixedWidthInteger>(_ bits: Bits) -> [UInt8] {
    (0..<Bits.bitWidth / 8).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
  }
}
