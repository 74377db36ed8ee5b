import Foundation
import Testing

/// Values that float32 does not hold, in number formats.
@Suite struct WideValueTests {
  private func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  private func file(_ values: [Double], _ scratch: ScratchFolder) throws -> String {
    try scratch.write(
      values.flatMap { value in
        (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(8 * $0)) }
      }, to: "wide.bin")
    return scratch.path("wide.bin")
  }

  private static func values(_ count: Int) -> [Double] {
    (0..<count).map { Double(($0 * 7919) % 1009 - 504) / 3000 }
  }

  @Test(
    "errors are from the values of the file, not from their float32 roundings",
    arguments: ["float16", "bfloat16", "int8", "gguf-q4_0", "gguf-q6_k", "mxfp4", "bnb-nf4"])
  func exactErrors(format: String) throws {
    let scratch = try ScratchFolder()
    let values = Self.values(4096)
    let path = try file(values, scratch)
    let decoded = scratch.path("decoded.npy")
    let report = try object([
      "measure", path, "--dtype", "float64", "--shape", "16,256", "--format", format,
      "--dequantized", decoded,
    ])
    let errors = zip(values, try NpyArray(path: decoded).floats).map { $0 - Double($1) }
    let error = try #require(report["error"] as? [String: Any])
    let mean = errors.reduce(0) { $0 + $1 * $1 } / 4096
    #expect(abs(try #require(error["mse"] as? Double) - mean) <= 1e-12 * mean)
    let largest = errors.map(\.magnitude).max() ?? 0
    let found = try #require(error["max_abs_error"] as? Double)
    #expect(abs(found - largest) <= 1e-14 * largest)
    let tensor = try #require(report["tensor"] as? [String: Any])
    #expect(tensor["min"] as? Double == values.min() && tensor["max"] as? Double == values.max())
    let notes = try #require(report["notes"] as? [String: String])
    #expect(notes["format"]?.contains("rounded to float32") == true)
  }

  @Test("what float32 makes of a value alone is an error of some 150 dB, and not exact")
  func roundingAlone() throws {
    let scratch = try ScratchFolder()
    let path = try file([Double](repeating: 1.0 / 3, count: 512), scratch)
    let arguments = ["measure", path, "--dtype", "float64", "--format", "binary"]
    let error = try #require(try object(arguments)["error"] as? [String: Any])
    // The mean magnitude of equal values is the value, as float32 has it.
    let step = 1.0 / 3 - Double(Float(1.0 / 3))
    let mean = try #require(error["mse"] as? Double)
    #expect(abs(mean - step * step) <= 1e-12 * step * step)
    let text = try Program.run(arguments).output
    #expect(!text.contains("SQNR exact") && text.contains("150.51 dB"))
    #expect(text.contains("as float32"))
  }

  @Test("a finite value that float32 has no room for is lost, and not infinite")
  func overflow() throws {
    let scratch = try ScratchFolder()
    let values = (0..<256).map { [1e300, -1e300, 1e-300, 5][$0 % 4] }
    let path = try file(values, scratch)
    let arguments = ["measure", path, "--dtype", "float64", "--format", "int8"]
    let report = try object(arguments)
    let tensor = try #require(report["tensor"] as? [String: Any])
    #expect(tensor["finite"] as? Int == 256)
    #expect(tensor["positive_infinity"] as? Int == 0 && tensor["negative_infinity"] as? Int == 0)
    #expect(tensor["min"] as? Double == -1e300 && tensor["max"] as? Double == 1e300)
    #expect(report["values_lost"] as? Int == 128)
    // A scheme rounds as its tools do: what is infinite then is said to be so in float32.
    let scheme = try object(Array(arguments.prefix(4)))
    let notes = try #require(scheme["notes"] as? [String: String])
    #expect(notes["tensor.positive_infinity"]?.contains("float32 has no room") == true)
    let words = try Program.run(Array(arguments.prefix(4))).output
    #expect(words.contains("64 -infinity, as float32 has them"))
    let text = try Program.run(arguments).output
    #expect(text.contains("128 finite values became infinite or NaN, 128 of them in float32"))
  }

  @Test("wide integers are measured as they are")
  func integers() throws {
    let scratch = try ScratchFolder()
    // 2^24 + 1 and its neighbours: every second is no float32.
    let values = (0..<512).map { Int64(1 << 24 + $0) }
    try scratch.write(
      values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } },
      to: "wide.bin")
    let decoded = scratch.path("decoded.npy")
    let report = try object([
      "measure", scratch.path("wide.bin"), "--dtype", "int64", "--format", "bfloat16",
      "--dequantized", decoded,
    ])
    let mean =
      zip(values, try NpyArray(path: decoded).floats).reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      } / 512
    let error = try #require(report["error"] as? [String: Any])
    #expect(abs(try #require(error["mse"] as? Double) - mean) <= 1e-12 * mean)
  }

  @Test("a table of formats says that it is so")
  func table() throws {
    let scratch = try ScratchFolder()
    let path = try file(Self.values(4096), scratch)
    let report = try object(["formats", path, "--dtype", "float64", "--format", "float16"])
    let notes = try #require(report["notes"] as? [String: String])
    #expect(notes["results"]?.contains("rounded to float32") == true)
  }
}
