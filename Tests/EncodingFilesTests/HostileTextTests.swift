import QuantizationEngine
import Testing

@testable import EncodingFiles

@Suite struct HostileTextTests {
  private func samples() throws -> [(any ReadableEncodingFormat, [UInt8])] {
    [
      (QvizFormat(), try QvizFormat().encode(Samples.groups())),
      (QvizFormat(), try QvizFormat().encode(Samples.peculiar())),
      (Aimet100Format(), try Aimet100Format().encode(Samples.groups())),
      (Aimet200Format(), try Aimet200Format().encode(Samples.groups())),
      (Aimet061Format(), try Aimet061Format().encode(Samples.restricted())),
      (OverridesFormat(), try OverridesFormat().encode(Samples.restricted())),
      (CalibrationCacheFormat(), try CalibrationCacheFormat().encode(Samples.amax())),
      (LiteRTCalibrationFormat(), try LiteRTCalibrationFormat().encode(Samples.restricted())),
      (TorchFormat(), try TorchFormat().encode(Samples.restricted())),
      (ONNXParametersFormat(), try ONNXParametersFormat().encode(Samples.groups())),
    ]
  }

  @Test("a text cut anywhere is refused")
  func truncated() throws {
    for (format, bytes) in try samples() {
      // The last byte is the line feed behind the object.
      for count in 0..<(bytes.count - 1) {
        #expect(throws: EncodingFileError.self, "\(format.identifier), \(count) bytes") {
          try format.decode(Array(bytes.prefix(count)))
        }
      }
    }
  }

  @Test("a text with any byte changed is read or refused, never more")
  func flipped() throws {
    for (format, bytes) in try samples() {
      for position in bytes.indices {
        for change: UInt8 in [0x01, 0x10, 0x80] {
          var changed = bytes
          changed[position] ^= change
          for tensor in (try? format.decode(changed))?.tensors ?? [] {
            _ = try? tensor.completed(from: format)
          }
          if change == 0x10 { _ = try? EncodingFormatCatalog.format(of: changed) }
        }
      }
    }
  }

  @Test("bytes at random are refused", arguments: [UInt64(6), 7])
  func random(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array(#"{}[]",:0123456789.-+eEtrufalsn\u \#u{0}\#u{FF}"#.utf8)
    for _ in 0..<2000 {
      let count = Int.random(in: 0..<60, using: &generator)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      for format in Samples.jsonFormats {
        #expect(throws: EncodingFileError.self, "seed \(seed): \(bytes)") {
          try format.decode(bytes)
        }
      }
    }
  }

  @Test(
    "a text that is not JSON is refused where it goes wrong",
    arguments: [
      ("", .syntax(expected: .openingBrace, found: nil, position: 0)),
      (" \t\r\n", .syntax(expected: .openingBrace, found: nil, position: 4)),
      ("[]", .syntax(expected: .openingBrace, found: 0x5B, position: 0)),
      ("\u{FEFF}{}", .syntax(expected: .openingBrace, found: 0xEF, position: 0)),
      ("{", .syntax(expected: .name, found: nil, position: 1)),
      ("{1}", .syntax(expected: .name, found: 0x31, position: 1)),
      (#"{"a"}"#, .syntax(expected: .colon, found: 0x7D, position: 4)),
      (#"{"a":}"#, .syntax(expected: .value, found: 0x7D, position: 5)),
      (#"{"a":1 2}"#, .syntax(expected: .commaOrBrace, found: 0x32, position: 7)),
      (#"{"a":1,}"#, .syntax(expected: .name, found: 0x7D, position: 7)),
      (#"{"a":[1,]}"#, .syntax(expected: .value, found: 0x5D, position: 8)),
      (#"{"a":[1}"#, .syntax(expected: .commaOrBracket, found: 0x7D, position: 7)),
      (#"{"a":01}"#, .syntax(expected: .commaOrBrace, found: 0x31, position: 6)),
      (#"{"a":-}"#, .syntax(expected: .digit, found: 0x7D, position: 6)),
      (#"{"a":1.}"#, .syntax(expected: .digit, found: 0x7D, position: 7)),
      (#"{"a":1e+}"#, .syntax(expected: .digit, found: 0x7D, position: 8)),
      (#"{"a":NaN}"#, .syntax(expected: .value, found: 0x4E, position: 5)),
      (#"{"a":nul}"#, .syntax(expected: .literal, found: 0x7D, position: 8)),
      (#"{"a":"b"#, .syntax(expected: .closingQuote, found: nil, position: 7)),
      ("{\"a\":\"\n\"}", .syntax(expected: .character, found: 0x0A, position: 6)),
      (#"{"a":"\x"}"#, .syntax(expected: .escape, found: 0x78, position: 7)),
      (#"{"a":"\u00g0"}"#, .syntax(expected: .hexadecimalDigit, found: 0x67, position: 10)),
      (#"{"a":"\ud800"}"#, .syntax(expected: .secondSurrogate, found: 0x22, position: 12)),
      (#"{"a":"\ud800\u0041"}"#, .syntax(expected: .secondSurrogate, found: 0x30, position: 14)),
      (#"{"a":"\udc00"}"#, .syntax(expected: .firstSurrogate, found: 0x64, position: 8)),
      ("{} x", .syntax(expected: .nothing, found: 0x78, position: 3)),
      (#"{"a":1e999}"#, .numberNotRepresentable(position: 5)),
      (#"{"a":[0,-1e-999]}"#, .numberNotRepresentable(position: 8)),
      (#"{"version":1,"version":2}"#, .duplicateMember("version", position: 13)),
      (#"{"a":{"b":0,"c":1,"\u0062":2}}"#, .duplicateMember("b", position: 18)),
    ] as [(String, EncodingFileError)])
  func syntax(text: String, error: EncodingFileError) {
    for format in Samples.jsonFormats {
      #expect(throws: error) { try format.decode(Array(text.utf8)) }
    }
  }

  @Test("sound JSON of any shape passes the check")
  func sound() throws {
    for text in [
      "{}", " { } ", #"{"a":[],"b":{},"c":[[]],"d":null,"e":[true,false],"":0}"#,
      #"{"a":[0,-0,1.5,-1.5e-3,1E+2,0e999,0.0e-999,123456789012345678901234567890]}"#,
      #"{"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é😀"}"#,
    ] {
      try JSONSyntax.check(Array(text.utf8))
    }
  }

  @Test("a number of hundreds of digits is refused or read", arguments: [300, 400, 5000])
  func longNumber(digits: Int) {
    let text = "{\"a\":1" + String(repeating: "0", count: digits) + "}"
    let error: EncodingFileError =
      digits > 308 ? .numberNotRepresentable(position: 5) : .missingMember("version")
    #expect(throws: error) { try Aimet100Format().decode(Array(text.utf8)) }
  }

  @Test("bytes that are no UTF-8 are refused where they begin")
  func encoding() {
    let beginning = Array(#"{"a":""#.utf8)
    for bad: [UInt8] in [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0, 0, 0], [0xE2, 0x82],
    ] {
      #expect(throws: EncodingFileError.notUTF8(position: 6)) {
        try QvizFormat().decode(beginning + bad + Array(#""}"#.utf8))
      }
    }
  }

  @Test("brackets nest so deep and no deeper")
  func nesting() throws {
    let limit = JSONSyntax.nestingLimit
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      let inner = open == "[" ? "" : "0"
      func text(_ depth: Int) -> [UInt8] {
        Array(
          (#"{"a":"# + String(repeating: open, count: depth - 1) + inner
            + String(repeating: close, count: depth - 1) + "}").utf8)
      }
      try JSONSyntax.check(text(limit))
      #expect(
        throws: EncodingFileError.nesting(limit: limit, position: 5 + (limit - 1) * open.count)
      ) {
        try JSONSyntax.check(text(limit + 1))
      }
    }
    let bomb = Array(#"{"a":"#.utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(throws: EncodingFileError.nesting(limit: limit, position: 36)) {
      try QvizFormat().decode(bomb)
    }
  }

  @Test("more bytes than the limit are refused unread")
  func tooLarge() {
    let limit = DocumentSize.limit
    #expect(throws: EncodingFileError.tooLarge(limit: limit, found: limit + 1)) {
      try DocumentSize.check(limit + 1)
    }
  }
}
