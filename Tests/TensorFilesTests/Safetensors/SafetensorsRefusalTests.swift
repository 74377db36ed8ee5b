import Foundation
import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("refused safetensors")
struct SafetensorsRefusalTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private typealias Bytes = SafetensorsBytes

  private func refuses(
    _ file: SafetensorsBytes, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    expectSentence(
      try folder.refusal("m.safetensors", file.bytes), "m.safetensors: " + expected,
      sourceLocation: sourceLocation)
  }

  /// Refuses a header that has one tensor with these fields, of 4 bytes.
  private func refuses(
    fields: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try refuses(
      Bytes(["\"w\":\(fields)"], values: [1, 2, 3, 4]), expected, sourceLocation: sourceLocation)
  }

  @Test("around the header")
  func frame() throws {
    expectSentence(
      try folder.refusal("m.safetensors", []),
      "m.safetensors: has 0 bytes, too short for a safetensors header, expected at least 8")
    expectSentence(
      try folder.refusal("m.safetensors", [1, 0, 0, 0, 0, 0, 0]),
      "m.safetensors: has 7 bytes, too short for a safetensors header, expected at least 8")
    try refuses(
      Bytes(header: "{}", claimedLength: 100_000_001),
      "header should have 100000001 bytes (says byte 0), expected at most 100000000")
    try refuses(
      Bytes(header: "{}", claimedLength: .max),
      "header should have 18446744073709551615 bytes (says byte 0), expected at most 100000000")
    try refuses(
      Bytes(header: "{}", claimedLength: 3),
      "header should have 3 bytes (says byte 0), but only 2 follow")
    try refuses(Bytes(header: ""), "header is empty, expected at least '{}'")
    try refuses(Bytes(header: " {}"), "header begins with ' ' at byte 8, expected '{'")
    try refuses(Bytes(header: "[]"), "header begins with '[' at byte 8, expected '{'")
    try refuses(
      Bytes(header: "{} \n"),
      "header has byte value 10 at byte 11, expected only spaces behind "
        + "the closing '}'")
    try refuses(
      Bytes(header: "{}{}"),
      "header has '{' at byte 10, expected only spaces behind "
        + "the closing '}'")
  }

  @Test("a header that is not JSON, or has a name twice")
  func text() throws {
    try refuses(Bytes(header: "{"), "header ends at byte 9, expected a name in quotes or '}'")
    try refuses(
      Bytes(header: "{x}"), "header has 'x' at byte 9, expected a name in quotes or '}'")
    try refuses(Bytes(header: #"{"w"}"#), "header has '}' at byte 12, expected ':'")
    try refuses(Bytes(header: #"{"w":}"#), "header has '}' at byte 13, expected a value")
    try refuses(Bytes(header: #"{"w"#), "header ends at byte 11, expected a closing quote")
    try refuses(Bytes(header: #"{"w\"#), "header ends at byte 12, expected a closing quote")
    try refuses(
      Bytes(header: #"{"w":{"#), "header ends at byte 14, expected a closing bracket")
    let member = Bytes.member("w", "U8", [1], [0, 1])
    try refuses(
      Bytes(header: "{\(member)", values: [1]), "header ends at byte 61, expected ',' or '}'")
    try refuses(
      Bytes(header: "{\(member),}", values: [1]),
      "header has '}' at byte 62, expected a name in quotes")
    try refuses(
      Bytes([member, member], values: [1]), "header has the name 'w' a second time at byte 62")
    let escaped = Bytes.member(#"\u0077"#, "U8", [1], [0, 1])
    try refuses(
      Bytes([member, escaped], values: [1]), "header has the name 'w' a second time at byte 62")
    try refuses(
      fields: #"{"dtype":"U8","dtype":"U8"}"#, "header has a name for the second time near byte 34")
    try refuses(fields: "[1}", "header has something that is not JSON near byte 16")
    try refuses(fields: "[01]", "header has something that is not JSON near byte 15")
    try refuses(fields: "12\"a\"", "header has something that is not JSON near byte 18")
    try refuses(
      fields: "[9223372036854775808]",
      "header has a number that does not fit into 64 bits near "
        + "byte 33")
    try refuses(fields: #"{"a\u0000":1}"#, "header has a name with a zero byte near byte 23")
    try refuses(
      Bytes(header: #"{"\ud800":1}"#), "header has something that is not JSON near byte 17")
    try refuses(
      fields: String(repeating: "[", count: 100), "header nests brackets deeper than 32 at byte 45")
    let long = "[" + String(repeating: "[],", count: 400_000) + "1]"
    try refuses(
      fields: long,
      "header has a value of 1200003 bytes at byte 13, expected at most 1048576 in "
        + "brackets")
  }

  @Test("bytes that are not UTF-8, in a name and in a value")
  func notUTF8() throws {
    for (text, position) in [("{\"#\":1}", 10), ("{\"w\":\"#\"}", 14)] {
      var bytes = Bytes(header: text).bytes
      let place = try #require(bytes.firstIndex(of: UInt8(ascii: "#")))
      bytes[place] = 0xFF
      expectSentence(
        try folder.refusal("m.safetensors", bytes),
        "m.safetensors: header has bytes that are not UTF-8 near byte \(position)")
    }
  }

  @Test("what is said about the file")
  func annotations() throws {
    try refuses(
      Bytes([#""__metadata__":1"#]),
      "header has an integer as '__metadata__' at byte 24, expected an object")
    try refuses(
      Bytes([#""__metadata__":{"a":"b","c":[]}"#]),
      "header has an array as 'c' of '__metadata__' at byte 33, expected a string")
    try refuses(
      Bytes([#""__metadata__":{"a":"b","a":"b"}"#]),
      "header has the name 'a' a second time at byte 33")
  }

  @Test("the fields of a tensor")
  func fields() throws {
    try refuses(fields: "null", "tensor 'w' is null (byte 9), expected an object")
    try refuses(
      fields: "1.5",
      "tensor 'w' is a number with a fraction or an exponent (byte 9), "
        + "expected an object")
    try refuses(
      fields: #"{"shape":[4],"data_offsets":[0,4]}"#, "tensor 'w' (byte 9) has no 'dtype'")
    try refuses(
      fields: #"{"dtype":"U8","data_offsets":[0,4]}"#, "tensor 'w' (byte 9) has no 'shape'")
    try refuses(
      fields: #"{"dtype":"U8","shape":[4]}"#, "tensor 'w' (byte 9) has no 'data_offsets'")
    try refuses(
      fields: #"{"dtype":8,"shape":[4],"data_offsets":[0,4]}"#,
      "tensor 'w' (byte 9) has an integer as its 'dtype', expected a string")
    try refuses(
      fields: #"{"dtype":"U8","shape":4,"data_offsets":[0,4]}"#,
      "tensor 'w' (byte 9) has an integer as its 'shape', expected an array")
    try refuses(
      fields: #"{"dtype":"U8","shape":[true],"data_offsets":[0,4]}"#,
      "tensor 'w' (byte 9) has true or false in its 'shape', expected an integer")
    try refuses(
      fields: #"{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}"#,
      "tensor 'w' (byte 9) has -4 in its 'shape', expected 0 or more")
    try refuses(
      fields: #"{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}"#,
      "tensor 'w' (byte 9) has 3 'data_offsets', expected 2")
    try refuses(
      fields: #"{"dtype":"U8","shape":\#(Array(repeating: 1, count: 65)),"data_offsets":[0,1]}"#,
      "tensor 'w' (byte 9) has 65 dimensions, expected at most 64")
  }

  @Test("where the tensors lie")
  func places() throws {
    func one(_ type: String, _ shape: [Int], _ offsets: [Int]) -> SafetensorsBytes {
      Bytes([Bytes.member("w", type, shape, offsets)], values: [1, 2, 3, 4])
    }
    try refuses(
      one("U8", [4], [4, 0]),
      "tensor 'w' (byte 9) ends at offset 0, expected no less than its beginning, 4")
    try refuses(
      one("U8", [5], [0, 5]),
      "tensor 'w' (byte 9) ends at offset 5, past the 4 bytes of values")
    try refuses(
      one("U8", [4], [0, Int.max]),
      "tensor 'w' (byte 9) ends at offset 9223372036854775807, "
        + "past the 4 bytes of values")
    try refuses(
      one("F32", [2], [0, 4]), "tensor 'w' (byte 9) has 4 bytes, expected 8 for [2] of 'F32'")
    try refuses(
      one("F32", [1 << 60], [0, 4]),
      "tensor 'w' (byte 9), [1152921504606846976] of 'F32', "
        + "has more bits than can be counted in 63 bits")
    try refuses(
      one("U8", [1 << 32, 1 << 32, 0], [0, 0]),
      "tensor 'w' (byte 9), [4294967296, 4294967296, 0] "
        + "of 'U8', has more bits than can be counted in 63 bits")
    try refuses(
      one("F4", [7], [0, 4]), "tensor 'w' (byte 9), [7] of 'F4', does not fill its last byte")
    try refuses(
      one("F6_E2M3", [5], [0, 4]),
      "tensor 'w' (byte 9), [5] of 'F6_E2M3', does not fill its last byte")
    try refuses(
      one("U8", [2], [2, 4]),
      "tensor 'w' (byte 9) begins at offset 2, expected 0, where the one "
        + "before it ends")
    try refuses(
      one("U8", [3], [0, 3]), "has 4 bytes of values, expected 3, where the last tensor ends")
    try refuses(
      Bytes(header: "{}", values: [1]),
      "has 1 byte of values, expected 0, where the last tensor ends")
    // An overlap and a hole are told at the second of two tensors.
    for begin in [1, 3] {
      try refuses(
        Bytes(
          [
            Bytes.member("b", "U8", [1], [begin, begin + 1]), Bytes.member("a", "U8", [2], [0, 2]),
          ], values: [1, 2, 3, 4]),
        "tensor 'b' (byte 9) begins at offset \(begin), expected 2, where the one before it ends")
    }
    // The same bytes twice.
    try refuses(
      Bytes(
        [Bytes.member("a", "U8", [4], [0, 4]), Bytes.member("b", "U8", [4], [0, 4])],
        values: [1, 2, 3, 4]),
      "tensor 'b' (byte 62) begins at offset 0, expected 4, where the one before it ends")
  }

  @Test("a type or a shape is not to be asked for")
  func layout() throws {
    let bytes = Bytes.bytes("w", [1, 2]).bytes
    for layout in [RawLayout(elementType: .int8), RawLayout(shape: [2])] {
      expectSentence(
        try folder.refusal("m.safetensors", bytes, layout: layout),
        "m.safetensors: says the type and the shape of each tensor itself, "
          + "so none can be asked for")
    }
    #expect(TensorFileError.safetensors(path: "p", .layout).kind == .usage)
  }

  @Test(
    "files that were broken on purpose",
    arguments: [
      ("badjson", "header has 'x' at byte 9, expected a name in quotes or '}'"),
      (
        "oob_offsets",
        "tensor 't' (byte 9) ends at offset 1016, past the 16 bytes of values"
      ),
      (
        "shape_mismatch",
        "tensor 't' (byte 9) has 16 bytes, expected 4000000000000 for [1000000, 1000000] of 'F32'"
      ),
    ])
  func malformed(name: String, expected: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/malformed_\(name).safetensors")
    expectSentence(
      try folder.refusal("m.safetensors", Array(try Data(contentsOf: file))),
      "m.safetensors: \(expected)")
  }
}
