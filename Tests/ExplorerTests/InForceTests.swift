import NumberFormats
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("a number format in force")
struct InForceTests {
  private func format(_ name: String) throws -> Recoding {
    .format(try #require(NumberFormat.named(name)))
  }

  /// A session with a format in force by its name.
  private func session(_ name: String, on tensor: TestTensor = .channels) -> Session {
    var session = Session(tensor, size: ScreenSize(columns: 120, rows: 36))
    put(name, in: &session)
    return session
  }

  private func put(_ name: String, in session: inout Session) {
    session.press(":")
    session.type("format \(name)")
    session.press("Enter")
  }

  @Test("Enter on the formats puts the selected one in force and shows it; again, the scheme")
  func enter() throws {
    var session = Session(.channels, size: ScreenSize(columns: 120, rows: 36))
    session.press("5 j j j Enter")
    #expect(session.model.screen.name == .explore)
    let chosen = try #require(session.model.desk.inForce)
    guard case .format(let format) = chosen else { return }
    let bits = try #require(try format.bitsPerValue(shape: [4, 256]))
    let screen = session.screen()
    #expect(screen[0].contains("\(format.name) · \(RecodingText.number(ofBits: bits)) bit"))
    #expect(screen[35].contains("1 explore ◆ \(format.name)"))
    #expect(
      session.model.status?.text == "\(format.name) is in force; Esc returns to uint8 asymmetric")
    session.press("5")
    #expect(session.screen().contains { $0.contains("◆\(format.name)") })
    session.press("Enter")
    #expect(session.model.desk.inForce == nil)
    #expect(session.model.status?.text == "uint8 asymmetric is in force again")
    #expect(!session.screen()[35].contains("◆"))
  }

  @Test(
    "the bars are of the values before and after, and the numbers those of decoding them",
    arguments: ["gguf-q4_k", "mxfp4", "int4:g32", "fp8-e4m3:channel", "binary", "float16"])
  func counts(name: String) throws {
    let session = session(name)
    let values = TestTensor.channels.values
    let pass = try FormatPass(try #require(NumberFormat.named(name)), shape: [4, 256])
    let decoded = try pass.decodedValues(of: ElementStream(values))
    let counts = try #require(session.model.desk.counts)
    let bins = counts.float.bins
    // Every value is on the screen, before and after.
    #expect(counts.float.counts.reduce(0, +) == values.count)
    let quantized = try #require(counts.quantized?.counts)
    #expect(quantized.reduce(0, +) == values.count)
    // A column may have what lies within a fine bin of its ends, and no more.
    let fine = 2 * (bins.upper - bins.lower) / 4096
    for (column, count) in quantized.enumerated() {
      let inner = decoded.count {
        Double($0) >= bins.edge(column) + fine && Double($0) < bins.edge(column + 1) - fine
      }
      let outer = decoded.count {
        Double($0) >= bins.edge(column) - fine && Double($0) < bins.edge(column + 1) + fine
      }
      #expect((inner...outer).contains(count), "column \(column)")
    }
    let squares = zip(values, decoded).map { (Double($0) - Double($1)) * (Double($0) - Double($1)) }
    let total = squares.reduce(0, +)
    let found = try #require(counts.squaredErrors).reduce(0, +)
    #expect(abs(found - total) <= 1e-12 * total)
    let mean = try #require(
      session.model.desk.recodedShown?.tensor.result.error.meanSquaredError)
    #expect(abs(mean - total / Double(values.count)) <= 1e-12 * mean)
    let text = NumberText.significant(total / Double(values.count), 5)
    #expect(session.screen().contains { $0.contains("MSE       \(text)") })
  }

