import Testing

@testable import TensorFiles

@Suite("members of an object in JSON")
struct JSONMembersTests {
  private func members(_ text: String) throws -> [(name: String, value: String)] {
    let bytes = Array(text.utf8)
    var walk = try JSONMembers(of: bytes, in: bytes.indices)
    var found: [(String, String)] = []
    while let member = try walk.next() {
      found.append((member.name, String(decoding: bytes[member.value], as: UTF8.self)))
    }
    try walk.requireEnd()
    return found
  }

  @Test("names come with their escapes resolved, values as they stand, in the order of the text")
  func order() throws {
    let found = try members(
      "{ \"b\" :1,\n\t\"a\\n\":[1,{\"x\":\"}\"}] , \"\":\"a\\\"b\",\"n\":null ,\"d\":-1.5e3}\r\n ")
    #expect(found.map(\.name) == ["b", "a\n", "", "n", "d"])
    #expect(found.map(\.value) == ["1", #"[1,{"x":"}"}]"#, #""a\"b""#, "null", "-1.5e3"])
    #expect(try members("{}").isEmpty)
  }

  @Test("a plain string and one with escapes are the same value")
  func strings() throws {
    func string(_ text: String) throws -> String? {
      let bytes = Array(text.utf8)
      guard case .string(let string) = try ParsedJSON(bytes, in: bytes.indices) else { return nil }
      return string
    }
    #expect(try string(#""layer""#) == "layer")
    #expect(try string(#""\u006cayer""#) == "layer")
    #expect(try string(#""""#)?.isEmpty == true)
    #expect(try string(#""\u0000\t""#) == "\0\t")
    #expect(try string("\"é\u{1F600}\"") == "é\u{1F600}")
    for broken in ["\"", "\"\n\"", #""\x""#, #""\ud800""#, "\"\u{7F}", "'a'"] {
      #expect(throws: JSONFault.self) { try string(broken) }
    }
  }

  @Test("a zero byte is no white space, not even behind a number")
  func zeroBytes() throws {
    for text in ["[2\0]", "[\02]", "\0", "2\0", "[\"\0\"]"] {
      let bytes = Array(text.utf8)
      let zero = try #require(bytes.firstIndex(of: 0))
      #expect(throws: JSONFault.invalid(.syntax, position: zero)) {
        try ParsedJSON(bytes, in: bytes.indices)
      }
    }
  }

  @Test("texts are equal only to themselves")
  func exactTexts() {
    #expect(ExactText("caf\u{E9}") == ExactText("caf\u{E9}"))
    #expect(ExactText("caf\u{E9}") != ExactText("cafe\u{301}"))
    // One of these is ASCII, and Swift holds the two for equal.
    #expect("\u{37E}" == ";")
    #expect(ExactText("\u{37E}") != ExactText(";"))
    #expect(Set([ExactText("\u{37E}"), ExactText(";"), ExactText(";")]).count == 2)
  }
}
