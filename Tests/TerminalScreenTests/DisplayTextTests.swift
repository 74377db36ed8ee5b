import TerminalScreen
import Testing

@Suite("text from outside")
struct DisplayTextTests {
  @Test(
    "what would act on the terminal is taken out",
    arguments: [
      ("plain.name_0", "plain.name_0"),
      ("\u{1B}[31mred\u{1B}[0m", "[31mred[0m"),
      ("bell\u{7}back\u{8}del\u{7F}", "bellbackdel"),
      ("\u{9B}31mC1", "31mC1"),
      ("a\u{202E}b\u{2066}c\u{200F}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
      ("zero\u{200B}width\u{FEFF}", "zerowidth"),
      ("two\nlines\tand\rmore", "two lines and more"),
      ("line\u{2028}separator", "line separator"),
      ("soft\u{AD}hyphen", "softhyphen"),
      ("private \u{E000}", "private \u{FFFD}"),
      ("", ""),
    ])
  func controls(given: String, shown: String) {
    #expect(DisplayText(given).string == shown)
  }

  @Test("a letter keeps two marks, and a mark alone is taken out")
  func marks() {
    #expect(DisplayText("e\u{301}").string == "e\u{301}")
    let piled = "e" + String(repeating: "\u{301}", count: 100)
    #expect(DisplayText(piled).string.unicodeScalars.count == 3)
    #expect(DisplayText("\u{301}").string == "")
    #expect(DisplayText("क\u{93F}").string == "\u{FFFD}")
    #expect(DisplayText("\u{1F1E9}\u{1F1EA}").string == "\u{FFFD}")
  }

  @Test("emoji are single and two columns wide")
  func emoji() {
    #expect(DisplayText("\u{1F468}\u{200D}\u{1F469}").string == "\u{1F468}\u{1F469}")
    #expect(DisplayText("\u{1F44D}\u{1F3FD}").string == "\u{1F44D}")
    #expect(DisplayText("\u{1F680}").columns == 2)
  }

  @Test(
    "columns are those of the terminal",
    arguments: [
      ("abc", 3), ("层", 2), ("カタ", 4), ("ｱ", 1), ("한글", 4), ("é", 1), ("e\u{301}", 1),
      ("─█", 2), ("Ｆ", 2), ("\u{7}", 0), ("", 0),
    ])
  func columns(text: String, columns: Int) {
    #expect(DisplayText.columns(of: text) == columns)
  }

  @Test("what is too long ends in dots and never takes more columns than there are")
  func truncated() {
    #expect(DisplayText.truncated("encoder.layer", columns: 20) == "encoder.layer")
    #expect(DisplayText.truncated("encoder.layer", columns: 8) == "encoder…")
    #expect(DisplayText.truncated("层层层", columns: 4) == "层…")
    #expect(DisplayText.truncated("abc", columns: 1) == "…")
    #expect(DisplayText.truncated("abc", columns: 0) == "")
  }

  @Test("every scalar of the basic planes is one or two columns, or nothing, once sanitised")
  func everyScalar() {
    for value in UInt32(0)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = DisplayText("a" + String(Character(scalar)) + "b")
      #expect((2...5).contains(text.columns), "U+\(String(value, radix: 16))")
      #expect(!text.string.unicodeScalars.contains { $0.value < 0x20 })
    }
  }
}
