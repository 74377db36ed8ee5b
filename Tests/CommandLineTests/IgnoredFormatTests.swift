import Foundation
import TestSupport
import Testing

/// Values that are left out on purpose, in number formats.
@Suite struct IgnoredFormatTests {
  private func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  @Test(
    "blocks are encoded with the values that the file has, and the errors leave out some",
    arguments: [
      "gguf-q4_k", "gguf-q8_0", "gguf-q6_k", "bnb-nf4", "mxfp4", "mxfp8-e4m3", "nvfp4",
      "int8:channel",
    ])
  func encoded(format: String) throws {
    let scratch = try ScratchFolder()
    var random = SplitMix64(seed: 10)
    let values = (0..<16 * 256).map { _ in Float(random.nextNormal()) }
    let path = try scratch.write(
      values.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) }
      }, to: "values.bin")
    let arguments = ["measure", path, "--shape", "16,256", "--format", format]
    let plain = scratch.path("plain.npy")
    let ruled = scratch.path("ruled.npy")
    _ = try object(arguments + ["--dequantized", plain])
    let report = try object(arguments + ["--ignore-below", "0", "--dequantized", ruled])
    let decoded = try NpyArray(path: plain)
    #expect(try NpyArray(path: ruled).bytes == decoded.bytes)
    let kept = zip(values, decoded.floats).filter { $0.0 >= 0 }
    let mean =
      kept.reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      } / Double(kept.count)
    let error = try #require(report["error"] as? [String: Any])
    #expect(abs(try #require(error["mse"] as? Double) - mean) <= 1e-12 * mean)
    #expect(report["values_lost"] == nil)
    let tensor = try #require(report["tensor"] as? [String: Any])
    let ignored = try #require(tensor["ignored"] as? [String: Any])
    #expect(ignored["count"] as? Int == values.count - kept.count)
    #expect(tensor["finite"] as? Int == kept.count && tensor["nan"] as? Int == 0)
  }

  @Test("a plan has formats to choose from, whatever is left out")
  func plan() throws {
    let report = try object([
      "plan", "samples/linear-weight.npy", "--bits-per-value", "5", "--ignore-below", "0",
      "--format", "gguf-q4_0", "bnb-nf4",
    ])
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    #expect(tensors[0]["format"] as? String != nil)
  }
}
