import Foundation
import Testing

@testable import EncodingFiles

/// Lists of numbers, which the library for JSON never sees.
@Suite struct NumberListTests {
  private struct Lists: Codable, Equatable {
    let name: String
    let first: NumberList
    let second: NumberList?
  }

  /// The same with lists that the library writes and reads.
  private struct Plain: Codable {
    let name: String
    let first: [Double]
    let second: [Double]?
  }

  private static let numbers: [Double] = [
    0, -0.0, 1, -1, 0.5, 1e15, 1e16, -1e17, 1e-7, 0.1, .leastNonzeroMagnitude,
    .greatestFiniteMagnitude,
    .leastNormalMagnitude, Double(Float(0.1)), 1234567890123456.5,
  ]

  private func text(_ lists: Lists) throws(EncodingFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try JSONText.write(lists, format: "test") { piece throws(EncodingFileError) in
      bytes += piece
      return .more
    }
    return bytes
  }

  @Test("a text with lists is the library's own, byte for byte, and reads back")
  func same() throws {
    var generator = SeededGenerator(seed: 11)
    let random = (0..<2000).map { _ in
      Double(bitPattern: UInt64.random(in: .min ... .max, using: &generator))
    }.filter(\.isFinite)
    // A name that looks like a place among the lists is none.
    for name in ["w", "[0]", #""[1], \" [0"#, "[\n  0\n]", ""] {
      for (first, second) in [(Self.numbers, random), ([], [3]), ([7], nil)] {
        let lists = Lists(
          name: name, first: NumberList(first), second: second.map { NumberList($0) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let plain = Plain(name: name, first: first, second: second)
        let expected = [UInt8](try encoder.encode(plain)) + [0x0A]
        let bytes = try text(lists)
        #expect(bytes == expected)
        let found = try JSONText.value(Lists.self, of: JSONSyntax.check(bytes))
        #expect(found == lists)
        #expect(
          zip(found.first.numbers, first).allSatisfy { $0.bitPattern == $1.bitPattern })
      }
    }
  }

  @Test("pieces are small, and no more are made than are wanted")
  func pieces() throws {
    let lists = Lists(
      name: "w", first: NumberList(Array(repeating: 0.1, count: 100_000)), second: nil)
    var sizes: [Int] = []
    try JSONText.write(lists, format: "test") { piece throws(EncodingFileError) in
      sizes.append(piece.count)
      return sizes.count < 3 ? .more : .enough
    }
    #expect(sizes.count == 3 && sizes.allSatisfy { $0 < 300_000 })
  }

  @Test("a number that is not finite is refused", arguments: [Double.nan, .infinity])
  func notFinite(number: Double) {
    #expect(throws: EncodingFileError.notEncodable(format: "test")) {
      try text(Lists(name: "w", first: NumberList([1, number]), second: nil))
    }
  }

  @Test("what is no list of numbers is refused at the item that is none")
  func mixed() throws {
    for (list, error) in [
      (#"[1, "a"]"#, .wrongKind(member: "first[1]", expected: .number)),
      ("[1, [2]]", .wrongKind(member: "first[1]", expected: .number)),
      ("[null]", .wrongKind(member: "first[0]", expected: .number)),
      ("[[0]]", .wrongKind(member: "first[0]", expected: .number)),
      ("0", .wrongKind(member: "first", expected: .array)),
    ] as [(String, EncodingFileError)] {
      let bytes = Array("{\"name\": \"w\", \"first\": \(list)}".utf8)
      #expect(throws: error) {
        try JSONText.value(Lists.self, of: JSONSyntax.check(bytes))
      }
    }
  }

  @Test("lists of a document are set aside wherever they are, and nothing else is")
  func skeleton() throws {
    let text = #"{"a":[1, -2.5e1],"b":[[3],["[4]",5],[]],"c":{"d":[ 6 ]}}"#
    let skeleton = try JSONSyntax.check(Array(text.utf8))
    #expect(
      String(decoding: skeleton.text, as: UTF8.self)
        == #"{"a":[0],"b":[[1],["[4]",5],[]],"c":{"d":[2]}}"#)
    #expect(skeleton.lists == [[1, -25], [3], [6]])
  }
}
