import NumberFormats
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("a plan on the list")
struct PlanListTests {
  private let tensors = TestTensor.model(layers: 6)
  private let names = ["int2:channel", "int4:channel", "int8:channel", "bnb-nf4"]

  private func session(_ keys: String = "") -> Session {
    var session = Session(
      list: tensors,
      setup: Setup(planFiles: [
        PlanFileFormat(identifier: "csv", fileExtension: "csv"),
        PlanFileFormat(identifier: "llama-tensor-types", fileExtension: "txt"),
      ]))
    session.press("P")
    session.type(names.joined(separator: " "))
    session.press("Enter " + keys)
    return session
  }

  /// What each format makes of each matrix, measured without the list.
  private func referee() throws -> (items: [PlannedTensor], kept: Int, values: Int) {
    var items: [PlannedTensor] = []
    var (kept, values) = (0, 0)
    for tensor in tensors {
      values += tensor.values.count
      guard tensor.shape.count > 1 else {
        kept += 32 * tensor.values.count
        continue
      }
      items.append(
        PlannedTensor(
          try names.map { name in
            let pass = try FormatPass(try #require(.named(name)), shape: tensor.shape)
            let sums = try pass.run(over: ElementStream(tensor.values)).error.sums
            return PlannedTensor.Candidate(
              bits: pass.storedBits, error: sums.squaredError / sums.squares)
          }))
    }
    return (items, kept, values)
  }

  @Test(
    "looks as recorded",
    arguments: [("list-plan", ""), ("list-plan-damage", "o } < ."), ("list-plan-typed", "P")])
  func screens(name: String, keys: String) throws {
    var session = session(keys)
    for (columns, rows) in [(80, 24), (120, 36), (40, 12)] {
      session.resize(columns, rows)
      try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: name)
    }
  }

  @Test(
    "it is the plan of least error within the budget", arguments: ["", ".", "<", "> > .", ", ,"])
  func plan(keys: String) throws {
    let session = session(keys)
    let (items, kept, values) = try referee()
    let list = try #require(session.model.list)
    let plan = try #require(list.plan)
    let answer = try #require(plan.answer)
    let budget = Int(plan.bitsPerValue * Double(values))
    let expected = try FormatPlan(items, withinBits: budget - kept)
    #expect(answer.plan == expected)
    #expect(plan.bits == expected.bits + kept && (plan.bits ?? .max) <= budget)
    var place = 0
    for (position, tensor) in tensors.enumerated() {
      guard tensor.shape.count > 1 else {
        #expect(answer.chosen[position] == nil)
        continue
      }
      #expect(answer.chosen[position]?.name == names[expected.choices[place]])
      let candidate = items[place].candidates[expected.choices[place]]
      #expect(answer.damages[position]?.storedBits == candidate.bits)
      place += 1
    }
    #expect(session.screen()[0].contains("plan "))
  }

  @Test("every tensor is measured in every format once, whatever the budget")
  func passes() {
    var session = session()
    session.answersSurveys = false
    let count = session.kept.count
    session.press("> > , , < .")
    #expect(session.kept.count == count)
    #expect(session.model.list?.plan?.answer?.budget != nil)
  }

  @Test("the budget stays within what the formats can use, by steps of a twentieth of a bit")
  func budget() throws {
    var session = session()
    #expect(session.model.list?.plan?.bitsPerValue == 4.5)
    session.press(". .")
    #expect(session.model.list?.plan?.bitsPerValue == 4.6)
    session.press("<")
    #expect(session.model.list?.plan?.bitsPerValue == 4.1)
    for _ in 0..<30 { session.press("<") }
    let plan = try #require(session.model.list?.plan)
    let (items, kept, values) = try referee()
    let least = items.reduce(kept) { $0 + ($1.candidates.map(\.bits).min() ?? 0) }
    #expect(plan.bits ?? 0 >= least && Double((plan.bits ?? 0) - least) < 0.01 * Double(values))
    #expect(abs(plan.bitsPerValue - Double(least) / Double(values)) < 0.01)
    #expect(session.model.status?.text.contains("the least") == true)
  }

  @Test("the rows, the line and the picture are about what the plan chooses")
  func rows() throws {
    let session = session("o ]")
    let list = try #require(session.model.list)
    let answer = try #require(list.planAnswer)
    let known = list.rows.compactMap(\.tensor).compactMap { answer.damages[$0]?.sqnrInDecibels }
    #expect(known == known.sorted() && known.count == tensors.count { $0.shape.count > 1 })
    #expect(list.profile.belowCount == known.count { $0 < 30 })
  }

