import Explorer
import Foundation
import Glibc
import QuantizationEngine
import TerminalScreen
import TestSupport
import Testing

/// How long each key takes where there are many blocks: no walk but a measurement, made by hand.
///
///     QVIZ_ATTACK_BLOCKS="1 100000 1000000" Tests/Attack/run keyTimes 1
///
/// prints for each number of blocks of four values what the slowest keys take, from the key to the
/// picture.
@Suite("how long a key takes")
struct KeyTimesAttackTests {
  private static let counts =
    (ProcessInfo.processInfo.environment["QVIZ_ATTACK_BLOCKS"] ?? "")
    .split(separator: " ").compactMap { Int($0) }

  @Test("every key on every screen", .enabled(if: !counts.isEmpty), arguments: counts)
  func everyKey(blockCount: Int) throws {
    var timed = try TimedSession(blockCount: blockCount)
    for screen in "123" {
      for key in TimedSession.keys {
        for _ in 0..<3 { try timed.press(key, on: screen) }
      }
    }
    try timed.pressQuickly()
    print(timed.report)
    #expect(timed.model.size.columns == 120)
  }
}

/// A session whose worker answers at no cost, and whose clock counts what the explorer itself takes.
private struct TimedSession {
  private(set) var model: Model
  private let blockCount: Int
  private let values: [Float]
  private var slowest: [String: Double] = [:]

  /// What is pressed: whatever prints, and the keys with a name.
  static let keys: [(name: String, key: Key)] =
    (0x20..<0x7F).compactMap { UnicodeScalar($0) }.map { (String($0), .character(Character($0))) }
    .filter { $0.0 != "q" } + [
      ("Left", .arrow(.left, shift: .up)), ("Right", .arrow(.right, shift: .up)),
      ("Up", .arrow(.up, shift: .up)), ("Down", .arrow(.down, shift: .up)),
      ("S-Left", .arrow(.left, shift: .down)), ("Tab", .tab), ("Enter", .enter),
      ("C-r", .control("r")),
    ]

  init(blockCount: Int) throws {
    self.blockCount = blockCount
    var random = SplitMix64(seed: 7)
    values = (0..<blockCount * 4).map { _ in Float(random.nextNormal()) }
    model = Model(
      contents: Contents(subjects: [
        Subject(path: "t.npy", tensorName: "t", elementType: "f32", shape: [blockCount, 4])
      ]),
      setup: Setup(
        granularity: .channel(axis: 0),
        formats: [ExportFormat(identifier: "x", title: "x", reader: "x", fileExtension: "x")]),
      size: ScreenSize(columns: 120, rows: 40))
    try perform(model.start())
  }

  /// Presses a key on a screen, and closes what it opens.
  mutating func press(_ key: (name: String, key: Key), on screen: Character) throws {
    try send(.key(.character(screen)), "the tab \(screen)")
    try send(.key(key.key), "\(screen): \(key.name)")
    try send(.key(.escape), "Esc")
    if "ac".contains(key.name) { try send(.key(.character("u")), "u across blocks") }
  }

  /// A thousand keys that come at once, then Ctrl-C.
  mutating func pressQuickly() throws {
    try send(.key(.character("1")), "the tab 1")
    let elapsed = measured {
      for turn in 0..<1000 { _ = model.update(.key(.character(turn % 20 < 10 ? "h" : "l"))) }
      _ = model.update(.key(.control("c")))
    }
    note("1000 keys at once, then Ctrl-C", elapsed)
  }

  private mutating func send(_ message: Message, _ label: String) throws {
    var effects: [Effect] = []
    let elapsed = measured {
      effects = model.update(message)
      model.settle()
      _ = model.canvas(TerminalCapabilities())
    }
    note(label, elapsed)
    try perform(effects)
  }

  /// What some work costs this thread, in milliseconds: others on the machine do not count.
  private func measured(_ work: () -> Void) -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
    }
    let start = now()
    work()
    return now() - start
  }

  private mutating func note(_ label: String, _ milliseconds: Double) {
    slowest[label] = max(slowest[label] ?? 0, milliseconds)
  }

  private mutating func perform(_ effects: [Effect]) throws {
    for effect in effects {
      switch effect {
      case .load(_, let granularity, let ticket):
        let layout = try BlockLayout(shape: [blockCount, 4], granularity: granularity)
        try send(
          .answer(
            .loaded(LoadedTensor(TensorDistribution(values, layout: layout), reference: nil)),
            ticket),
          "answer: loaded")
      case .compute(.blocks(let tensor, _), let ticket):
        let error = BlockError(count: 4, squares: 1, squaredError: 0.1)
        let errors = BlockErrors(Array(repeating: error, count: tensor.blocks.count))
        try send(.answer(.computed(.blocks(errors)), ticket), "answer: error of all blocks")
      case .compute(.reference, let ticket):
        try send(.answer(.computed(.reference(nil)), ticket), "answer: reference")
      case .compute(.calibration, _): break
      case .compute(let computation, let ticket):
        try send(.answer(.computed(try computation.run(.none)), ticket), "answer: of one block")
      default: break
      }
    }
  }

  /// What took longest, and what is usual.
  var report: String {
    let all = slowest.sorted { $0.value > $1.value }
    let median = all[all.count / 2].value
    let over = all.count { $0.value > 50 }
    return
      ([
        "\(blockCount) blocks: \(over) of \(all.count) over 50 ms, median \(Self.text(median)) ms"
      ] + all.prefix(14).map { "  \(Self.text($0.value)) ms  \($0.key)" }
      + slowest.filter { $0.key.hasPrefix("1000") }.map { "  \(Self.text($0.value)) ms  \($0.key)" })
      .joined(separator: "\n")
  }

  private static func text(_ milliseconds: Double) -> String {
    String(format: "%.2f", milliseconds)
  }
}