  @Test(
    "keys of thresholds and schemes say that there is nothing to change, and change nothing",
    arguments: [
      ("Left", "thresholds to move"), ("L", "thresholds to move"), (",", "thresholds to move"),
      ("Tab", "thresholds to move"), ("j", "thresholds to move"), ("Enter", "thresholds to move"),
      ("t", "thresholds to move"), ("m", "thresholds to move"), ("o", "thresholds to move"),
      ("=", "thresholds to move"), ("n", "choice of signs"), ("r", "choice of rounding"),
      ("i", "choice of scaling"), ("a", "choice of the axis"), ("c", "choice of blocks"),
      ("s", "choice of symmetry"), ("T", "choice of arithmetic"), ("]", "of the whole tensor"),
      ("R", "nothing of it is tuned"),
    ])
  func refusals(key: String, words: String) throws {
    var session = session("gguf-q4_k")
    let tuning = session.model.desk.tuning
    let (threshold, granularity) = (
      session.model.desk.activeThreshold, session.model.desk.granularity
    )
    session.press(key)
    let status = try #require(session.model.status?.text)
    #expect(status.hasPrefix("gguf-q4_k ") && status.contains(words), "\(status)")
    #expect(status.hasSuffix("; Esc returns to uint8 asymmetric"))
    #expect(session.model.desk.tuning == tuning)
    #expect(session.model.desk.activeThreshold == threshold)
    #expect(session.model.desk.granularity == granularity)
    #expect(session.model.desk.inForce == (try format("gguf-q4_k")))
    #expect(session.model.overlay == nil)
  }

  @Test(
    "commands of thresholds and schemes are answered too",
    arguments: [
      "min -1", "range -1 1", "bits 4", "symmetric", "toolchain torch", "channel", "block 1",
    ])
  func commands(line: String) throws {
    var session = session("gguf-q4_k")
    let tuning = session.model.desk.tuning
    session.press(":")
    session.type(line)
    session.press("Enter")
    #expect(session.model.status?.text.contains("Esc returns to uint8 asymmetric") == true)
    #expect(session.model.desk.tuning == tuning)
    #expect(session.model.desk.granularity == .perTensor)
  }

  @Test(
    "the keys of a scheme go through the formats of a kind",
    arguments: [
      ("gguf-q4_k", "B", "gguf-q5_k"), ("gguf-q4_k", "b", "gguf-q3_k"),
      ("int4:g32", "c", "int4:g64"), ("int4:g128", "c", "int4"),
      ("int4:g32", "s", "int4-asym:g32"), ("int4-asym:g32", "s", "int4:g32"),
      ("int4:g32", "b", "int3:g32"), ("int4:g32", "B", "int8:g32"),
      ("mxfp4", "T", "mxfp4:ceil"), ("mxfp4", "B", "mxfp6-e2m3"),
      ("bnb-nf4:4096", "c", "bnb-nf4:double"),
    ])
  func walks(name: String, key: String, next: String) throws {
    var session = session(name)
    #expect(session.screen().contains { $0.contains("\(key) \(next)") }, "the key is shown")
    session.press(key)
    #expect(session.model.desk.inForce == (try format(next)))
  }

  @Test("at the end of a kind nothing moves, and it is said")
  func ends() throws {
    for (name, key, words) in [
      ("int2:g32", "b", "no format of the kind of int2:g32 has fewer bits"),
      ("int8:g32", "B", "no format of the kind of int8:g32 has more bits"),
    ] {
      var session = session(name)
      session.press(key)
      #expect(session.model.status?.text.contains(words) == true)
      #expect(session.model.desk.inForce == (try format(name)))
    }
  }

  @Test("undo goes back across it and redo forth, over what was tuned before")
  func undo() throws {
    var session = Session(.channels)
    session.press("H H")
    let tuned = session.model.desk.tuning
    put("mxfp4", in: &session)
    session.press("B u")
    #expect(session.model.status?.text == "undone: mxfp6-e2m3 in force")
    #expect(session.model.desk.inForce == (try format("mxfp4")))
    session.press("u")
    #expect(session.model.desk.inForce == nil)
    #expect(session.model.desk.tuning == tuned)
    session.press("u")
    #expect(session.model.desk.tuning != tuned)
    session.press("C-r C-r")
    #expect(session.model.status?.text == "done again: mxfp4 in force")
    #expect(session.model.desk.inForce == (try format("mxfp4")))
    #expect(session.model.desk.tuning == tuned)
  }

