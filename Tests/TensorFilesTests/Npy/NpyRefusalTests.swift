import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("npy refusals")
struct NpyRefusalTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func refusal(_ npy: NpyBytes, layout: RawLayout = RawLayout()) throws -> String {
    try folder.refusal("w.npy", npy.bytes, layout: layout)
  }

  /// The sentence for a header with these values, each as Python writes it.
  private func refusal(
    descr: String = "'<f4'", order: String = "False", shape: String = "()"
  ) throws -> String {
    try refusal(
      NpyBytes(header: "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape)}"))
  }

  @Test("a file that ends before its header does")
  func tooShort() throws {
    expectSentence(
      try folder.refusal("w.npy", []),
      "w.npy: has 0 bytes, too short for an .npy header, expected at least 10")
    expectSentence(
      try folder.refusal("w.npy", [0x93]),
      "w.npy: has 1 byte, too short for an .npy header, expected at least 10")
    let version3 = Array(NpyBytes(descr: "<f4", shape: [], version: [3, 0]).bytes.prefix(11))
    expectSentence(
      try folder.refusal("w.npy", version3),
      "w.npy: has 11 bytes, too short for an .npy header, expected at least 12")
  }

  @Test("another signature under the extension")
  func signature() throws {
    var bytes = NpyBytes(descr: "<f4", shape: []).bytes
    bytes[5] = 0x58
    expectSentence(
      try folder.refusal("w.npy", bytes),
      "w.npy: begins with 93 4E 55 4D 50 58, "
        + "expected the .npy signature 93 4E 55 4D 50 59")
    expectSentence(
      try folder.refusal("w.npy", [0x0A]),
      "w.npy: begins with 0A, expected the .npy signature 93 4E 55 4D 50 59")
  }

  @Test("a version that does not exist", arguments: [[0, 0], [4, 0], [1, 1], [255, 255]])
  func version(version: [UInt8]) throws {
    var bytes = NpyBytes(descr: "<f4", shape: []).bytes
    bytes.replaceSubrange(6..<8, with: version)
    expectSentence(
      try folder.refusal("w.npy", bytes),
      "w.npy: .npy version is \(version[0]).\(version[1]) (byte 6), expected 1.0, 2.0 or 3.0")
  }

  @Test("a header whose length lies")
  func headerLength() throws {
    var npy = NpyBytes(descr: "<f4", shape: [], data: [0, 0, 0, 0])
    npy.claimedLength = 62_000
    expectSentence(
      try refusal(npy), "w.npy: header should have 62000 bytes (says byte 8), but only 122 follow")
    npy.version = [2, 0]
    npy.claimedLength = 0xFFFF_FFFF
    expectSentence(
      try refusal(npy),
      "w.npy: header should have 4294967295 bytes (says byte 8), but only 120 follow")
    npy.claimedLength = 0
    expectSentence(
      try refusal(npy),
      "w.npy: header ends at byte 12, "
        + "expected a string, an integer, True, False or an opening bracket")
    npy.claimedLength = 30
    expectSentence(try refusal(npy), "w.npy: header ends at byte 42, expected a closing quote")
  }

  @Test("a header past the limit")
  func headerLimit() throws {
    var npy = NpyBytes(descr: "|u1", shape: [], data: [1], version: [2, 0])
    npy.padding = .spaces(1 << 20)
    expectSentence(
      try refusal(npy), "w.npy: header has 1048632 bytes (says byte 8), expected at most 1048576")
  }

  @Test("values that do not fill the shape, or overfill it")
  func dataSize() throws {
    expectSentence(
      try refusal(NpyBytes(descr: "<f4", shape: [3], data: [1, 2, 3, 4, 5])),
      "w.npy: 5 bytes of values from byte 128 on, expected 12 for float32 [3]: 7 missing")
    expectSentence(
      try refusal(NpyBytes(descr: "|u1", shape: [2, 2], data: [1, 2, 3, 4, 5])),
      "w.npy: 5 bytes of values from byte 128 on, expected 4 for uint8 [2, 2]: 1 too many")
    expectSentence(
      try refusal(NpyBytes(descr: "<f8", shape: [0], data: [1])),
      "w.npy: 1 byte of values from byte 128 on, expected 0 for float64 [0]: 1 too many")
  }

  @Test("a shape that is not one")
  func shape() throws {
    expectSentence(
      try refusal(shape: "(4, -3)"), "w.npy: shape has -3 at axis 1 (byte 64), expected 0 or more")
    expectSentence(
      try refusal(shape: "(99999999999999999999,)"),
      "w.npy: header has an integer of more than 64 bits at byte 61")
    expectSentence(
      try refusal(shape: "(4294967296, 4294967296)"),
      "w.npy: shape [4294967296, 4294967296] (byte 60) of 4 bytes each "
        + "has more bytes than can be counted in 63 bits")
    expectSentence(
      try refusal(shape: "(9223372036854775807,)"),
      "w.npy: shape [9223372036854775807] (byte 60) of 4 bytes each "
        + "has more bytes than can be counted in 63 bits")
    expectSentence(
      try refusal(shape: "(0, 4294967296, 4294967296)"),
      "w.npy: shape [0, 4294967296, 4294967296] (byte 60) of 4 bytes each "
        + "has more bytes than can be counted in 63 bits")
    expectSentence(
      try refusal(shape: "(1152921504606846976,)"),
      "w.npy: 0 bytes of values from byte 128 on, expected 4611686018427387904 for float32 "
        + "[1152921504606846976]: 4611686018427387904 missing")
    expectSentence(
      try refusal(shape: "(" + String(repeating: "1,", count: 65) + ")"),
      "w.npy: shape has 65 dimensions (byte 60), expected at most 64")
  }

  @Test("values of the wrong kind")
  func kinds() throws {
    expectSentence(
      try refusal(shape: "[4]"), "w.npy: header's 'shape' has a list at byte 60, expected a tuple")
    expectSentence(
      try refusal(shape: "(4)"),
      "w.npy: header's 'shape' has an integer at byte 61, expected a tuple")
    expectSentence(
      try refusal(shape: "(4, 'x')"),
      "w.npy: header's 'shape' has a string at byte 64, expected an integer")
    expectSentence(
      try refusal(shape: "(True,)"),
      "w.npy: header's 'shape' has True or False at byte 61, expected an integer")
    expectSentence(
      try refusal(order: "0"),
      "w.npy: header's 'fortran_order' has an integer at byte 44, expected True or False")
    expectSentence(
      try refusal(descr: "4"),
      "w.npy: header's 'descr' has an integer at byte 20, expected a string")
    expectSentence(
      try refusal(descr: "{}"),
      "w.npy: header's 'descr' has a dictionary at byte 20, expected a string")
    expectSentence(
      try refusal(NpyBytes(header: "('descr',)")),
      "w.npy: header is a tuple (byte 10), expected a dictionary")
  }

  @Test("keys that are missing, doubled or unknown")
  func keys() throws {
    expectSentence(try refusal(NpyBytes(header: "{}")), "w.npy: header has no key 'descr'")
    expectSentence(
      try refusal(NpyBytes(header: "{'descr': '<f4', 'shape': ()}")),
      "w.npy: header has no key 'fortran_order'")
    expectSentence(
      try refusal(NpyBytes(header: "{'descr': '<f4', 'fortran_order': False}")),
      "w.npy: header has no key 'shape'")
    expectSentence(
      try refusal(NpyBytes(header: "{'descr': '<f4', 'descr': '<f8'}")),
      "w.npy: header has the key 'descr' a second time at byte 27")
    expectSentence(
      try refusal(NpyBytes(header: #"{'descr': '<f4', "a\x1b[31m'b": 1}"#)),
      #"w.npy: header has the key 'a\u{1b}[31m\'b' at byte 27, "#
        + "expected only 'descr', 'fortran_order' and 'shape'")
  }

  @Test("items that are not real numbers")
  func elements() throws {
    expectSentence(
      try refusal(descr: "'|O'"),
      "w.npy: holds Python objects ('|O' at byte 20): reading them would execute the pickle "
        + "inside, so they are refused; save real numbers instead")
    expectSentence(
      try refusal(descr: "[('x', '<f4'), ('y', '<f4', (2, 2))]"),
      "w.npy: holds records of several fields (byte 20), expected one real number an item; "
        + "save one field by itself")
    #expect(try refusal(descr: "('<f4', (2,))").hasPrefix("w.npy: holds records of several fields"))
    let foreign = [
      ("<c8", "complex numbers"), ("<c16", "complex numbers"), ("<M8[ns]", "dates"),
      ("<m8[D]", "time spans"), ("|S5", "text"), ("<U5", "text"), ("|T16", "text"),
      ("<f16", "floats of more than 64 bits"), ("<f12", "floats of more than 64 bits"),
    ]
    for (descr, words) in foreign {
      expectSentence(
        try refusal(descr: "'\(descr)'"),
        "w.npy: holds \(words) ('\(descr)' at byte 20), "
          + "expected real numbers of at most 64 bits")
    }
    expectSentence(
      try refusal(descr: "'|V1'"),
      "w.npy: items are 1 byte without a type ('|V1' at byte 20); say which with --dtype: "
        + "int8, uint8, bool, float8_e4m3fn, float8_e5m2, float8_e4m3fnuz, float8_e5m2fnuz, "
        + "float8_e8m0fnu, float8_e4m3, float8_e3m4, float8_e4m3b11fnuz, float6_e2m3fn, "
        + "float6_e3m2fn, float4_e2m1fn, int4, uint4, int2, uint2")
    expectSentence(
      try refusal(descr: "'|V0'"),
      "w.npy: items are 0 bytes without a type ('|V0' at byte 20); no type has that size")
    for descr in [
      "", "<", "f", "<f", "<f3", "f44444444444444444444", "<i3", "<u16", "<b2", "4", "x4", "<f+4",
      "<f4 ", " <f4", "<<f4", "float", "Float32",
    ] {
      expectSentence(
        try refusal(descr: "'\(descr)'"),
        "w.npy: item type '\(descr)' at byte 20 is unknown, expected one like '<f4'; "
          + "or say their --dtype")
    }
  }

  @Test("a pickle is none of any type, and records are not one number")
  func neverRead() throws {
    for descr in ["'|O'", "[('x', '<f4')]"] {
      let npy = NpyBytes(
        header: "{'descr': \(descr), 'fortran_order': False, 'shape': (1,), }", data: [0, 0, 0, 0])
      let refused = try refusal(npy, layout: RawLayout(elementType: .float32))
      #expect(refused.hasPrefix("w.npy: holds "))
    }
  }

  @Test("a type asked for where the file does not say a size that could differ")
  func unknownSize() throws {
    let npy = NpyBytes(descr: "nobody", shape: [3], data: Array(repeating: 0, count: 6))
    expectSentence(
      try refusal(npy, layout: RawLayout(elementType: .float32)),
      "w.npy: 6 bytes of values from byte 128 on, expected 12 for float32 [3]: 6 missing")
    expectSentence(
      try refusal(npy, layout: RawLayout(elementType: .int8)),
      "w.npy: 6 bytes of values from byte 128 on, expected 3 for int8 [3]: 3 too many")
  }

  @Test("a layout that does not suit the file")
  func layout() throws {
    let npy = NpyBytes(descr: "<f4", shape: [2], data: Array(repeating: 0, count: 8))
    expectSentence(
      try refusal(npy, layout: RawLayout(elementType: .bfloat16)),
      "w.npy: its items of 4 bytes ('<f4') cannot be read as bfloat16, which has 2")
    expectSentence(
      try refusal(npy, layout: RawLayout(shape: [3])),
      "w.npy: the shape asked for, [3], has not as many elements as the stored [2]")
    expectSentence(
      try refusal(npy, layout: RawLayout(shape: [-2])),
      "w.npy: the shape asked for, [-2], is negative at axis 0, "
        + "expected dimensions of 0 or more, or one -1 for what is left")
    expectSentence(
      try refusal(npy, layout: RawLayout(shape: [-1, 3])),
      "w.npy: has 2 elements, which the shape asked for, [-1, 3], does not divide")
    expectSentence(
      try refusal(npy, layout: RawLayout(shape: [1 << 62, 4])),
      "w.npy: the shape asked for, [4611686018427387904, 4], has not as many elements as "
        + "the stored [2]")
    expectSentence(
      try refusal(npy, layout: RawLayout(shape: Array(repeating: 1, count: 65))),
      "w.npy: the shape asked for has 65 dimensions, expected at most 64")
    let empty = NpyBytes(descr: "<f4", shape: [0])
    expectSentence(
      try refusal(empty, layout: RawLayout(shape: [0, Int.max])),
      "w.npy: the shape asked for, [0, 9223372036854775807] of float32, "
        + "has more bytes than can be counted in 63 bits")
  }
}
