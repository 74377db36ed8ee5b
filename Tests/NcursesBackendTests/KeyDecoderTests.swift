import NcursesBackend
import TerminalScreen
import Testing

@Suite("KeyDecoder")
struct KeyDecoderTests {
  @Test(
    "sequences of arrows and their like are keys, whatever the terminal's description lists",
    arguments: [
      ("[A", Key.arrow(.up, shift: .up)), ("OB", .arrow(.down, shift: .up)),
      ("[1;2C", .arrow(.right, shift: .down)), ("[1;2D", .arrow(.left, shift: .down)),
      ("[1;5D", .arrow(.left, shift: .up)), ("[1;6A", .arrow(.up, shift: .down)),
      ("[H", .home), ("[1~", .home), ("[7~", .home), ("OH", .home),
      ("[F", .end), ("[4~", .end), ("[8;2~", .end),
      ("[5~", .pageUp), ("[6;5~", .pageDown), ("[3~", .delete), ("[Z", .backTab), ("OM", .enter),
    ])
  func sequences(rest: String, key: Key) {
    #expect(decoded("\u{1B}" + rest) == [key])
  }

  @Test(
    "a sequence that means nothing is swallowed whole, and the key after it is not",
    arguments: [
      "[I", "[15~", "[201~", "[?1;2c", "[1;2P", "[<1;2M", "[9999999999999999999;1A", "OP",
    ])
  func unknownSequences(rest: String) {
    let keys = decoded("\u{1B}" + rest + "q")
    #expect(keys.last == .character("q"))
    #expect(!keys.contains(.escape))
    #expect(keys.count <= 2)
  }

  @Test("Escape alone, before a letter and twice is Escape")
  func escape() {
    #expect(decoded("\u{1B}") == [.escape])
    #expect(decoded("\u{1B}x") == [.escape, .character("x")])
    #expect(decoded("\u{1B}\u{1B}") == [.escape, .escape])
    #expect(decoded("\u{1B}\u{1B}[A") == [.escape, .arrow(.up, shift: .up)])
    #expect(decoded("\u{1B}[") == [.escape, .character("[")])
    #expect(decoded("\u{1B}O") == [.escape, .character("O")])
  }

  @Test("a sequence that breaks off is nothing")
  func brokenOff() {
    #expect(decoded("\u{1B}[1;2") == [])
    #expect(decoded("\u{1B}[1;\u{1B}[A") == [.arrow(.up, shift: .up)])
    #expect(decoded("\u{1B}[" + String(repeating: "1", count: 10_000)).count < 10_000)
  }

  @Test(
    "control characters are their keys",
    arguments: [
      (1, Key.control("a")), (3, .control("c")), (26, .control("z")), (8, .backspace),
      (127, .backspace), (9, .tab), (10, .enter), (13, .enter), (27, .escape),
    ] as [(UInt8, Key)])
  func controlCharacters(code: UInt8, key: Key) {
    #expect(Key(scalar: Unicode.Scalar(code)) == key)
  }

  @Test(
    "control characters without a key are nothing", arguments: [0, 28, 31, 128, 155] as [UInt8])
  func strayControlCharacters(code: UInt8) {
    #expect(Key(scalar: Unicode.Scalar(code)) == nil)
  }

  @Test(
    "printing characters are themselves", arguments: [" ", "q", "~", "é", "€", "漢"] as [Character])
  func printing(character: Character) {
    #expect(decoded(String(character)) == [.character(character)])
  }

  @Test(
    "extended names of a terminal's description are keys",
    arguments: [
      ("kRIT5", Key.arrow(.right, shift: .up)), ("kUP2", .arrow(.up, shift: .down)),
      ("kLFT6", .arrow(.left, shift: .down)), ("kDN3", .arrow(.down, shift: .up)),
      ("kHOM5", .home), ("kEND5", .end), ("kPRV5", .pageUp), ("kNXT5", .pageDown),
      ("kDC5", .delete), ("kcbt2", .backTab),
    ])
  func extendedNames(name: String, key: Key) {
    #expect(Key(extendedName: name) == key)
  }

  @Test("other names are nothing", arguments: ["", "kUP", "kIC5", "KEY_F(5)", "UNKNOWN KEY"])
  func unknownNames(name: String) {
    #expect(Key(extendedName: name) == nil)
  }

  @Test("a mouse report in decimal is a press, a drag, a release or the wheel")
  func mouse() {
    let keys = decoded(
      "\u{1B}[<35;1;1M\u{1B}[<0;250;6M\u{1B}[<32;8;6M\u{1B}[<0;8;6m\u{1B}[<0;8;6m\u{1B}[<64;8;6M"
        + "\u{1B}[<81;8;6M\u{1B}[<2;8;6M\u{1B}[<0;0;0M\u{1B}[<0;1M\u{1B}[<128;1;1M")
    #expect(
      keys == [
        .mouse(.press, column: 249, row: 5), .mouse(.drag, column: 7, row: 5),
        .mouse(.release, column: 7, row: 5), .mouse(.wheelUp, column: 7, row: 5),
        .mouse(.wheelDown, column: 7, row: 5),
      ])
  }

  @Test("a mouse report of the old form is the same, and its letters are no keys")
  func oldMouse() {
    let keys = decoded("\u{1B}[M %&\u{1B}[M@'&\u{1B}[M#'&\u{1B}[M`'&\u{1B}[M\"qqq")
    #expect(
      keys == [
        .mouse(.press, column: 4, row: 5), .mouse(.drag, column: 6, row: 5),
        .mouse(.release, column: 6, row: 5), .mouse(.wheelUp, column: 6, row: 5),
        .character("q"),
      ])
  }

  @Test(
    "a paste is one line of text, whatever is in it",
    arguments: [
      ("Let us see it\rquit\r", "Let us see it quit"), ("a\r\n\r\n\tb\n", "a  b"), ("", ""),
      ("\n \n", " "), ("nul\u{0}bell\u{7}^C\u{3}del\u{7F}csi\u{9B}", "nulbell^Cdelcsi"),
      ("\u{1B}[31mred\u{1B}", "[31mred"), ("\u{1B}[201\u{1B}[20", "[201[20"),
      ("層 é \u{202E}", "層 é \u{202E}"),
      (String(repeating: "x", count: 5000), String(repeating: "x", count: 4096)),
    ])
  func paste(pasted: String, text: String) {
    let keys = decoded("a\u{1B}[200~" + pasted + "\u{1B}[201~q")
    #expect(keys == [.character("a"), .paste(text), .character("q")])
  }

  @Test("a paste whose end is lost keeps its text from being keys until a lone Escape")
  func lostEnd() {
    var decoder = KeyDecoder()
    for scalar in "\u{1B}[200~qqq".unicodeScalars { decoder.feed(.scalar(scalar)) }
    // The line is slow.
    for _ in 0..<3 { decoder.flush() }
    decoder.feed(.key(.arrow(.up, shift: .up)))
    decoder.feed(.scalar("y"))
    #expect(decoder.takeKey() == nil)
    #expect(!decoder.isInsideSequence)
    decoder.feed(.scalar("\u{1B}"))
    #expect(decoder.isInsideSequence)
    decoder.flush()
    #expect(decoder.takeKey() == .paste("qqqy"))
    decoder.feed(.scalar("q"))
    #expect(decoder.takeKey() == .character("q"))
  }

  private func decoded(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    for scalar in text.unicodeScalars { decoder.feed(.scalar(scalar)) }
    decoder.flush()
    var keys: [Key] = []
    while let key = decoder.takeKey() { keys.append(key) }
    return keys
  }
}
