import NumberFormats
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("the picture of what is in force")
struct RecodingTests {
  private static let counterpart = Counterpart(
    name: "blk.0.attn_q.weight", storedAs: "gguf-q4_k", bitsPerValue: 4.5, byteCount: 576)

  /// What a quantized model might hold of the channels: halves.
  private static let stored = TestTensor.channels.values.map { ($0 * 2).rounded() / 2 }

  private func put(_ name: String, in session: inout Session) {
    session.press(":")
    session.type("format \(name)")
    session.press("Enter")
  }

  private func requests(_ session: Session) -> [(RecodingRequest, Ticket)] {
    session.kept.compactMap { effect in
      if case .recode(let request, let ticket) = effect { (request, ticket) } else { nil }
    }
  }

  @Test("S shows what the counterpart holds, and again what is tuned")
  func stored() throws {
    var session = Session(
      .channels, size: ScreenSize(columns: 100, rows: 30), counterpart: Self.counterpart,
      stored: Self.stored)
    session.press("S")
    #expect(session.model.desk.inForce == .stored)
    #expect(session.screen()[0].contains("as stored gguf-q4_k · 4.5 bits per value"))
    let error = zip(TestTensor.channels.values, Self.stored).reduce(0.0) {
      $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
    }
    let text = NumberText.significant(error / Double(Self.stored.count), 5)
    #expect(session.screen().contains { $0.contains("MSE       \(text)") })
    let counts = try #require(session.model.desk.counts?.quantized)
    #expect(counts.counts.reduce(0, +) == Self.stored.count)
    #expect(counts.counts.count { $0 > 0 } <= Set(Self.stored).count)
    session.press("Left")
    #expect(session.model.status?.text.hasPrefix("what is stored has no thresholds") == true)
    session.press("B")
    #expect(session.model.status?.text.hasPrefix("what is stored leaves no choice of bits") == true)
    session.press("e")
    #expect(
      session.model.status?.text
        == "what is stored is in a file already; Esc returns to uint8 asymmetric")
    session.press("S")
    #expect(session.model.desk.inForce == nil)
    session.press("Space")
    #expect(session.model.desk.inForce == .stored)
    session.press("u")
    #expect(session.model.desk.inForce == nil)
  }

  @Test("values that land farther out than the picture goes are told of")
  func beyond() throws {
    func screen(factor: Float) -> [String] {
      var session = Session(
        .channels, size: ScreenSize(columns: 120, rows: 36), counterpart: Self.counterpart,
        stored: TestTensor.channels.values.map { $0 * factor })
      session.press("S")
      return session.screen()
    }
    let largest = try #require(TestTensor.channels.values.map { Double($0) * 10 }.max())
    let words = "to \(NumberText.significant(largest, 5)), which is beyond this picture"
    #expect(screen(factor: 10).contains { $0.contains(words) })
    #expect(!screen(factor: 1.1).contains { $0.contains("beyond") })
  }

  @Test("without a counterpart it says what brings one; what cannot be read says why")
  func unreadable() {
    var alone = Session(.channels)
    alone.press("S")
    #expect(alone.model.desk.inForce == nil)
    #expect(alone.model.status?.text.contains("--against") == true)
    var session = Session(.channels, counterpart: Self.counterpart)
    session.press("S")
    #expect(session.screen().contains { $0.contains("m.gguf: was cut") })
    // Nobody asks again and again.
    session.answersRecodings = false
    session.press("g z")
    #expect(requests(session).isEmpty)
  }

  @Test("of several blocks it is all of the tensor that is shown")
  func blocks() throws {
    var session = Session(.channels, granularity: .channel(axis: 0))
    session.press("] ]")
    put("mxfp4", in: &session)
    let counts = try #require(session.model.desk.counts)
    #expect(counts.float.counts.reduce(0, +) == TestTensor.channels.values.count)
    #expect(session.screen().contains { $0.contains("as tuned") && $0.contains("SQNR") })
    session.press("Esc")
    #expect(session.model.desk.counts?.float.counts.reduce(0, +) == 256)
  }

  @Test("until it is counted the floats are there, and so is how far it is")
  func waiting() throws {
    var session = Session(.channels)
    session.answersRecodings = false
    put("mxfp4", in: &session)
    let (request, ticket) = try #require(requests(session).first)
    #expect(requests(session).count == 1)
    #expect(request.tensor == 0 && request.recoding == session.model.desk.inForce)
    let counts = try #require(session.model.desk.counts)
    #expect(counts.float.counts.reduce(0, +) == 1024 && counts.quantized == nil)
    #expect(session.screen().contains { $0.contains("encoding as mxfp4…") })
    session.send(.answer(.progress(LoadProgress(label: "encoding", share: 0.43)), ticket))
    #expect(session.screen().contains { $0.contains("encoding as mxfp4… 43 %") })
    session.send(.answer(session.recode(request, .channels), ticket))
    #expect(session.model.desk.counts?.quantized != nil)
    // Another one in force is not that one.
    put("int4:g32", in: &session)
    #expect(session.model.desk.counts?.quantized == nil)
    #expect(requests(session).count == 2)
  }

  @Test("a closer look is asked for, and the old picture stays until it is there")
  func zoom() throws {
    var session = Session(.channels)
    put("mxfp4", in: &session)
    let before = session.model.desk.counts
    session.answersRecodings = false
    session.press("z z")
    let asked = requests(session)
    #expect(asked.count == 2)
    #expect(session.model.desk.counts?.key == before?.key)
    let (request, ticket) = try #require(asked.last)
    #expect(request.window == session.model.desk.zoomWindow)
    #expect(!request.isWholeLine)
    session.send(.answer(session.recode(request, .channels), ticket))
    #expect(session.model.desk.window == request.window)
    let inside = TestTensor.channels.values.count { request.window.contains(Double($0)) }
    #expect(session.model.desk.counts?.float.counts.reduce(0, +) == inside)
    // Out again, what was there is there.
    session.press("Z Z")
    #expect(session.model.desk.counts?.key == before?.key)
    #expect(requests(session).count == 3)
  }

  @Test("of a sample nothing is asked until all values are there")
  func sample() throws {
    var opening = try Opening(.channels)
    opening.session.answersRecodings = false
    put("mxfp4", in: &opening.session)
    #expect(requests(opening.session).isEmpty)
    #expect(
      opening.session.screen().contains { $0.contains("waits until all values are read") })
    opening.complete()
    #expect(requests(opening.session).count == 1)
  }

  @Test("answers about what is no more on the desk are dropped")
  func stale() throws {
    var session = Session(list: [.channels, .activation])
    session.answersRecodings = false
    session.press("Enter")
    put("mxfp4", in: &session)
    let (request, ticket) = try #require(requests(session).first)
    session.press(")")
    session.send(.answer(session.recode(request, .channels), ticket))
    #expect(session.model.desk.counts?.key.subject != nil)
    #expect(session.model.desk.recodedShown == nil)
    session.press("(")
    // Nobody will answer what was asked before, so it is asked again.
    #expect(requests(session).count == 2)
  }

  @Test(
    "a tensor of any kind has a picture at any size",
    arguments: TestTensor.all, ["float16", "binary", "int4", "mxfp4", "log2-4"])
  func unusual(tensor: TestTensor, name: String) {
    var session = Session(tensor, counterpart: Self.counterpart, stored: tensor.values)
    put(name, in: &session)
    for size in [(80, 24), (120, 36), (40, 10), (200, 60), (7, 3)] {
      session.resize(size.0, size.1)
      let screen = session.screen()
      #expect(screen.count == size.1)
      #expect(screen.allSatisfy { $0.count <= size.0 })
    }
    session.press("z g Z f S z Space u")
  }

  @Test("values that a format loses are said, and are in no number")
  func lost() {
    let values: [Float] = [1, -2, 3, 1e6]
    var session = Session(TestTensor(name: "wide", shape: [4], values: values))
    put("float16", in: &session)
    #expect(
      session.screen().contains { $0.contains("1 finite value became infinite or NaN") })
  }

  @Test(
    "looks as recorded",
    arguments: [
      ("in-force", "mxfp4", ""), ("in-force-zoomed", "int4:g32", "z z"),
      ("in-force-trade-off", "mxfp4", "2"), ("in-force-formats", "mxfp4", "5 j j j"),
      ("in-force-stored", "none", "S"),
    ])
  func screens(name: String, format: String, keys: String) throws {
    var session = Session(.channels, counterpart: Self.counterpart, stored: Self.stored)
    put(format, in: &session)
    session.press(keys)
    for (columns, rows) in [(80, 24), (120, 36), (40, 12)] {
      session.resize(columns, rows)
      try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: name)
    }
  }
}
