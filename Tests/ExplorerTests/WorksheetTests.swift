import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

/// What is tuned of several tensors: collected, noted, exported together, saved together.
@Suite struct WorksheetTests {
  private static func session(recalled: [RecalledTuning] = []) -> Session {
    Session(
      list: TestTensor.model(layers: 2), setup: Setup(formats: Session.formats),
      recalled: recalled)
  }

  private func dialog(_ session: Session) throws -> ExportDialog {
    guard case .export(let dialog)? = session.model.overlay else {
      throw Missing()
    }
    return dialog
  }

  private struct Missing: Error {}

  private func request(_ session: Session) throws -> (ExportRequest, Ticket) {
    guard case .export(let request, _, let ticket)? = session.kept.last else { throw Missing() }
    return (request, ticket)
  }

  /// Opens some tensors by their places, and tunes each.
  private func tune(_ tensors: [Int], _ session: inout Session) {
    for tensor in tensors {
      for attempt in 0...1 where session.model.sheet.selected != tensor {
        // The groups are folded or not.
        session.press(attempt == 0 ? "Home" : "z Home")
        for _ in 0..<100 where session.model.sheet.selected != tensor { session.press("Down") }
      }
      session.press("Enter H Esc")
    }
  }

  @Test("the worksheet has every tensor that was tuned, in order, however many were opened since")
  func collected() throws {
    var session = Self.session()
    session.press("e")
    #expect(session.model.overlay == nil)
    #expect(session.model.sheet.status?.text == "no tensor is tuned yet; Enter opens one")
    tune([3, 1, 2], &session)
    #expect(session.model.sheet.tuned.map(\.tensor) == [1, 2, 3])
    session.press("e")
    #expect(try dialog(session).scope == .worksheet)
    #expect(try dialog(session).fileName.text == "models/model.qviz.json")
    session.press("Enter")
    let (request, ticket) = try request(session)
    #expect(request.tensors.map(\.tensor) == [1, 2, 3] && request.kept.isEmpty)
    #expect(try request.tensors.allSatisfy { try $0.quantizers().count == $0.layout.blockCount })
    #expect(request.tensors.allSatisfy { $0.error != nil && $0.rangeOrigin == "by hand" })
    #expect(session.model.sheet.unsaved.count == 3)
    session.send(.answer(.exported(path: "x", byteCount: 9), ticket))
    #expect(session.model.sheet.unsaved.isEmpty)
  }

  @Test("what is changed while the file is written is not saved")
  func changedMeanwhile() throws {
    var session = Self.session()
    tune([1, 2], &session)
    session.press("w Enter")
    let (_, ticket) = try request(session)
    session.press("Esc Enter h")
    session.send(.answer(.exported(path: "x", byteCount: 9), ticket))
    #expect(session.model.sheet.unsaved.count == 1)
  }

  @Test("one key goes from this tensor to all and back, with the name of the file")
  func scope() throws {
    var session = Self.session()
    tune([1, 2], &session)
    session.press("Enter e")
    let own = try dialog(session).fileName.text
    session.press("C-t")
    #expect(try dialog(session).scope == .worksheet)
    #expect(try dialog(session).fileName.text == "models/model.qviz.json")
    session.press("C-t")
    #expect(try dialog(session).scope == .tensor && dialog(session).fileName.text == own)
    // From the list there is no one tensor.
    session.press("Esc Esc e C-t")
    #expect(try dialog(session).scope == .worksheet && dialog(session).complaint != nil)
  }

  @Test("without anything tuned there is no worksheet, and the dialog says so")
  func nothing() throws {
    var session = Session()
    session.press("w")
    #expect(session.model.overlay == nil)
    #expect(session.model.sheet.status?.text == "nothing is tuned yet")
    session.press("e C-t")
    #expect(try dialog(session).complaint == "nothing is tuned yet")
    #expect(try dialog(session).scope == .tensor)
  }

  @Test("a note is kept, found again, exported, and taken back by nothing")
  func note() throws {
    var session = Session(
      recalled: [
        RecalledTuning(
          scheme: .standard, granularity: .perTensor, ranges: SparseRanges(), note: "of before",
          time: "28 Nov 14:02", fileChange: .none)
      ])
    #expect(session.model.sheet.desk.note == "of before" && session.snapshots.isEmpty)
    session.press(":")
    session.type("note clip the  outlier")
    session.press("Enter")
    #expect(session.model.sheet.desk.note == "clip the outlier")
    #expect(session.snapshots.map(\.note) == ["clip the outlier"])
    #expect(session.model.sheet.tuned.map(\.note) == ["clip the outlier"])
    session.press(":")
    session.type("note")
    session.press("Enter")
    #expect(session.model.sheet.desk.note == nil && session.snapshots.count == 2)
    session.press(":")
    session.type("note " + String(repeating: "x", count: 401))
    session.press("Enter")
    guard case .entry(let entry)? = session.model.overlay else {
      Issue.record("the line must stay")
      return
    }
    #expect(entry.complaint == "a note may have 400 characters, found 401")
  }