  @Test("no name ends it, a wrong one stays in the line, and the usual ones are offered")
  func typing() {
    var session = session("P C-u Enter")
    #expect(session.model.list?.plan == nil)
    session.press("P")
    session.type("int4:channel nosuch")
    session.press("Enter")
    guard case .entry(let entry)? = session.model.overlay else {
      Issue.record("the line must stay")
      return
    }
    #expect(entry.complaint?.contains("nosuch") == true)
    session.press("Esc P Tab Enter")
    #expect(session.model.list?.plan?.formats == TensorPlan.usual(session.model.sheet.contents))
  }

  @Test("it is written as what is asked for, and only once it is there")
  func writing() throws {
    var session = session("W")
    guard case .entry(let entry)? = session.model.overlay else {
      Issue.record("a line must open")
      return
    }
    #expect(entry.editor.text == "csv model.plan.csv")
    #expect(entry.suggestions.last == "llama-tensor-types model.plan.txt")
    session.press("Enter")
    guard case .writePlan(let writing, let ticket)? = session.kept.last else {
      Issue.record("it must be written")
      return
    }
    #expect(writing.identifier == "csv" && writing.path == "model.plan.csv")
    #expect(writing.choices.count == tensors.count { $0.shape.count > 1 })
    session.send(.answer(.planWritten(path: writing.path, byteCount: 7, remark: nil), ticket))
    #expect(session.model.status?.text.hasPrefix("wrote model.plan.csv") == true)
    var none = Session(list: tensors)
    none.press("W")
    #expect(none.model.overlay == nil && none.model.status?.text.contains("no plan") == true)
  }

  @Test("a plan keeps keys of the rule away and opens tensors in its formats; Esc ends it")
  func underneath() throws {
    var session = session()
    let list = try #require(session.model.list)
    let before = session.model.sheet.setup
    for keys in ["b", "c", "F"] {
      session.press(keys)
      #expect(session.model.overlay == nil)
      #expect(session.model.status?.text == "the plan chooses the formats; Esc ends it")
    }
    #expect(session.model.sheet.setup.format == before.format)
    #expect(session.model.sheet.setup.inForce == before.inForce)
    let chosen = try #require(list.planAnswer?.chosen)
    #expect(session.model.sheet.plannedFormats == chosen)
    let hints = session.model.usefulHints.map(\.words)
    #expect(hints.contains("budget") && hints.contains("write") && !hints.contains("bits"))
    session.press("Esc")
    #expect(session.model.list?.plan == nil && session.model.sheet.plannedFormats == nil)
    #expect(!session.model.usefulHints.map(\.words).contains("budget"))
    session.press("P")
    guard case .entry(let entry)? = session.model.overlay else {
      Issue.record("a line must open")
      return
    }
    #expect(!entry.editor.text.isEmpty)
  }

  @Test("a line by which nothing was written is there again to be mended")
  func mending() throws {
    var session = session("W C-u")
    session.type("csv nowhere/plan.csv")
    session.press("Enter")
    guard case .writePlan(let writing, let ticket)? = session.kept.last else {
      Issue.record("it must be written")
      return
    }
    #expect(writing.path == "nowhere/plan.csv")
    session.send(.answer(.planNotWritten("nowhere/plan.csv: no such folder"), ticket))
    session.press("W")
    guard case .entry(let entry)? = session.model.overlay else {
      Issue.record("a line must open")
      return
    }
    #expect(entry.editor.text == "csv nowhere/plan.csv")
  }

  @Test("formats that fit no tensor make no plan, and say so")
  func nothing() {
    var session = Session(list: [TestTensor.model(layers: 1)[4], TestTensor.model(layers: 1)[4]])
    session.press("P")
    session.type("mxfp4")
    session.press("Enter")
    #expect(session.screen()[0].contains("nothing to plan"))
    #expect(session.model.status?.text.contains("none of the formats fits") == true)
  }

  @Test("what is usual follows from the model")
  func usual() {
    func names(_ path: String, _ shape: [Int]) -> [String] {
      TensorPlan.usual(
        Contents(subjects: [
          Subject(path: path, tensorName: "w", elementType: "f32", shape: shape)
        ])
      ).map(\.name)
    }
    #expect(names("m.onnx", [8, 8]).contains("int8:channel"))
    #expect(names("m.safetensors", [8, 512]).contains("gguf-q4_k"))
    #expect(names("m.safetensors", [8, 96]).contains("gguf-q4_0"))
    #expect(names("m.safetensors", [8, 9]).contains("int4:channel"))
  }
}
