import QuantizationEngine
import Testing

@testable import TensorFiles

/// The sentence of every way in which a whole GGUF file can be wrong.
@Suite("refused GGUF")
struct GGUFRefusalTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func expectRefusal(
    _ bytes: [UInt8], _ expected: String, layout: RawLayout = RawLayout(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try folder.expectRefusal(
      "w.gguf", bytes, expected, layout: layout, sourceLocation: sourceLocation)
  }

  private func withValue(
    _ key: String, _ type: GGUFValueType, _ bytes: [UInt8]
  ) -> GGUFBytes {
    GGUFBytes(metadata: [.init(key, type, bytes)])
  }

  @Test("the beginning")
  func beginning() throws {
    try expectRefusal([], "is empty, expected the GGUF signature 47 47 55 46")
    try expectRefusal([0x47, 0x47], "begins with 47 47, expected the GGUF signature 47 47 55 46")
    try expectRefusal(
      Array("GGJT".utf8) + [3, 0, 0, 0],
      "begins with 47 47 4A 54, expected the GGUF signature 47 47 55 46")
    try expectRefusal(
      Array("GGUF".utf8) + [3, 0],
      "ends within its header: the version at byte 4 needs 4 bytes, but only 2 follow")
    for (version, shown) in [(0, 0), (1, 1), (4, 4), (0x0004_0000, 1024)] as [(UInt32, Int)] {
      try expectRefusal(
        GGUFBytes(version: version).bytes, "GGUF version is \(shown) (byte 4), expected 2 or 3")
    }
  }

  @Test("numbers of things")
  func counts() throws {
    try expectRefusal(
      Array(GGUFBytes().header.prefix(12)),
      "ends within its header: the number of tensors at byte 8 needs 8 bytes, but only 4 follow")
    try expectRefusal(
      GGUFBytes(tensorCount: 1 << 60).header,
      "the number of tensors is 1152921504606846976 (byte 8), expected at most 1048576")
    try expectRefusal(
      GGUFBytes(tensorCount: 2).header,
      "ends within its header: the number of tensors is 2 (byte 8), which takes 48 bytes or more, "
        + "but only 8 follow")
    try expectRefusal(
      GGUFBytes(keyCount: .max).header,
      "the number of metadata keys is 18446744073709551615 (byte 16), expected at most 65536")
    try expectRefusal(
      GGUFBytes(keyCount: 3).header,
      "ends within its header: the number of metadata keys is 3 (byte 16), "
        + "which takes 42 bytes or more, but only 0 follow")
  }

  @Test("metadata keys")
  func keys() throws {
    var twice = GGUFBytes.sample()
    twice.metadata.append(.init("words", .uint8, [0]))
    try expectRefusal(
      twice.bytes, "metadata has the key 'words' a second time at byte 135")
    try expectRefusal(
      withValue("", .uint16, [0, 0]).bytes, "metadata key at byte 24 has no name")
    let long = withValue(String(repeating: "k", count: 65536), .uint8, [0])
    try expectRefusal(
      long.bytes, "a metadata key has 65536 bytes (says byte 24), expected at most 65535")
    var lie = GGUFBytes.sample().bytes
    lie.replaceSubrange(24..<32, with: [0xFF, 0xFF, 0, 0, 0, 0, 0, 0])
    try expectRefusal(
      lie,
      "ends within its header: a metadata key at byte 32 needs 65535 bytes, but only 256 follow")
  }

  @Test("metadata values")
  func values() throws {
    var unknown = withValue("k", .uint8, [0])
    unknown.metadata[0].type = 13
    try expectRefusal(
      unknown.bytes, "metadata 'k' has type 13 (byte 33), expected 0 to 12")
    let file = GGUFBytes()
    try expectRefusal(
      withValue("k", .string, file.number(UInt64.max) + [1]).header,
      "ends within its header: a metadata value at byte 45 needs 18446744073709551615 bytes, "
        + "but only 1 follow")
    try expectRefusal(
      withValue("k", .array, file.array(.uint64, 1 << 61) + [1]).header,
      "metadata 'k' has an array of 2305843009213693952 uint64 (byte 37), "
        + "but what follows has room for at most 0")
    try expectRefusal(
      withValue("k", .array, file.array(.string, 3) + Array(repeating: 0, count: 16)).header,
      "metadata 'k' has an array of 3 string (byte 37), but what follows has room for at most 2")
    let deep = (0..<12).reduce(into: [] as [UInt8]) { bytes, _ in bytes += file.array(.array, 1) }
    try expectRefusal(
      withValue("k", .array, deep).header,
      "metadata 'k' nests arrays deeper than 8 at byte 133")
    try expectRefusal(
      withValue("general.alignment", .uint64, file.number(32 as UInt64)).bytes,
      "metadata 'general.alignment' is of type uint64 (byte 49), expected uint32")
    for alignment in [0, 48] as [UInt32] {
      try expectRefusal(
        withValue("general.alignment", .uint32, file.number(alignment)).bytes,
        "metadata 'general.alignment' is \(alignment) (byte 53), expected a power of 2")
    }
  }

  @Test("parts of split models")
  func parts() throws {
    var file = withValue("split.count", .uint16, [3, 0])
    try expectRefusal(
      file.bytes,
      "is one of 3 parts, but does not say which: metadata has no 'split.no'")
    file.metadata.append(.init("split.no", .uint16, [3, 0]))
    try expectRefusal(
      file.bytes, "metadata 'split.no' is 3, expected less than 'split.count', 3")
    file.metadata[1].type = GGUFValueType.string.rawValue
    try expectRefusal(
      file.bytes, "metadata 'split.no' is of type string (byte 65), expected uint16")
  }

  @Test("names, dimensions and places of tensors")
  func tensors() throws {
    var file = GGUFBytes.sample()
    file.tensors[1].name = file.tensors[0].name
    try expectRefusal(file.bytes, "has the tensor 'a' a second time at byte 176")
    file = GGUFBytes.sample()
    file.tensors[0].dimensions = [1, 1, 1, 1, 4]
    try expectRefusal(
      file.bytes, "tensor 'a' has 5 dimensions (byte 144), expected at most 4")
    file.tensors[0].dimensions = [1 << 31, 1 << 31]
    try expectRefusal(
      file.bytes,
      "tensor 'a' has the shape [2147483648, 2147483648] (byte 148), "
        + "more bytes than can be counted in 63 bits")
    file.tensors[0].dimensions = [.max, 0]
    try expectRefusal(
      file.bytes,
      "tensor 'a' has the shape [0, 18446744073709551615] (byte 148), "
        + "more bytes than can be counted in 63 bits")
    // The same bytes as a smaller tensor: the next one does not follow.
    file = GGUFBytes.sample()
    file.tensors[0].dimensions = [0]
    try expectRefusal(
      file.bytes,
      "tensor 'b.half' begins at offset 32 (byte 198), expected 0, where the one before it ends")
    file = GGUFBytes.sample()
    file.tensors[0].offset = .max
    try expectRefusal(
      file.bytes,
      "tensor 'a' begins at offset 18446744073709551615 (byte 168), "
        + "expected 0, where the one before it ends")
  }

  @Test("behind a tensor of unknown size the next one is aligned and not before it")
  func behindUnknown() throws {
    for (offset, isRefused) in [(32, false), (64, false), (33, true), (0, true)] as [(UInt64, Bool)]
    {
      var file = GGUFBytes()
      let zeros = Array(repeating: 0 as UInt8, count: 4)
      file.tensors = [
        .init("f", [1], type: 0, bytes: zeros),
        .init("x", [1], type: 77, bytes: zeros),
        .init("g", [1], type: 0, bytes: zeros, offset: offset),
      ]
      let sentence = try folder.refusal("w.gguf", file.bytes)
      #expect(sentence.hasPrefix("opened: ") == !isRefused, "\(offset)")
      if isRefused {
        expectSentence(
          sentence,
          "w.gguf: tensor 'g' begins at offset \(offset) (byte 115), "
            + "expected a multiple of 32 from 32 on")
      }
    }
  }

  @Test("the sum of sizes does not run over")
  func sum() throws {
    var file = GGUFBytes()
    let sizes = [UInt64](repeating: 1 << 60 - 32, count: 3)
    file.tensors = sizes.enumerated().map { index, size in
      GGUFBytes.Tensor("\(index)", [size], type: 28, bytes: [], offset: UInt64(index) * size * 8)
    }
    try expectRefusal(
      file.bytes,
      "tensor '2' has the shape [1152921504606846944] (byte 103), "
        + "more bytes than can be counted in 63 bits")
  }

  @Test("a layout that is asked for")
  func layout() throws {
    try expectRefusal(
      GGUFBytes.sample().bytes,
      "says the type and the shape of each tensor itself, so none can be asked for",
      layout: RawLayout(elementType: .int8))
    #expect(TensorFileError.gguf(path: "p", .layout).kind == .usage)
  }
}