  @Test("nothing is tuned by it: nothing is kept for another session, nothing asked on the way out")
  func keeping() {
    var session = session("mxfp4")
    session.press("B Space Space")
    #expect(!session.model.desk.isTuned)
    #expect(session.snapshots.isEmpty)
    session.press("w")
    #expect(session.model.status?.text == "nothing is tuned yet")
    session.press("q")
    guard case .quit(.done)? = session.kept.last else {
      Issue.record("it asked")
      return
    }
  }

  @Test("what was tuned beneath is kept, asked about and exported with the worksheet")
  func tunedBeneath() {
    var session = Session(.channels)
    session.press("H H")
    let count = session.snapshots.count
    put("mxfp4", in: &session)
    #expect(session.snapshots.count == count)
    session.press("q n w")
    guard case .export(let dialog) = session.model.overlay else {
      Issue.record("the worksheet was not offered")
      return
    }
    #expect(session.model.exportRequest(dialog)?.tensors.count == 1)
    session.press("C-t")
    guard case .export(let dialog) = session.model.overlay else { return }
    #expect(dialog.complaint?.hasPrefix("mxfp4 has no encodings to export") == true)
  }

  @Test("an export is refused in one sentence")
  func export() {
    var session = session("mxfp4")
    session.press("e")
    #expect(session.model.overlay == nil)
    #expect(
      session.model.status?.text
        == "mxfp4 has no encodings to export; Esc returns to uint8 asymmetric")
  }

  @Test("Esc returns to the scheme, and only then to the list; the format stays on its desk")
  func escape() throws {
    var session = Session(list: [.channels, .activation])
    session.press("Enter")
    put("mxfp4", in: &session)
    session.press(")")
    #expect(session.model.desk.inForce == nil)
    session.press("(")
    #expect(session.model.desk.inForce == (try format("mxfp4")))
    session.press("Esc")
    #expect(session.model.desk.inForce == nil)
    #expect(session.model.screen.name == .explore)
    session.press("Esc")
    #expect(session.model.screen.name == .tensors)
  }

  @Test("Space shows the scheme and the format in turns")
  func flip() throws {
    var session = Session(.channels)
    session.press("Space")
    #expect(session.model.status?.text.hasPrefix("nothing else was in force") == true)
    put("mxfp4", in: &session)
    let recoded = session.model.desk.counts?.quantized
    session.press("Space")
    #expect(session.model.desk.inForce == nil)
    #expect(session.model.desk.counts?.quantized != recoded)
    session.answersRecodings = false
    session.press("Space")
    // It was kept, and nobody is asked.
    #expect(session.model.desk.inForce == (try format("mxfp4")))
    #expect(session.model.desk.counts?.quantized == recoded)
    #expect(!session.kept.contains { if case .recode = $0 { true } else { false } })
  }

  @Test("the formats begin at the one in force")
  func selection() {
    var session = session("gguf-q4_k")
    session.press("5")
    #expect(
      session.screen().contains { $0.contains("▸ ◆gguf-q4_k") || $0.contains("▸●◆gguf-q4_k") })
    session.press("Enter")
    #expect(session.model.desk.inForce == nil)
  }

  @Test("views about thresholds say that there are none")
  func otherViews() {
    var session = session("mxfp4")
    let tuning = session.model.desk.tuning
    for key in ["2", "3"] {
      session.press(key)
      #expect(session.screen().contains { $0.contains("mxfp4 has no thresholds") })
      session.press("Left o Enter")
      #expect(session.model.desk.tuning == tuning)
    }
    session.press("Esc")
    #expect(!session.screen().contains { $0.contains("has no thresholds") })
  }

  @Test("a format that does not fit, or is unknown, is refused with the reason")
  func misfits() {
    var session = Session(.activation)
    put("gguf-q4_k", in: &session)
    #expect(session.model.desk.inForce == nil)
    guard case .entry(let entry) = session.model.overlay else {
      Issue.record("the line is gone")
      return
    }
    #expect(entry.complaint?.hasPrefix("gguf-q4_k does not fit: ") == true)
    session.press("Esc")
    put("nf4", in: &session)
    guard case .entry(let other) = session.model.overlay else { return }
    #expect(other.complaint?.contains("did you mean bnb-nf4") == true)
  }
}
