import NumberFormats
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("the list under a number format")
struct FormatListTests {
  private let tensors = TestTensor.model(layers: 20)

  private func session(_ keys: String = "", typed: String? = nil) -> Session {
    var session = Session(list: tensors)
    session.press(keys)
    if let typed {
      session.press("F")
      session.type(typed)
      session.press("Enter")
    }
    return session
  }

  @Test("looks as recorded", arguments: [("list-format", "mxfp4"), ("list-format-typed", "q4")])
  func screens(name: String, typed: String) throws {
    var session = Session(list: tensors)
    session.press("o F")
    session.type(typed)
    if typed == "mxfp4" { session.press("Enter") }
    for (columns, rows) in [(80, 24), (120, 36), (40, 12)] {
      session.resize(columns, rows)
      try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: name)
    }
  }

  @Test("the damage is that of a pass of the format, and what it does not fit stays as it is")
  func damage() throws {
    let format = try #require(NumberFormat.named("gguf-q8_0"))
    let session = session(typed: format.name)
    #expect(session.model.sheet.setup.format == format)
    let list = try #require(session.model.list)
    for (position, tensor) in tensors.enumerated() {
      let damage = try #require(list.damage(of: position, .byRule, session.model.sheet))
      guard let pass = try? FormatPass(format, shape: tensor.shape) else {
        #expect(damage.leftAlone != nil && damage.sqnrInDecibels == nil)
        continue
      }
      let result = try pass.run(over: ElementStream(tensor.values))
      #expect(damage.sqnrInDecibels == result.error.sqnrInDecibels)
      #expect(damage.storedBits == pass.storedBits)
      #expect(damage.leftAlone == nil)
    }
    // A row of 16 is no block of 32.
    #expect(list.damage(of: 1, .byRule, session.model.sheet)?.leftAlone != nil)
    #expect(session.screen()[0].contains("gguf-q8_0"))
  }

  @Test("a tensor that loses values is marked, and comes before those that lose none")
  func lost() throws {
    let whole = TestTensor.channels
    var broken = TestTensor(name: "broken.weight", shape: whole.shape, values: whole.values)
    // The scale of its block has no room for it.
    broken.values[40] = 1e30
    var session = Session(list: [whole, broken])
    session.press("F")
    session.type("gguf-q8_0")
    session.press("Enter")
    let list = try #require(session.model.list)
    let damages = try (0..<2).map {
      try #require(list.damage(of: $0, .byRule, session.model.sheet))
    }
    #expect(damages[0].lostCount == 0 && damages[1].lostCount > 0)
    #expect(damages[1].badness > damages[0].badness)
    func row(_ name: String) throws -> String {
      try #require(session.screen().first { $0.contains(name) && $0.contains("8.500") })
    }
    #expect(try row("broken.weight").contains("✗"))
    #expect(try !row("conv1.weight").contains("✗"))
    session.press("o")
    let order = session.model.list?.rows.compactMap(\.tensor)
    #expect(order == [1, 0])
  }

  @Test("by damage the worst comes first, and what stays as it is last")
  func order() throws {
    let session = session("o", typed: "gguf-q8_0")
    let list = try #require(session.model.list)
    let rows = list.rows.compactMap(\.tensor)
    let known = rows.compactMap {
      list.damage(of: $0, .byRule, session.model.sheet)?.sqnrInDecibels
    }
    #expect(known.count == 20 && known == known.sorted())
    let last = try #require(rows.last)
    #expect(list.damage(of: last, .byRule, session.model.sheet)?.leftAlone != nil)
  }

  @Test(
    "keys of the scheme go through formats of the kind, and Esc or no name puts the scheme back")
  func back() {
    var session = session(typed: "int4:g32")
    session.press("b")
    #expect(session.model.sheet.setup.format?.name == "int3:g32")
    session.press("B B")
    #expect(session.model.sheet.setup.format?.name == "int8:g32")
    session.press("n")
    #expect(session.model.sheet.setup.format?.name == "int8:g32")
    #expect(session.model.status?.text.contains("no other of its kind") == true)
    #expect(session.model.sheet.setup.inForce.scheme.bitWidth == 8)
    session.press("Esc")
    #expect(session.model.sheet.setup.format == nil)
    session = self.session(typed: "mxfp4")
    session.press("F C-u Enter")
    #expect(session.model.sheet.setup.format == nil)
    #expect(session.model.sheet.setup.rule == .scheme(session.model.sheet.setup.inForce))
  }

  @Test("a name that is none stays in the line, with those that may be meant; Tab takes one")
  func typing() throws {
    var session = session(typed: "nf4")
    guard case .entry(let entry)? = session.model.overlay else {
      Issue.record("the line must stay")
      return
    }
    #expect(entry.complaint?.contains("did you mean bnb-nf4?") == true)
    #expect(entry.suggestions.first == "bnb-nf4")
    session.press("Tab Enter")
    #expect(session.model.overlay == nil)
    #expect(session.model.sheet.setup.format?.name == "bnb-nf4")
  }

  @Test("suggestions go on as the letters do, and every one of them is a format")
  func suggestions() {
    #expect(FormatSearch.suggestions(for: "gguf-q4").first == "gguf-q4_0")
    #expect(FormatSearch.suggestions(for: "Q4KM") == ["gguf-q4_k"])
    #expect(FormatSearch.suggestions(for: "zzz").isEmpty)
    for text in ["", "g", "mx", "4", "int4:g", "nf4"] {
      let names = FormatSearch.suggestions(for: text)
      #expect(!names.isEmpty && Set(names).count == names.count)
      for name in names { #expect(NumberFormat.named(name) != nil, "\(name)") }
    }
  }

  @Test("a tensor opens under the format in force, and under the scheme where it does not fit")
  func opening() throws {
    let format = try #require(NumberFormat.named("gguf-q8_0"))
    var session = session("z", typed: format.name)
    session.press("g")
    #expect(session.model.sheet.selected == 0)
    session.press("Enter")
    #expect(session.model.sheet.desk.inForce == nil, "rows of 16 are no blocks of 32")
    session.press("Esc")
    let down = try #require(tensors.firstIndex { $0.shape == [16, 64] })
    while session.model.sheet.selected != down { session.press("j") }
    session.press("Enter")
    #expect(session.model.sheet.desk.inForce == .format(format))
    session.press("Esc Esc F")
    session.type("mxfp4")
    session.press("Enter Enter")
    #expect(session.model.sheet.desk.inForce == .format(try #require(.named("mxfp4"))))
    session.press("Esc Esc b Enter")
    #expect(session.model.sheet.desk.inForce == nil)
  }

  @Test("the command of the desk works on the list too")
  func command() {
    var session = session()
    session.press(":")
    session.type("format mxfp4")
    session.press("Enter")
    #expect(session.model.sheet.setup.format?.name == "mxfp4")
    session.press(":")
    session.type("format nosuch")
    session.press("Enter")
    #expect(session.model.overlay != nil && session.model.sheet.setup.format?.name == "mxfp4")
    session.press("Esc :")
    session.type("format none")
    session.press("Enter")
    #expect(session.model.sheet.setup.format == nil)
  }

  @Test("one tensor opens under a format that was asked for")
  func alone() throws {
    let format = try #require(NumberFormat.named("mxfp4"))
    let session = Session(
      list: [TestTensor.model(layers: 1)[3]], setup: Setup(format: format))
    #expect(session.model.screen.name == .explore)
    #expect(session.model.sheet.desk.inForce == .format(format))
  }
}