  @Test("a tensor that was noted and not tuned follows the scheme in force, and keeps its note")
  func notedAlone() throws {
    var session = Self.session()
    session.press("Down Right Down Enter :")
    session.type("note odd")
    session.press("Enter Esc")
    let noted = try #require(session.model.sheet.tuned.first)
    #expect(noted.note == "odd" && noted.scheme.bitWidth == 8)
    session.press("b b c Enter")
    #expect(session.model.sheet.desk.position == noted.tensor)
    #expect(session.model.sheet.desk.note == "odd")
    #expect(session.model.sheet.desk.tuning.scheme.bitWidth == 6)
    #expect(session.model.sheet.desk.granularity != .perTensor)
  }

  @Test("the worksheet of several files has the name of none of them")
  func severalFiles() {
    let subjects = ["a/x.npy", "a/y.npy"].map {
      Subject(path: $0, tensorName: $0, elementType: "f32", shape: [4])
    }
    let model = Model(
      contents: Contents(subjects: subjects), setup: Setup(formats: Session.formats),
      size: ScreenSize(columns: 80, rows: 24))
    #expect(
      model.suggestedName(for: Session.formats[0], of: .worksheet) == "a/worksheet.qviz.json")
  }

  @Test("what only an earlier session has tuned is in the worksheet by its place")
  func kept() throws {
    let recalled = RecalledTuning(
      scheme: .standard, granularity: .perTensor,
      ranges: SparseRanges(common: .init(lower: -1, upper: 1)), time: "28 Nov 14:02",
      fileChange: .none)
    var session = Self.session(recalled: [recalled])
    session.press("e Enter")
    let (first, _) = try request(session)
    #expect(first.tensors.isEmpty && first.kept == [1])
    session.press("Esc")
    session.model.sheet.memory.kept = [0, 1]
    tune([1], &session)
    session.press("e Enter")
    let (second, _) = try request(session)
    #expect(second.tensors.map(\.tensor) == [1] && second.kept == [0])
  }

  @Test("what a calibrator chose is not by hand because it was kept block by block")
  func origin() throws {
    let ranges = SparseRanges(
      chosen: [0: .init(lower: -1, upper: 1), 1: .init(lower: -2, upper: 2)])
    let values = TestTensor.channels
    let loaded = LoadedTensor(
      TensorDistribution(
        values.values,
        layout: try BlockLayout(shape: values.shape, granularity: .perChannel(axis: 0))),
      reference: nil)
    for origin in ["mse", nil] {
      let recalled = RecalledTuning(
        scheme: .standard, granularity: .perChannel(axis: 0), ranges: ranges,
        rangeOrigin: origin, time: "28 Nov 14:02", fileChange: .none)
      let tuned = TunedTensor(recalled, of: loaded, tensor: 0, name: "w")
      #expect(tuned.ranges[1] == ClippingRange(lower: -2, upper: 2))
      #expect((tuned.rangeOrigin == "mse") == (origin != nil))
    }
  }

  @Test("the error that goes along is that of all blocks, and is known after the values went")
  func error() throws {
    var session = Session(.channels, granularity: .channel(axis: 0))
    session.press("h")
    let tuned = try #require(session.model.sheet.desk.tuned)
    let values = TestTensor.channels.values
    let layout = tuned.layout
    var expected = 0.0
    let quantizers = try tuned.quantizers()
    for (index, value) in values.enumerated() {
      let block = index / (layout.elementCount / layout.blockCount)
      let error = Double(value) - Double(quantizers[block].fakeQuantize(value))
      expected += error * error
    }
    let known = try #require(tuned.error)
    #expect(abs(known.squaredError - expected) <= 1e-9 * expected)
    #expect(known.count == values.count)
    session.model.sheet.desk.dropValues()
    #expect(session.model.sheet.desk.tuned?.error == known)
  }

  @Test("that another session tunes the same tensor is said once")
  func another() {
    var session = Session()
    session.press("h")
    let ticket = session.model.sheet.tickets.issue(.keeping, for: .session)
    session.send(.answer(.keptBesideAnother, ticket))
    #expect(session.model.sheet.status?.text.hasPrefix("another qviz tunes this tensor") == true)
    session.press("h")
    let next = session.model.sheet.tickets.issue(.keeping, for: .session)
    session.send(.answer(.keptBesideAnother, next))
    #expect(session.model.sheet.status?.text.hasPrefix("another") != true)
  }
}
