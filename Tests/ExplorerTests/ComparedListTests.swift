import NumberFormats
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("the list beside a quantized model")
struct ComparedListTests {
  private let tensors = TestTensor.model(layers: 8)

  private func against() -> TestCounterparts {
    var against = TestCounterparts(
      tensors, in: "int4:channel", without: [3: "no counterpart"],
      surplus: [.init(name: "blk.9.extra.weight", reason: "no counterpart")])
    against.values[5] = Array(repeating: 0.25, count: tensors[5].values.count)
    against.flags[5] = [
      .init(name: "collapsed", reason: "all stored values are one and the same"),
      .init(name: "below-usual", reason: "3 dB where it usually gives 20 dB or more"),
    ]
    against.unread[7] = "models/quantized.gguf: is cut short"
    against.values[7] = nil
    return against
  }

  @Test(
    "looks as recorded",
    arguments: [
      ("list-against", ""), ("list-against-stored", "o ]"), ("list-against-gain", "o o o"),
      ("list-against-page", "o x"),
    ])
  func screens(name: String, keys: String) throws {
    var session = Session(list: tensors, against: against())
    session.press(keys)
    for (columns, rows) in [(80, 24), (120, 36), (160, 50), (40, 12)] {
      session.resize(columns, rows)
      try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: name)
    }
  }

  @Test("each tensor has both damages, and who has no counterpart says so")
  func both() throws {
    let session = Session(list: tensors, against: against())
    let list = try #require(session.model.list)
    for (position, tensor) in tensors.enumerated() where ![3, 5, 7].contains(position) {
      let stored = try #require(list.damage(of: position, .asStored, session.model.sheet))
      let values = tensor.rounded(to: "int4:channel") ?? tensor.values
      let error = zip(tensor.values, values).reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
      #expect(abs(stored.squaredError - error) <= 1e-12 * error)
      let rule = try #require(list.damage(of: position, .byRule, session.model.sheet))
      #expect(rule == session.glance(position, session.model.sheet.setup.rule).damage)
    }
    #expect(list.damage(of: 3, .asStored, session.model.sheet) == nil)
    #expect(list.findings.stored(of: 7) == .unread("models/quantized.gguf: is cut short"))
  }

  @Test("it is sorted by either damage, and by what the rule would win")
  func orders() throws {
    var session = Session(list: tensors, against: against())
    for (keys, kind) in [("o", DamageKind.asStored), ("o", .byRule)] {
      session.press(keys)
      let list = try #require(session.model.list)
      #expect(list.order.kind == kind)
      let rows = list.rows.compactMap(\.tensor)
      let known = rows.compactMap { list.damage(of: $0, kind, session.model.sheet)?.badness }
      #expect(known == known.sorted(by: >) && known.count >= tensors.count - 2)
      if kind == .asStored { #expect(Set(rows.suffix(2)) == [3, 7]) }
    }
    session.press("o")
    let list = try #require(session.model.list)
    let gains = list.rows.compactMap(\.tensor).compactMap { list.gain(of: $0, session.model.sheet) }
    #expect(gains == gains.sorted(by: >) && gains.count > 20)
  }

  @Test("another scheme measures anew what the rule does, and compares nothing again")
  func scheme() throws {
    var session = Session(list: tensors, against: against())
    session.answersSurveys = false
    session.press("b")
    let surveys = session.kept.compactMap { effect in
      if case .survey(let survey, _) = effect { survey } else { nil }
    }
    #expect(surveys.last?.parts == .damage)
    #expect(session.model.list?.findings.storedDamage(of: 0) != nil)
  }

  @Test("tensors that are one there are compared once, and all of them show it")
  func stacks() throws {
    var against = against()
    against.stacks = [[0, 1]]
    let session = Session(list: tensors, against: against)
    let list = try #require(session.model.list)
    #expect(list.findings.storedDamage(of: 1) == list.findings.storedDamage(of: 0))
    let others = tensors.indices.filter { ![0, 1].contains($0) }
    let sum = ([0] + others).reduce(0.0) {
      $0 + (list.findings.storedDamage(of: $1)?.damage.squaredError ?? 0)
    }
    #expect(abs(list.findings.storedSquaredError - sum) <= 1e-12 * sum)
  }

  @Test("flags are said with their reason, in the status line and on a page")
  func flags() throws {
    var session = Session(list: tensors, against: against())
    session.press("o")
    #expect(session.model.list?.selection == .tensor(5))
    session.press("j k")
    #expect(session.screen().contains { $0.contains("collapsed: all stored values are one") })
    session.press("x")
    session.resize(100, 60)
    let page = session.screen().joined(separator: "\n")
    #expect(page.contains("! collapsed") && page.contains("! below-usual"))
    #expect(page.contains("blk.\(tensors[5].name)") && page.contains("[1, 1]"))
    #expect(page.contains("not of what the model answers"))
  }

  @Test("what only the quantized model has is listed at the end, and is nothing to open")
  func surplus() {
    var session = Session(list: tensors, against: against())
    session.press("G")
    #expect(session.model.list?.selection == .surplus(0))
    #expect(session.screen().contains { $0.contains("+ blk.9.extra.weight") })
    session.press("Enter")
    #expect(session.model.screen.name == .tensors)
    #expect(session.model.sheet.selected == nil)
  }

  @Test("the line is about what the rows are sorted by")
  func line() throws {
    var session = Session(list: tensors, against: against())
    session.press("]")
    func count(_ kind: DamageKind) throws -> Int {
      let list = try #require(session.model.list)
      return tensors.indices.count {
        list.damage(of: $0, kind, session.model.sheet)?.isBelow(30) == true
      }
    }
    #expect(session.model.list?.profile.belowCount == (try count(.asStored)))
    session.press("o o")
    #expect(session.model.list?.profile.belowCount == (try count(.byRule)))
    #expect(try count(.byRule) != count(.asStored))
  }

  @Test("no size and no key traps", arguments: [1, 40, 59, 76, 140])
  func sizes(columns: Int) {
    var session = Session(list: tensors, against: against())
    for keys in ["", "o ] Enter Esc", "o x Esc", "o { G", "o o z / e Enter", "F m Tab Enter"] {
      session.press(keys)
      for rows in [1, 10, 34] {
        session.resize(columns, rows)
        let canvas = session.model.canvas(TerminalCapabilities())
        #expect(canvas.size == ScreenSize(columns: columns, rows: rows))
      }
    }
  }
}
