import Foundation
import TestSupport
import Testing

@testable import qviz

/// What `measure` and `calibrate` say beside the sums: the error relative to scale and signal, what the
/// values are like, what chose the range, and that a handful of values has all of the energy.
@Suite struct RelativeReportTests {
  private func object(_ arguments: [String]) throws -> [String: Any] {
    let run = try Program.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(value as? [String: Any])
  }

  private func numbers(_ object: [String: Any], _ member: String) throws -> [String: Any] {
    try #require(object[member] as? [String: Any], "\(member)")
  }

  @Test("the members agree with a loop over codes and values")
  func members() throws {
    let values: [Float] = [0, 0, -1.7, 0.33, 5.2, 2.25, 100, 3.75, -0.125, 41.3]
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file(values), to: "a.npy")
    let report = try object([
      "measure", scratch.path("a.npy"), "--json", "--min=-2", "--max=50", "--bits", "6",
      "--dequantized", scratch.path("d.npy"),
    ])
    let dequantized = try Data(contentsOf: URL(fileURLWithPath: scratch.path("d.npy")))
    let levels = stride(from: dequantized.count - 40, to: dequantized.count, by: 4).map { start in
      Float(
        bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(dequantized[start + $1]) << (8 * $1) })
    }
    let errors = zip(values, levels).map { Double($0) - Double($1) }
    let error = try numbers(report, "error")
    let scale = try #require((report["encodings"] as? [[String: Any]])?.first?["scale"] as? Double)
    func expect(_ found: Any?, _ expected: Double, _ name: String) {
      let found = found as? Double ?? .nan
      #expect(abs(found - expected) <= 1e-12 * abs(expected), "\(name) \(found), \(expected)")
    }
    let root = (errors.reduce(0) { $0 + $1 * $1 } / 10).squareRoot()
    expect(error["rmse"], root, "RMSE")
    expect(error["rmse_over_scale"], root / scale, "RMSE / scale")
    let signal = values.reduce(0.0) { $0 + Double($1) * Double($1) }
    expect(error["noise_percent"], 100 * root * root * 10 / signal, "noise")
    expect(error["mean_error"], errors.reduce(0, +) / 10, "mean error")
    let magnitudes = errors.map(\.magnitude).sorted()
    let percentiles = try #require(error["abs_error_percentiles"] as? [String: Double])
    #expect(Set(percentiles.keys) == ["p50", "p90", "p99", "p99_9"])
    expect(percentiles["p50"], (magnitudes[4] + magnitudes[5]) / 2, "p50")
    expect(percentiles["p90"], magnitudes[8] + 0.1 * (magnitudes[9] - magnitudes[8]), "p90")
    let tensor = try numbers(report, "tensor")
    let mean = values.reduce(0.0) { $0 + Double($1) } / 10
    let powers = [2, 4].map { power in
      values.reduce(0.0) { $0 + pow(Double($1) - mean, power) } / 10
    }
    expect(tensor["mean"], mean, "mean")
    expect(tensor["standard_deviation"], powers[0].squareRoot(), "σ")
    expect(tensor["kurtosis"], powers[1] / (powers[0] * powers[0]), "kurtosis")
    expect(tensor["max_over_sigma"], 100 / powers[0].squareRoot(), "max / σ")
    #expect(tensor["zeros"] as? Int == 2 && tensor["zero_share"] as? Double == 0.2)
    #expect(report["range_from"] as? String == "by hand")
  }

  @Test("what chose the range, in its own words")
  func origins() throws {
    let file = Checkout.tensor("adv_laplace")
    for (options, origin) in [
      ([], "min-max"), (["--max", "1"], "by hand"), (["--calibrator", "mse"], "mse"),
      (["--calibrator", "percentile:99.5"], "percentile:99.5"),
      (["--percentile", "99.5"], "percentile:99.5"),
    ] {
      let report = try object(["measure", file, "--json"] + options)
      #expect(report["range_from"] as? String == origin)
      let text = try Program.run(["measure", file] + options).output
      #expect(text.contains("\nrange from      \(origin)\n"))
    }
  }

  @Test("many tensors are passed by: what needs their values in order is null, and says so")
  func passed() throws {
    let report = try object(["measure", "samples", "--all", "--json"])
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    for tensor in tensors {
      let name = try #require(try numbers(tensor, "tensor")["name"] as? String)
      let alone = try object(["measure", "samples/\(name).npy", "--json"])
      let (found, expected) = (try numbers(tensor, "error"), try numbers(alone, "error"))
      for member in ["rmse", "rmse_over_scale", "noise_percent", "mean_error"] {
        let (one, other) = (found[member] as? Double ?? .nan, expected[member] as? Double ?? .nan)
        // Errors of either sign cancel: what a pass may lose of them is relative to their magnitudes.
        let size = member == "mean_error" ? expected["mae"] as? Double ?? 0 : abs(other)
        #expect(abs(one - other) <= 1e-12 * size, "\(name) \(member)")
      }
      #expect(found["abs_error_percentiles"] is NSNull, "\(name)")
      #expect(try numbers(tensor, "tensor")["kurtosis"] is NSNull, "\(name)")
      let notes = try numbers(tensor, "notes")
      #expect(notes["error.abs_error_percentiles"] != nil && notes["tensor.kurtosis"] != nil)
      #expect(tensor["range_from"] as? String == "min-max")
    }
  }

  @Test("a mask with all of the energy: the others are said to be lost")
  func mask() throws {
    let scratch = try ScratchFolder()
    var random = SplitMix64(seed: 61)
    let scores = (0..<528).map { _ in Float(random.nextNormal()) }
    let mask = [Float](repeating: -.greatestFiniteMagnitude, count: 496)
    try scratch.write(NpyArray.file(mask + scores), to: "mask.npy")
    let path = scratch.path("mask.npy")
    let sentence = "496 values carry all of the energy; the other 528 all became 0"
    let text = try Program.run(["measure", path]).output
    #expect(text.contains("\nnote            \(sentence)\n"))
    let report = try object(["measure", path, "--json"])
    #expect(try numbers(report, "notes")["error.sqnr_db"] as? String == sentence)
    #expect(try numbers(report, "concentration")["values"] as? Int == 496)
    let screen = try Program.run(["snapshot", path, "--size", "100x30"]).output
    #expect(screen.contains(sentence))
    let gelu = try object(["measure", "samples/gelu.npy", "--json"])
    #expect(gelu["concentration"] == nil && gelu["notes"] == nil)
  }

  @Test("a number of the JSON is never inf or 0 in the table, however large or small")
  func extremes() throws {
    let scratch = try ScratchFolder()
    for (name, factor) in [("huge", Float(1e38)), ("tiny", Float(1e-41))] {
      let values = (0..<1000).map { Float($0 % 37 - 18) / 18 * factor }
      try scratch.write(NpyArray.file(values), to: "\(name).npy")
      for command in ["calibrate", "measure"] {
        let options = command == "calibrate" ? ["--calibrator", "min-max", "percentile:90"] : []
        let run = try Program.run([command, scratch.path("\(name).npy")] + options)
        #expect(run.status == 0 && !run.output.contains("inf"), "\(run.output)")
      }
      let run = try Program.run([
        "calibrate", scratch.path("\(name).npy"), "--calibrator", "percentile:90",
      ])
      let row = try #require(run.output.split(separator: "\n").last)
      let mse = row.split(separator: " ")[7]
      #expect(mse.contains(factor > 1 ? "e+7" : "e-8"), "\(row)")
    }
  }

  @Test("no zero has a sign in a refusal")
  func zeros() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([-0.0, -0.0, -0.0]), to: "zeros.npy")
    for tool in ["tf-fake-quant", "tflite", "ncnn", "tf-qdq"] {
      let run = try Program.run(["measure", scratch.path("zeros.npy"), "--toolchain", tool])
      #expect(!run.errors.contains("-0.0") && !run.output.contains("-0.0"), "\(run.errors)")
    }
  }

  @Test("texts that begin with numbers have their points below each other")
  func alignment() {
    #expect(
      PointAlignment.aligned(["22.30 dB", "-0.5", "151", "not defined", "1.0e-05", "-", ""])
        == [
          " 22.30 dB  ", " -0.5      ", "151        ", "not defined", "  1.0e-05  ", "  -        ",
          "           ",
        ])
    #expect(PointAlignment.aligned([]) == [])
  }
}
