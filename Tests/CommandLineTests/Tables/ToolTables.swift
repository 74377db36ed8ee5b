import Foundation
import TestSupport

/// The document that puts qviz's table beside the tools' own answers, tensor by tensor.
struct ToolTables {
  /// Where it lies, from the top.
  static let path = "Tests/Peers/TABLES.md"
  /// The tensors that are shown in full: an activation with a tail, a weight, and a ReLU.
  static let shown = ["act_minilm_l4_gelu", "minilm_l0_query_w", "act_ppocr_det_relu"]

  /// The records of the tools by tensor and record.
  private let goldens: [String: ToolGolden]

  /// Reading them takes a while, so that it is done once.
  private static let read = Result {
    var goldens: [String: ToolGolden] = [:]
    let records = Set(ToolAnswer.all.map(\.record))
    for tool in Set(ToolAnswer.all.map(\.tool)) {
      for golden in try ToolGolden.all(tool) where records.contains(golden.record) {
        goldens["\(tool) \(golden.description)"] = golden
      }
    }
    return goldens
  }

  /// Reads what the tools said.
  init() throws {
    goldens = try Self.read.get()
  }

  /// The calibrators of the catalog that speak for a tool, in its order, as the benchmark lists them.
  static func emulated() throws -> [String] {
    struct Greeting: Decodable {
      let emulated: [String]
    }
    let outcome = try Program.benchmark(["peers", "samples/relu.npy", "--min=0", "--max=3"])
    return try JSONDecoder().decode(Greeting.self, from: Data(outcome.output.utf8)).emulated
  }

  /// What a tool and qviz answer for a tensor, by calibrator; only some calibrators if so asked.
  func answers(
    for fixture: Fixture, only names: [String]? = nil
  ) throws -> [String: ComparedAnswer] {
    var found: [String: ComparedAnswer] = [:]
    for scheme in ComparedScheme.allCases {
      let answers = ToolAnswer.all.filter {
        $0.scheme == scheme && names?.contains($0.calibrator) != false
      }
      guard !answers.isEmpty else { continue }
      let report = try CalibrateReport(fixture, scheme, answers.map(\.calibrator))
      for answer in answers {
        found[answer.calibrator] = ComparedAnswer(
          answer, goldens["\(answer.tool) \(fixture.id) \(answer.record)"],
          report?.results.first { $0.calibrator == answer.calibrator })
      }
    }
    return found
  }

  /// What the tools and qviz answer for every fixture, several at a time.
  private func answers() async throws -> [[String: ComparedAnswer]] {
    try await withThrowingTaskGroup(of: (Int, [String: ComparedAnswer]).self) { group in
      for (index, fixture) in Fixture.all.enumerated() {
        group.addTask { (index, try answers(for: fixture)) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        .sorted { $0.key < $1.key }.map(\.value)
    }
  }

  /// The whole document.
  func document() async throws -> String {
    let answers = try await answers()
    let emulated = try Self.emulated()
    let unasked = emulated.filter { name in !ToolAnswer.all.contains { $0.calibrator == name } }
    var parts = [
      """
      # qviz's table beside the tools' own answers

      Made from `qviz calibrate --json` and the goldens of `Tests/Fixtures/golden/tools`; a test makes it again and compares.
      `QVIZ_RECORD_TABLES=1 swift test -c release -Xswiftc -enable-testing --filter ToolTableTests` writes it.

      What is compared is in "the tool says": scale, ends of a range and thresholds as float32, bit for bit, in the fewest digits that tell a float32 from its neighbours.
      Float16 and bfloat16 tensors are widened to float32, as they were for the tools; what these answer in the narrow types is in the goldens named `-types`.
      """
    ]
    for id in Self.shown { parts.append(try ShownTensor(.named(id), self).markdown) }
    parts.append(ToolMatrix(answers, unasked: unasked).markdown)
    return parts.joined(separator: "\n\n") + "\n"
  }
}
