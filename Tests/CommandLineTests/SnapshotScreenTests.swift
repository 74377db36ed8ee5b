import Foundation
import Testing

/// `qviz snapshot`: the explorer's screens out of the real program, as text.
@Suite struct SnapshotScreenTests {
  /// A screen: its name, the file, the options, and the keys.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let arguments: [String]

    init(_ name: String, _ arguments: String..., keys: String = "") {
      self.name = name
      self.arguments = arguments + (keys.isEmpty ? [] : ["--keys", keys])
    }

    var testDescription: String { name }
  }

  static let cases = [
    Case("start", "samples/gelu.npy"),
    Case("slide", "samples/gelu.npy", keys: "H H H . Tab L"),
    Case("type", "samples/gelu.npy", keys: "Enter C-u 2.6 Enter"),
    Case("range", "samples/relu.npy", "--min", "0", "--max", "6", "--bits", "4"),
    Case("calibrator", "samples/residual.npy", "--calibrator", "percentile"),
    Case("scheme", "samples/embedding.npy", keys: "b b b b s g"),
    Case("channels", "samples/conv-weight.npy", "--granularity", "channel", keys: "] ]"),
    Case("trade-off", "samples/gelu.npy", "--bits", "4", keys: "2"),
    Case("map", "samples/gelu.npy", "--bits", "4", keys: "2 v"),
    Case("calibrators", "samples/linear-weight.npy", keys: "3 Down Down"),
    Case("export", "samples/gelu.npy", keys: "e Tab"),
    Case("help", "samples/gelu.npy", keys: "?"),
    Case("quit", "samples/gelu.npy", keys: "H q"),
    Case("list", "samples"),
    Case("list-damage", "samples", "nosuch.npy", keys: "b b b b o Space"),
    Case("list-next", "samples", keys: "Down Enter ) H"),
    Case("ascii", "samples/gelu.npy", "--ascii"),
    Case("empty", Checkout.tensor("adv_empty2d")),
    Case("constant", Checkout.tensor("adv_const_pos")),
    Case("not-finite", Checkout.tensor("adv_posinf_nan")),
  ]

  @Test("screens at the two sizes", arguments: cases, ["80x24", "120x40"])
  func screens(_ example: Case, _ size: String) throws {
    let outcome = try Program.run(["snapshot", "--size", size] + example.arguments)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    try expectScreen(outcome.output, "\(example.name).\(size)")
  }

  @Test("a screen too small to be useful says so", arguments: ["40x12", "20x5", "1x1"])
  func tooSmall(_ size: String) throws {
    let outcome = try Program.run(["snapshot", "--size", size, "samples/gelu.npy"])
    #expect(outcome.status == 0)
    try expectScreen(outcome.output, "small.\(size)")
  }

  @Test("a screen has its rows and no more columns than it may", arguments: ["60x20", "200x60"])
  func extent(_ size: String) throws {
    let outcome = try Program.run(["snapshot", "--size", size, "samples/gelu.npy"])
    let extent = size.split(separator: "x").compactMap { Int($0) }
    let rows = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(rows.count == extent[1] && rows.allSatisfy { $0.count <= extent[0] })
  }

  @Test("the pictures in the README are what the program draws")
  func readme() throws {
    let url = Checkout.root.appending(path: "README.md")
    var readme = try String(contentsOf: url, encoding: .utf8)
    let pictures = readme.matches(of: /<!-- qviz ([^\n]+) -->\n```text\n((?s).*?)```/)
    #expect(!pictures.isEmpty)
    for picture in pictures {
      let outcome = try Program.shell("qviz \(picture.1)")
      if isRecording {
        readme = readme.replacing(String(picture.2), with: outcome.output)
      } else {
        #expect(outcome.output == String(picture.2))
      }
    }
    guard isRecording else { return }
    try readme.write(to: url, atomically: true, encoding: .utf8)
    Issue.record("recorded the README's pictures: read them before you commit them")
  }

  /// Whether this run writes the screens instead of comparing them.
  private var isRecording: Bool {
    ProcessInfo.processInfo.environment["QVIZ_RECORD_SCREENS"] != nil
  }

  /// Compares a screen with its file, or writes the file and fails.
  private func expectScreen(_ screen: String, _ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Screens/\(name).screen")
    guard !isRecording else {
      try screen.write(to: url, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name): read it before you commit it")
      return
    }
    let expected = try String(contentsOf: url, encoding: .utf8)
    #expect(screen == expected, "\(name)")
  }
}
