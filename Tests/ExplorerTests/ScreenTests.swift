import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("golden screens")
struct ScreenTests {
  static let sizes = [
    ScreenSize(columns: 80, rows: 24), ScreenSize(columns: 120, rows: 40),
    ScreenSize(columns: 40, rows: 12), ScreenSize(columns: 39, rows: 9),
  ]

  /// A picture to be taken: its name, its tensor, and the keys that lead to it.
  struct Shot: CustomTestStringConvertible, Sendable {
    let name: String
    let keys: String
    var testDescription: String { name }
  }

  static let shots = [
    Shot(name: "explore", keys: ""),
    Shot(name: "explore-clipped", keys: "H H H H H H H H H H H H H H l"),
    Shot(name: "explore-4-bits", keys: "b b b b o"),
    Shot(name: "explore-symmetric", keys: "="),
    Shot(name: "explore-zoomed", keys: "z z z g"),
    Shot(name: "trade-off", keys: "H H H H H H 2"),
    Shot(name: "trade-off-map", keys: "H H H H H H 2 v"),
    Shot(name: "calibrators", keys: "H H 3 j"),
    Shot(name: "formats", keys: "5 j j"),
    Shot(name: "help", keys: "?"),
    Shot(name: "export", keys: "e"),
    Shot(name: "entry", keys: "Enter 1 . 5 x Enter"),
    Shot(name: "confirm-quit", keys: "h q"),
  ]

  @Test("looks as recorded", arguments: shots)
  func screen(shot: Shot) throws {
    var session = Session(.activation)
    session.press(shot.keys)
    for size in Self.sizes {
      session.resize(size.columns, size.rows)
      try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: shot.name)
    }
  }

  @Test("channels look as recorded")
  func channels() throws {
    var session = Session(.channels, granularity: .channel(axis: 0))
    session.press("] H H H")
    for size in Self.sizes.prefix(3) {
      session.resize(size.columns, size.rows)
      try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: "channels")
    }
  }

  @Test(
    "what cannot be measured has a screen",
    arguments: [
      TestTensor.empty, .notFinite, .mixed, .constant, .zeros, .single, .huge, .hostile,
    ])
  func unusual(tensor: TestTensor) throws {
    let session = Session(tensor)
    let name = String(tensor.name.map { $0.isASCII && $0.isLetter ? $0 : "-" }.prefix(20))
    try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: "tensor-\(name)")
  }

  @Test("loading, and what could not be loaded, have screens")
  func loading() throws {
    var session = Session(isLoaded: false)
    guard case .load(_, _, let ticket) = session.kept.first else {
      Issue.record("the first effect must load")
      return
    }
    session.send(.answer(.progress(LoadProgress(label: "sorting", share: 0.42)), ticket))
    try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: "loading")
    session.send(
      .answer(.loadFailed("tensor.npy: file ends after 100 bytes, expected 4,096"), ticket))
    try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: "load-failed")
  }

  @Test("seven-bit characters are enough")
  func ascii() throws {
    var session = Session(.activation)
    session.press("H H H")
    let canvas = session.model.canvas(TerminalCapabilities(glyphs: .ascii))
    try ScreenFile.expect(canvas, isScreen: "explore-ascii")
  }
}
