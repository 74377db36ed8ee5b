import Foundation
import TestSupport
import Testing

/// What `qviz plan` says that no choice passes, beside all choices there are.
@Suite struct PlanBoundTests {
  private let scratch: ScratchFolder
  private let model: String

  private static let formats = ["gguf-q4_0", "gguf-q5_1", "gguf-q8_0", "bnb-nf4", "int3:g32"]
  private static let names = ["a.weight", "b.weight", "c.weight"]

  init() throws {
    scratch = try ScratchFolder()
    var random = SplitMix64(seed: 21)
    let tensors = zip(Self.names, [(96, Float(1)), (64, 0.02), (160, 7)]).map { name, kind in
      (
        name: name, shape: [kind.0, 64],
        values: (0..<kind.0 * 64).map { _ in kind.1 * Float(random.nextNormal()) }
      )
    }
    model = try scratch.write(try SafetensorsBytes.file(tensors), to: "model.safetensors")
  }

  private func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  /// What each tensor takes and loses in each format, by measuring it alone, and every choice of them.
  private func choices() throws -> [(bits: Double, error: Double, energy: Double, count: Double)] {
    let tensors = try Self.names.map { name in
      try Self.formats.map { format in
        let report = try object(["measure", model, "--tensor", name, "--format", format])
        let error = try #require(report["error"] as? [String: Any])
        let tensor = try #require(report["tensor"] as? [String: Any])
        let shape = try #require(report["format"] as? [String: Any])
        let count = Double(try #require(tensor["count"] as? Int))
        let squared = try #require(error["mse"] as? Double) * count
        let noise = try #require(error["noise_percent"] as? Double) / 100
        return (
          bits: try #require(shape["bits_per_value"] as? Double) * count, error: squared,
          energy: squared / noise, count: count
        )
      }
    }
    return tensors.reduce([(0, 0, 0, 0)]) { choices, tensor in
      choices.flatMap { choice in
        tensor.map {
          (
            choice.bits + $0.bits, choice.error + $0.error, choice.energy + $0.energy,
            choice.count + $0.count
          )
        }
      }
    }
  }

  private func bound(_ report: [String: Any], _ name: String) throws -> Double? {
    try #require(report["bound"] as? [String: Any])[name] as? Double
  }

  @Test(
    "the MSE of the bound is one that no choice passes, whatever factors errors have",
    arguments: [
      [], ["--weight", "a=1000"], ["--weight", "b=1e6", "--objective", "absolute"],
      ["--weight", "a=50", "--weight", "c=0.001", "--objective", "worst"],
    ])
  func meanSquaredError(options: [String]) throws {
    let choices = try choices()
    let most = choices.map(\.bits).max() ?? 0
    let fewest = choices.map(\.bits).min() ?? 0
    for part in [0.1, 0.35, 0.7] {
      let bytes = Int((fewest + (most - fewest) * part) / 8)
      let report = try object(
        ["plan", model, "--size", "\(bytes)"] + options + ["--format"] + Self.formats)
      let fitting = choices.filter { $0.bits <= Double(8 * bytes) }
      let least = fitting.map { $0.error / $0.count }.min() ?? 0
      let found = try #require(try bound(report, "mse"))
      #expect(found <= least * (1 + 1e-9))
      // Of so few tensors every choice is tried.
      #expect(found >= least * (1 - 1e-9))
      let total = try #require(report["total"] as? [String: Any])
      #expect(try #require(total["mse"] as? Double) >= found * (1 - 1e-9))
    }
  }

  @Test("for an SQNR the fewest bits are taken, and said to be the fewest")
  func fewestBits() throws {
    let choices = try choices()
    for decibels in stride(from: 15.0, through: 40, by: 2.5) {
      let report = try object(
        ["plan", model, "--sqnr", "\(decibels)", "--format"] + Self.formats)
      let allowed = choices[0].energy * pow(10, -decibels / 10)
      let fewest = choices.filter { $0.error <= allowed * (1 + 1e-9) }.map(\.bits).min()
      let total = try #require(report["total"] as? [String: Any])
      #expect(total["bits"] as? Double == fewest, "\(decibels) dB")
      #expect(try bound(report, "bits") == fewest, "\(decibels) dB")
      #expect(try bound(report, "gap") == 0)
      #expect(try bound(report, "mse") == nil)
      let notes = try #require(report["notes"] as? [String: String])
      #expect(notes["bound.mse"] != nil && notes["budget"] != nil)
    }
    let text = try Program.run(["plan", model, "--sqnr", "25", "--format"] + Self.formats).output
    #expect(text.contains("bound  no choice with that SQNR takes fewer bits\n"))
  }
}
