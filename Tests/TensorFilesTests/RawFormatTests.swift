import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("raw")
struct RawFormatTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test("with no layout it is float32 in one dimension", arguments: ["w.bin", "w.raw", "w", "w.x"])
  func defaults(name: String) throws {
    let (description, values) = try folder.read(name, [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
    #expect(description.name == "w")
    #expect(description.elementType == .float32)
    #expect(description.shape == [2])
    #expect(description.elementCount == 2)
    #expect(description.byteCount == 8)
    #expect(values == .float32([1, -2]))
  }

  @Test(
    "every type of whole bytes is read in either order, little-endian if none is said",
    arguments: ElementType.allCases.filter { $0.bitCount >= 8 })
  func everyType(type: ElementType) throws {
    let bits = type.interestingBits
    let expected = bits.map { SlowDecoder.value($0, as: type) }
    for order in [nil, ByteOrder.little, .big] {
      let bytes = bits.flatMap {
        SlowDecoder.bytes($0, count: type.byteCount, order: order ?? .little)
      }
      let (description, values) = try folder.read(
        "w.bin", bytes, layout: RawLayout(elementType: type, byteOrder: order))
      #expect(description.elementType == type)
      #expect(values.isFloat32 == type.widensToFloat32)
      #expect(values.count == bits.count)
      #expect(difference(values.asDoubles, expected) == nil)
    }
  }

  /// Elements of fewer than 8 bits without gaps, the first in the lowest bits: bit by bit.
  private func packed(_ patterns: [UInt64], _ type: ElementType) -> [UInt8] {
    let bits = patterns.flatMap { pattern in
      (0..<type.bitCount).map { UInt8(pattern >> UInt64($0) & 1) }
    }
    return stride(from: 0, to: bits.count, by: 8).map { first in
      bits[first..<min(first + 8, bits.count)].reversed().reduce(0) { $0 << 1 | $1 }
    }
  }

  @Test(
    "every type of fewer than 8 bits is packed, and any number of them fills its bytes",
    arguments: ElementType.allCases.filter { $0.bitCount < 8 })
  func packedTypes(type: ElementType) throws {
    var generator = SplitMix64(seed: 0xBACC)
    for count in [1, 2, 3, 4, 5, 7, 8, 64, 1001] {
      let patterns = (0..<count).map { _ in
        UInt64.random(in: 0..<1 << UInt64(type.bitCount), using: &generator)
      }
      let bytes = packed(patterns, type)
      let expected = patterns.map { SlowDecoder.value($0, as: type) }
      let (description, values) = try folder.read(
        "w.bin", bytes, layout: RawLayout(elementType: type, shape: [count]))
      #expect(description.elementType == type)
      #expect(description.byteCount == bytes.count)
      #expect(difference(values.asDoubles, expected) == nil, "\(count)")
      let file = try TensorFile.open(
        path: folder.path("w.bin"), layout: RawLayout(elementType: type, shape: [count]))
      let run = count / 3..<count
      #expect(
        difference(try file.values(of: 0, elements: run).asDoubles, Array(expected[run])) == nil)
      // With no shape there are as many as the bytes hold.
      let all = try folder.read("w.bin", bytes, layout: RawLayout(elementType: type)).values
      #expect(all.count == bytes.count * 8 / type.bitCount)
      #expect(difference(Array(all.asDoubles.prefix(count)), expected) == nil)
    }
  }

  @Test("a shape whose packed elements take other bytes is refused")
  func packedSizes() throws {
    let layout = RawLayout(elementType: .int4, shape: [3, 3])
    #expect(try folder.read("w.bin", [1, 2, 3, 4, 5], layout: layout).description.shape == [3, 3])
    expectSentence(
      try folder.refusal("w.bin", [1, 2, 3, 4], layout: layout),
      "w.bin: has 4 bytes, expected 5 for int4 [3, 3]")
    expectSentence(
      try folder.refusal("w.bin", Array(repeating: 1, count: 6), layout: layout),
      "w.bin: has 6 bytes, expected 5 for int4 [3, 3]")
    expectSentence(
      try folder.refusal(
        "w.bin", [1], layout: RawLayout(elementType: .uint2, shape: [Int.max, 2])),
      "w.bin: the shape asked for, [9223372036854775807, 2] of uint2, "
        + "has more bytes than can be counted in 63 bits")
  }

  @Test("a float32 NaN keeps its payload, since it is copied")
  func payload() throws {
    let values = try folder.read("w.bin", [0x34, 0x12, 0x80, 0x7F]).values
    guard case .float32(let floats) = values else { return }
    #expect(floats.map(\.bitPattern) == [0x7F80_1234])
  }

  @Test("the shape asked for is the tensor's", arguments: [[2, 3], [6], [1, 6, 1], [3, 2]])
  func shape(shape: [Int]) throws {
    let layout = RawLayout(elementType: .uint8, shape: shape)
    let (description, values) = try folder.read("w.bin", [0, 1, 2, 3, 4, 5], layout: layout)
    #expect(description.shape == shape)
    #expect(values == .float32([0, 1, 2, 3, 4, 5]))
  }

  @Test("the empty shape asks for one number")
  func scalar() throws {
    let layout = RawLayout(elementType: .int16, shape: [])
    let (description, values) = try folder.read("w.bin", [0xFE, 0xFF], layout: layout)
    #expect(description.shape == [])
    #expect(values == .float32([-2]))
  }

  @Test("a large file is read whole and in part")
  func large() throws {
    // More than 4 MiB of values, so that large pages are asked for.
    let count = 1_500_000
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let path = try folder.file("w.bin", bytes)
    let file = try TensorFile.open(path: path, layout: RawLayout(elementType: .uint8))
    let expected = bytes.map(Float.init)
    #expect(try file.values(of: 0) == .float32(expected))
    #expect(
      try file.values(of: 0, elements: 7..<1_200_007) == .float32(Array(expected[7..<1_200_007])))
  }

  @Test("a dimension of -1 is what the others leave")
  func inferred() throws {
    let bytes = Array(repeating: UInt8(1), count: 24)
    let cases: [(ElementType, [Int], [Int])] = [
      (.float32, [-1], [6]), (.float32, [2, -1], [2, 3]), (.int16, [-1, 1, 4], [3, 1, 4]),
      (.int4, [-1, 6], [8, 6]), (.uint8, [24, -1], [24, 1]),
    ]
    for (type, asked, shape) in cases {
      let layout = RawLayout(elementType: type, shape: asked)
      #expect(try folder.read("w.bin", bytes, layout: layout).description.shape == shape)
    }
  }

  @Test("what cannot be is refused with its sentence")
  func refusals() throws {
    let ten = Array(repeating: UInt8(1), count: 10)
    func refusal(_ bytes: [UInt8], _ type: ElementType? = nil, _ shape: [Int]? = nil) throws
      -> String
    {
      try folder.refusal("w.bin", bytes, layout: RawLayout(elementType: type, shape: shape))
    }
    expectSentence(
      try refusal([]), "w.bin: is empty, expected at least one float32 (4 bytes)")
    expectSentence(
      try refusal([], .int8, [0]), "w.bin: is empty, expected at least one int8 (1 byte)")
    expectSentence(
      try refusal(ten),
      "w.bin: has 10 bytes, expected a multiple of 4 (float32): 2 left over; "
        + "float16, bfloat16, int16, int8, uint8 would fit (--dtype)")
    expectSentence(
      try refusal(ten + [0, 0], nil, [6]),
      "w.bin: has 12 bytes, expected 24 for float32 [6]; float16, bfloat16, int16 would fit (--dtype)"
    )
    expectSentence(
      try refusal(ten, .int16, [2, 3]), "w.bin: has 10 bytes, expected 12 for int16 [2, 3]")
    expectSentence(try refusal(ten, .int16, [0]), "w.bin: has 10 bytes, expected 0 for int16 [0]")
    expectSentence(
      try refusal(ten, .int16, [-1, 5, -1]),
      "w.bin: the shape asked for, [-1, 5, -1], is negative at axis 2, "
        + "expected dimensions of 0 or more, or one -1 for what is left")
    for shape in [[-1, 3], [0, -1], [-1, 1 << 62, 4], [-1, 10]] {
      expectSentence(
        try refusal(ten, .int16, shape),
        "w.bin: has 5 elements, which the shape asked for, \(shape), does not divide")
    }
    expectSentence(
      try refusal(ten, .int16, [1 << 40, 1 << 40]),
      "w.bin: the shape asked for, [1099511627776, 1099511627776] of int16, "
        + "has more bytes than can be counted in 63 bits")
    expectSentence(
      try refusal(ten, .int16, Array(repeating: 1, count: 65)),
      "w.bin: the shape asked for has 65 dimensions, expected at most 64")
  }

  @Test("the name is the last part of the path up to its last dot, kept as it is")
  func names() {
    func parts(_ path: String) -> [String] {
      let name = FileName(path: path)
      return [name.base, name.fileExtension]
    }
    #expect(parts("w.npy") == ["w", "npy"])
    #expect(parts("/a.b/model.layer.0.NPY") == ["model.layer.0", "npy"])
    #expect(parts("plain") == ["plain", ""])
    #expect(parts(".npy") == [".npy", ""])
    #expect(parts("w.") == ["w", ""])
    #expect(parts("a/b/") == ["b", ""])
    #expect(parts("") == ["", ""])
    #expect(parts("/") == ["/", ""])
    #expect(parts("dir/\u{1B}[31mred.bin") == ["\u{1B}[31mred", "bin"])
    #expect(parts("dir/\u{301}x.npy") == ["\u{301}x", "npy"])
  }
}
