import Foundation
import TestSupport
import Testing

/// What `--memory` makes of a tensor that does not fit.
@Suite struct MemoryTests {
  private static let sample = "samples/gelu.npy"
  /// Less than the sample takes: 50,688 float32.
  private static let little = ["--memory", "64K"]

  private func report(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(["measure", "--json"] + arguments)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(object as? [String: Any])
  }

  private func object(_ report: [String: Any], _ name: String) throws -> [String: Any] {
    try #require(report[name] as? [String: Any])
  }

  @Test(
    "past the budget every number has a bound, and the exact number is within it",
    arguments: [[], ["--min", "-0.1", "--max", "2.6", "--bits", "4"], ["--bits", "16"]])
  func bounds(_ scheme: [String]) throws {
    let exact = try report([Self.sample] + scheme)
    let bounded = try report([Self.sample] + scheme + Self.little)
    #expect(try object(exact, "exactness") as? [String: String] == ["kind": "exact"])
    let exactness = try object(bounded, "exactness")
    #expect(exactness["kind"] as? String == "bounded")
    let truth = try object(exact, "error")
    let shown = try object(bounded, "error")
    var compared = 0
    // Of percentiles there are neither bounds nor estimates.
    #expect(shown["abs_error_percentiles"] is NSNull)
    for (member, value) in truth
    where !["divergence_bins", "abs_error_percentiles"].contains(member) {
      let value = try #require(value as? Double)
      let estimate = try #require(shown[member] as? Double)
      let bound = try #require(exactness[member + "_bound"] as? Double, "\(member)")
      // The bound is a float64 rounded from the difference of two: two ulps of room.
      #expect((estimate - value).magnitude <= bound + 2 * value.ulp, "\(member)")
      compared += 1
    }
    #expect(compared == 17)
    // What the values are like needs each of them; all else is known.
    for (member, value) in try object(bounded, "tensor") where !(value is NSNull) {
      #expect(try value as? NSObject == object(exact, "tensor")[member] as? NSObject, "\(member)")
    }
    let known = ["count", "dtype", "finite", "max", "min", "name", "nan", "shape", "stored_as"]
    for member in known {
      #expect(try !(object(bounded, "tensor")[member] is NSNull), "\(member)")
    }
  }

  @Test("past the budget each row of calibrate has its bounds")
  func calibrate() throws {
    let outcome = try Program.run(
      ["calibrate", "--json", Self.sample, "--calibrator", "mse", "ort-minmax"] + Self.little)
    let decoded = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let report = try #require(decoded as? [String: Any])
    #expect(try object(report, "exactness") as? [String: String] == ["kind": "bounded"])
    let results = try #require(report["results"] as? [[String: Any]])
    #expect(results.count == 2)
    for result in results {
      let exactness = try object(result, "exactness")
      #expect(exactness["kind"] as? String == "bounded")
      #expect(try #require(exactness["mse_bound"] as? Double) > 0)
    }
  }

  @Test("a sketch measured is the tensor measured past the budget")
  func sketch() throws {
    let scratch = try ScratchFolder()
    let path = scratch.path("gelu.qvizsketch")
    #expect(try Program.run(["sketch", Self.sample, "-o", path]).status == 0)
    var sketched = try report([path])
    var bounded = try report([Self.sample] + Self.little)
    // A sketch has no shape; all else is the same.
    sketched["tensor"] = nil
    bounded["tensor"] = nil
    #expect(sketched as NSDictionary == bounded as NSDictionary)
  }

  @Test("text and screen say that numbers are bounded")
  func words() throws {
    let text = try Program.run(["measure", Self.sample] + Self.little).output
    #expect(text.contains(" ± ") && text.contains("exactness       bounded"))
    let screen = try Program.run(["snapshot", "--size", "120x36", Self.sample] + Self.little).output
    #expect(screen.contains("± bounded") && screen.contains(" ±"))
    #expect(!screen.contains("exact"))
  }

  @Test("what a sketch cannot do is one sentence that says what can be done")
  func refusals() throws {
    let outcome = try Program.run(
      ["measure", Self.sample, "--granularity", "group"] + Self.little)
    #expect(
      outcome.errors
        == "qviz: samples/gelu.npy: sorting it takes 436 KiB, more than the 64 KiB of --memory; "
        + "a sketch is kept for at most 16 blocks, and this granularity has 1584: measure it per "
        + "tensor, or give it more memory\n")
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    let scratch = try ScratchFolder()
    let sketch = scratch.path("s.qvizsketch")
    #expect(try Program.run(["sketch", Self.sample, "-o", sketch]).status == 0)
    let codes = try Program.run(["measure", sketch, "--codes", scratch.path("codes.npy")])
    #expect(
      codes.errors
        == "qviz: \(sketch): is a sketch, which has no order of elements; codes and dequantized "
        + "values need the tensor itself\n")
    #expect(codes.status == 64 && codes.output.isEmpty)
  }

  /// Elements of a sparse file: 4 GiB of float32 where the code is fast, 1 MiB where it is not.
  private static var sparseCount: Int {
    #if DEBUG
      1 << 18
    #else
      1 << 30
    #endif
  }

  @Test("a sparse file larger than its budget is measured")
  func sparse() throws {
    let scratch = try ScratchFolder()
    let url = try scratch.newFile("sparse.bin")
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: UInt64(4 * Self.sparseCount))
    try handle.close()
    let memory = ["--memory", "\(Self.sparseCount / 16)"]
    let sparse = try report([url.path] + memory)
    #expect(try object(sparse, "exactness")["kind"] as? String == "bounded")
    #expect(try object(sparse, "tensor")["finite"] as? Int == Self.sparseCount)
    #expect(try object(sparse, "error")["mse"] as? Double == 0)
  }
}
