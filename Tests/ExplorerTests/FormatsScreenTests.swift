import NumberFormats
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite struct FormatsScreenTests {
  private func outcome(
    _ name: String, bits: Double, decibels: Double, lost: Float = 0
  ) throws -> FormatOutcome {
    // Two values, whose error makes the ratio that is asked for.
    let error = Float((2 / .pow10(decibels / 10)).squareRoot())
    var sums = PairedSums()
    let values: [Float] = [1, 1, 1]
    let decoded: [Float] = [1, 1 - error, lost > 0 ? .infinity : 1]
    sums.add(values.span, decoded.span)
    let format = try #require(NumberFormat.named(name))
    return FormatOutcome(
      format: format, bitsPerValue: bits, byteCount: 0, result: FormatResult(sums))
  }

  @Test("the frontier has what no other format beats")
  func frontier() throws {
    let outcomes = [
      try outcome("gguf-q8_0", bits: 8.5, decibels: 45),
      try outcome("gguf-q4_0", bits: 4.5, decibels: 19),
      try outcome("gguf-q4_k", bits: 4.5, decibels: 21),
      try outcome("gguf-q5_0", bits: 5.5, decibels: 20),
      try outcome("gguf-q2_k", bits: 2.6, decibels: 9),
      try outcome("gguf-q6_k", bits: 6.6, decibels: 50, lost: 1),
    ]
    let frontier = FormatFrontier(outcomes)
    #expect(frontier.points.map(\.name) == ["gguf-q2_k", "gguf-q4_k", "gguf-q8_0"])
    #expect(frontier.best(forBits: 5.5)?.name == "gguf-q4_k")
    #expect(frontier.best(forBits: 2) == nil)
  }

  @Test("every format that fits is tried once, and none of another tensor is shown")
  func questions() throws {
    var session = Session(list: [.channels, .activation])
    session.answersTrials = false
    session.press("Enter 5")
    let trials = session.kept.compactMap { effect -> (FormatTrial, Ticket)? in
      if case .tryFormats(let trial, let ticket) = effect { (trial, ticket) } else { nil }
    }
    let (trial, ticket) = try #require(trials.first)
    #expect(trials.count == 1)
    #expect(trial.tensor == 0)
    #expect(trial.formats.map(\.name) == FormatsScreen.fitting([4, 256]).map(\.name))
    let format = try #require(trial.formats.first)
    let outcome = try #require(session.outcome(of: format, .channels))
    session.send(.answer(.formatTried(outcome), ticket))
    #expect(session.screen().contains { $0.contains(format.name) })
    session.press(")")
    #expect(!session.screen().contains { $0.contains(format.name) })
    session.send(.answer(.formatTried(outcome), ticket))
    #expect(!session.screen().contains { $0.contains(format.name) })
  }

  @Test("rows are sorted, and the selected one stays selected")
  func order() throws {
    var session = Session(.channels, size: ScreenSize(columns: 130, rows: 60))
    session.press("5 j j j")
    func selected() -> String? {
      session.screen().first { $0.contains("▸") }.map { String($0.prefix(50)) }
    }
    let before = try #require(selected())
    session.press("o")
    #expect(selected() == before)
    session.press("x")
    #expect(session.screen().contains { $0.contains("bits a value") })
  }

  /// A session on the formats, before any of them was tried, and the ticket of those asked for.
  private func asked() throws -> (Session, Ticket) {
    var session = Session(.channels, size: ScreenSize(columns: 130, rows: 60))
    session.answersTrials = false
    session.press("5")
    let ticket = session.kept.last.flatMap { effect in
      if case .tryFormats(_, let ticket) = effect { ticket } else { nil }
    }
    return (session, try #require(ticket, "the formats were not asked for"))
  }

  @Test("rows that lost values are marked, with how many")
  func lost() throws {
    var (session, ticket) = try asked()
    for outcome in [
      try outcome("gguf-q8_0", bits: 8.5, decibels: 45),
      try outcome("gguf-q4_0", bits: 4.5, decibels: 60, lost: 1),
    ] {
      session.send(.answer(.formatTried(outcome), ticket))
    }
    let screen = session.screen()
    let marked = try #require(screen.first { $0.contains("gguf-q4_0 ") && $0.contains("4.500") })
    #expect(marked.contains("✗ ") && !marked.contains("●"))
    let cells = marked.split(separator: " ").map(String.init)
    #expect(cells.contains("60.00") && cells.contains("1"))
    let kept = try #require(screen.first { $0.contains("gguf-q8_0 ") && $0.contains("8.500") })
    #expect(kept.contains("●") && !kept.contains("✗"))
    #expect(screen.contains { $0.contains("SQNR dB      lost") })
    // Once in its row, once in the picture.
    #expect(screen.joined().count { $0 == "✗" } == 2)
  }

  @Test("what is in no error is counted below the table")
  func notFinite() throws {
    var (session, ticket) = try asked()
    var sums = PairedSums()
    let values: [Float] = [1, .nan, .infinity, IgnoreRule.mark]
    sums.add(values.span, values.span)
    let format = try #require(NumberFormat.named("int8"))
    session.send(
      .answer(
        .formatTried(
          FormatOutcome(
            format: format, bitsPerValue: 8, byteCount: 0, result: FormatResult(sums))), ticket))
    #expect(session.screen().contains { $0.contains("2 not finite, 1 left out") })
  }

  @Test("pages and ends of the table have their keys")
  func pages() throws {
    var session = Session(.channels, size: ScreenSize(columns: 80, rows: 24))
    session.press("5")
    func selected() -> String? {
      session.screen().first { $0.contains("▸") }.flatMap {
        $0.split(separator: " ").first { $0.contains("-") || $0.contains("int") }.map(String.init)
      }
    }
    let first = try #require(selected())
    session.press("End")
    let last = try #require(selected())
    #expect(last != first)
    session.press("j")
    #expect(selected() == last)
    session.press("PageUp")
    let page = try #require(selected())
    #expect(page != last)
    session.press("PageDown")
    #expect(selected() == last)
    session.press("Home")
    #expect(selected() == first)
  }

  @Test("a failure is said in place of the table")
  func failure() throws {
    var session = Session(.channels)
    session.answersTrials = false
    session.press("5")
    guard case .tryFormats(_, let ticket)? = session.kept.last else {
      Issue.record("the formats were not asked for")
      return
    }
    session.send(.answer(.formatsFailed("w.npy: was cut"), ticket))
    #expect(session.screen().contains { $0.contains("w.npy: was cut") })
  }
}

extension Double {
  fileprivate static func pow10(_ exponent: Double) -> Double {
    var result = 1.0
    // Tests use whole multiples of 0.1.
    for _ in 0..<Int((exponent.magnitude * 10).rounded()) { result *= 1.2589254117941673 }
    return exponent < 0 ? 1 / result : result
  }
}
