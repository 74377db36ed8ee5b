import Foundation
import Testing

/// `qviz plan`: a format for each tensor within a budget.
@Suite struct PlanTests {
  private func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  private let paths = [
    "samples/linear-weight.npy", "samples/embedding.npy", "samples/residual.npy",
  ]
  private let formats = ["gguf-q4_0", "gguf-q5_0", "gguf-q8_0"]

  @Test(
    "of all choices within the budget the plan has the least error",
    arguments: ["relative", "absolute", "worst"])
  func optimum(objective: String) throws {
    var choices: [[(bits: Double, count: Double, cost: Double)]] = []
    for path in paths {
      choices.append(
        try formats.map { format in
          let report = try object(["measure", path, "--format", format, "--json"])
          let error = try #require(report["error"] as? [String: Any])
          let tensor = try #require(report["tensor"] as? [String: Any])
          let shape = try #require(report["format"] as? [String: Any])
          let count = Double(try #require(tensor["count"] as? Int))
          let noise = try #require(error["noise_percent"] as? Double) / 100
          let mean = try #require(error["mse"] as? Double)
          return (
            try #require(shape["bits_per_value"] as? Double), count,
            objective == "absolute" ? mean * count : noise
          )
        })
    }
    let report = try object(
      ["plan"] + paths + ["--bits-per-value", "6", "--objective", objective, "--json", "--format"]
        + formats)
    let planned = try #require(report["tensors"] as? [[String: Any]])
    let picks = try planned.map { row in
      let format = try #require(row["format"] as? String)
      return try #require(formats.firstIndex(of: format))
    }
    func cost(_ picks: [Int]) -> (bits: Double, cost: Double) {
      let chosen = zip(choices, picks).map { $0[$1] }
      let values = chosen.reduce(0) { $0 + $1.count }
      return (
        chosen.reduce(0) { $0 + $1.bits * $1.count } / values,
        objective == "worst"
          ? chosen.map(\.cost).max() ?? 0 : chosen.reduce(0) { $0 + $1.cost }
      )
    }
    var best = Double.infinity
    for first in 0..<3 {
      for second in 0..<3 {
        for third in 0..<3 {
          let found = cost([first, second, third])
          if found.bits <= 6 { best = min(best, found.cost) }
        }
      }
    }
    let found = cost(picks)
    #expect(found.bits <= 6)
    #expect(abs(found.cost - best) <= 1e-9 * best)
    #expect(abs((report["bits_per_value"] as? Double ?? 0) - found.bits) <= 1e-9)
  }

  @Test("formats are ruled out, or alone allowed, by name")
  func patterns() throws {
    let report = try object(
      ["plan"] + paths + [
        "--bits-per-value", "9", "--not", "*weight=gguf-q8_0", "--only", "residual=gguf-q4_0",
        "--json", "--format",
      ] + formats)
    let chosen = Dictionary(
      uniqueKeysWithValues: try #require(report["tensors"] as? [[String: Any]]).map {
        ($0["name"] as? String ?? "", $0["format"] as? String ?? "")
      })
    #expect(
      chosen == [
        "linear-weight": "gguf-q5_0", "embedding": "gguf-q8_0", "residual": "gguf-q4_0",
      ])
  }

  @Test("a plan is written as llama.cpp's options, and as a table")
  func files() throws {
    let scratch = try ScratchFolder()
    let path = scratch.path("plan.txt")
    let arguments = ["plan"] + paths + ["--bits-per-value", "9", "--format", "gguf-q8_0"]
    #expect(try Program.run(arguments + ["-o", path, "--to", "llama-tensor-types"]).status == 0)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(
      lines == [
        "--tensor-type '^linear-weight$=q8_0'", "--tensor-type '^embedding$=q8_0'",
        "--tensor-type '^residual$=q8_0'",
      ])
    #expect(try Program.run(arguments + ["-o", path, "--to", "csv"]).status == 0)
    let table = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(table.first == "name,format,bits_per_value,mse,sqnr_db")
    #expect(table.dropFirst().allSatisfy { $0.contains(",gguf-q8_0,8.5,") })
    #expect(table.count == 4)
  }

  @Test("limits that cannot be kept, and options that do not go together, are said")
  func mistakes() throws {
    for (options, status) in [
      (["--bits-per-value", "2"], 65), (["--sqnr", "90"], 65), ([], 64),
      (["--bits-per-value", "5", "--size", "1M"], 64), (["--size", "x"], 64),
      (["--bits-per-value", "5", "--weight", "x"], 64),
      (["--bits-per-value", "5", "--not", "a=nothere"], 64),
      (["--bits-per-value", "5", "-o", "x"], 64),
    ] as [([String], Int32)] {
      let outcome = try Program.run(
        ["plan"] + paths + options + ["--format"] + formats)
      #expect(outcome.status == status, "\(options): \(outcome.errors)")
      #expect(outcome.output.isEmpty && outcome.errors.hasPrefix("qviz: "))
    }
  }
}
