import NcursesBackend
import TerminalScreen
import Testing

@Suite("choice of capabilities")
struct CapabilityChoiceTests {
  @Test(
    "colours follow what was asked, then NO_COLOR, then the terminal",
    arguments: [
      (.auto, nil, 256, .extended), (.auto, "", 256, .extended), (.auto, "1", 256, .none),
      (.auto, "0", 8, .none), (.always, "1", 256, .extended), (.always, nil, 8, .sixteen),
      (.never, nil, 256, .none), (.never, "", 8, .none),
    ] as [(ColourChoice, String?, Int, ColourSupport)])
  func colour(choice: ColourChoice, noColour: String?, colours: Int, support: ColourSupport) {
    #expect(
      ColourSupport(choice: choice, noColour: noColour, terminalColours: colours) == support)
  }

  @Test(
    "the number of colours decides which palette, and nothing makes colours of none",
    arguments: [
      (-1, .none), (0, .none), (7, .none), (8, .sixteen), (16, .sixteen), (88, .sixteen),
      (255, .sixteen), (256, .extended), (257, .sixteen), (1 << 24, .sixteen),
    ] as [(Int, ColourSupport)])
  func count(colours: Int, support: ColourSupport) {
    for choice in [ColourChoice.auto, .always] {
      #expect(ColourSupport(choice: choice, noColour: nil, terminalColours: colours) == support)
    }
  }

  @Test(
    "Unicode is drawn where the locale is UTF-8, and nowhere when ASCII was asked for",
    arguments: [("UTF-8", .unicode), ("utf-8", .unicode), ("ISO-8859-1", .ascii), ("", .ascii)]
      as [(String, GlyphSet)])
  func glyphs(codeset: String, glyphs: GlyphSet) {
    #expect(GlyphSet(choice: .auto, codeset: codeset) == glyphs)
    #expect(GlyphSet(choice: .ascii, codeset: codeset) == .ascii)
  }

  @Test(
    "the delays of slow lines are left out of a capability",
    arguments: [
      ("\u{1B}[m\u{0F}$<2>", "\u{1B}[m\u{0F}"), ("$<5/>a$<1*>b", "ab"), ("a$<5", "a$<5"), ("", ""),
      ("$5>", "$5>"),
    ])
  func delays(capability: String, bytes: String) {
    #expect(TerminalDescription.withoutDelays(capability) == Array(bytes.utf8))
  }
}
