import Testing

@testable import TensorFiles

@Suite("Python literals")
struct PythonLiteralTests {
  /// The literal in a text, written back without positions.
  private func parsed(_ text: String) -> String {
    do throws(TensorFileError) {
      let literal = try PythonLiteralParser.literal(in: Array(text.utf8), at: 100, path: "p")
      return written(literal)
    } catch {
      return error.description
    }
  }

  private func written(_ literal: PythonLiteral) -> String {
    switch literal.value {
    case .string(let text): "<\(text)>"
    case .integer(let number): "\(number)"
    case .boolean(let truth): "\(truth)"
    case .tuple(let items): "tuple(\(items.map(written).joined(separator: " ")))"
    case .list(let items): "list(\(items.map(written).joined(separator: " ")))"
    case .dictionary(let entries):
      "dict(\(entries.map { "\($0.key)=\(written($0.literal))" }.joined(separator: " ")))"
    }
  }

  @Test(
    "what is read",
    arguments: [
      ("()", "tuple()"), ("(1,)", "tuple(1)"), ("(1)", "1"), ("((1,),)", "tuple(tuple(1))"),
      ("(1, 2)", "tuple(1 2)"), ("(1, 2,)", "tuple(1 2)"), ("[]", "list()"), ("[1]", "list(1)"),
      ("[1,]", "list(1)"), ("{}", "dict()"), ("{'a':1}", "dict(a=1)"),
      ("{'a':1,'a':2,}", "dict(a=1 a=2)"), ("True", "true"), ("False", "false"), ("0", "0"),
      ("-0", "0"), ("7L", "7"), ("-12", "-12"), ("9223372036854775807", "9223372036854775807"),
      ("-9223372036854775808", "-9223372036854775808"), ("''", "<>"), ("\"a'b\"", "<a'b>"),
      (#"'a\'b'"#, "<a'b>"), (#"'\\\n\t\r\"'"#, "<\\\n\t\r\">"),
      (#"'\x41\u00e9\U0001F600'"#, "<Aé😀>"),
      ("'é'", "<é>"), ("'a\tb'", "<a\tb>"), (" \n{ 'a' : ( 1 , ) , }\r\n\t ", "dict(a=tuple(1))"),
    ])
  func accepted(text: String, expected: String) {
    #expect(parsed(text) == expected)
  }

  @Test(
    "what is refused, and where",
    arguments: [
      ("", "header ends at byte 100, expected \(HeaderToken.value.rawValue)"),
      ("x", "header has 'x' at byte 100, expected \(HeaderToken.value.rawValue)"),
      ("\u{1}", "header has byte value 1 at byte 100, expected \(HeaderToken.value.rawValue)"),
      ("None", "header has 'N' at byte 100, expected \(HeaderToken.value.rawValue)"),
      ("Tru", "header has 'T' at byte 100, expected \(HeaderToken.value.rawValue)"),
      ("Truex", "header has 'x' at byte 104, expected nothing but spaces behind the dictionary"),
      ("1 2", "header has '2' at byte 102, expected nothing but spaces behind the dictionary"),
      ("1+1", "header has '+' at byte 101, expected nothing but spaces behind the dictionary"),
      ("1.5", "header has '.' at byte 101, expected nothing but spaces behind the dictionary"),
      ("1LL", "header has 'L' at byte 102, expected nothing but spaces behind the dictionary"),
      ("()()", "header has '(' at byte 102, expected nothing but spaces behind the dictionary"),
      ("-", "header ends at byte 101, expected a digit"),
      ("-L", "header has 'L' at byte 101, expected a digit"),
      ("007", "header has '0' at byte 101, expected an integer without leading zeros"),
      ("-01", "header has '1' at byte 102, expected an integer without leading zeros"),
      ("9223372036854775808", "header has an integer of more than 64 bits at byte 100"),
      ("[-9223372036854775809]", "header has an integer of more than 64 bits at byte 101"),
      ("(1 2)", "header has '2' at byte 103, expected ',' or ')'"),
      ("(1", "header ends at byte 102, expected ',' or ')'"),
      ("(1,", "header ends at byte 103, expected \(HeaderToken.value.rawValue)"),
      ("(,)", "header has ',' at byte 101, expected \(HeaderToken.value.rawValue)"),
      ("[1)", "header has ')' at byte 102, expected ',' or ']'"),
      ("{1: 2}", "header has '1' at byte 101, expected a key in quotes or '}'"),
      ("{", "header ends at byte 101, expected a key in quotes or '}'"),
      ("{,}", "header has ',' at byte 101, expected a key in quotes or '}'"),
      ("{'a' 1}", "header has '1' at byte 105, expected ':'"),
      ("{'a': 1 'b': 2}", "header has ''' at byte 108, expected ',' or '}'"),
      ("{'a': 1", "header ends at byte 107, expected ',' or '}'"),
      ("'abc", "header ends at byte 104, expected a closing quote"),
      ("'abc\"", "header ends at byte 105, expected a closing quote"),
      ("'a\nb'", "header has byte value 10 at byte 102, expected a closing quote"),
      (#"'\q'"#, "header has 'q' at byte 102, expected \(HeaderToken.escape.rawValue)"),
      ("'\\", "header ends at byte 102, expected \(HeaderToken.escape.rawValue)"),
      (#"'\x4'"#, "header has ''' at byte 104, expected a hexadecimal digit"),
      (#"'\ud800'"#, "header has 'd' at byte 103, expected the number of a character"),
      (#"'\UFFFFFFFF'"#, "header has 'F' at byte 103, expected the number of a character"),
    ])
  func refused(text: String, sentence: String) {
    #expect(parsed(text) == "p: \(sentence)")
  }

  @Test("positions count from the start of the file")
  func positions() throws {
    let literal = try PythonLiteralParser.literal(
      in: Array(" {'a': [7]}".utf8), at: 10, path: "p")
    #expect(literal.position == 11)
    guard case .dictionary(let entries) = literal.value else { return }
    #expect(entries.map(\.keyPosition) == [12])
    #expect(entries.map(\.literal.position) == [17])
  }

  @Test("32 brackets nest, 33 do not")
  func depth() {
    let deepest = String(repeating: "[", count: 31) + "1" + String(repeating: "]", count: 31)
    #expect(!parsed(deepest).hasPrefix("p:"))
    #expect(parsed("[" + deepest + "]") == "p: header nests brackets deeper than 32 at byte 132")
  }
}
