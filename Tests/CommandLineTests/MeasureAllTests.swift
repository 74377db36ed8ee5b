import Foundation
import Testing

/// `--all`: every tensor of a model, and what they add up to.
@Suite struct MeasureAllTests {
  private func object(_ arguments: [String]) throws -> (object: [String: Any], status: Int32) {
    let outcome = try Program.run(arguments)
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return (try #require(value as? [String: Any]), outcome.status)
  }

  /// How far two ways of adding the same terms up may be apart.
  private let summation = 1e-12

  @Test(
    "each tensor's object is that of the tensor alone",
    arguments: [
      [], ["--bits", "4", "--granularity", "channel"],
      ["--granularity", "group", "--group-size", "48", "--symmetric"], ["--toolchain", "torch"],
      ["--calibrator", "percentile"],
    ])
  func asAlone(_ options: [String]) throws {
    let (all, status) = try object(["measure", "samples", "--all", "--json"] + options)
    #expect(status == 0)
    let tensors = try #require(all["tensors"] as? [[String: Any]])
    #expect(tensors.count == 8)
    for found in tensors {
      let facts = try #require(found["tensor"] as? [String: Any])
      let name = try #require(facts["name"] as? String)
      let shape = try #require(facts["shape"] as? [Int])
      // Alone, a vector is parted as it was asked for; among many it is a bias.
      let alone = shape.count > 1 ? options : options.filter { !["channel", "group"].contains($0) }
      guard shape.count > 1 || alone == options else { continue }
      let path = try #require(
        ["npy", "bin"].map { "samples/\(name).\($0)" }.first {
          FileManager.default.fileExists(atPath: Checkout.root.appending(path: $0).path)
        })
      guard name != "gelu" || facts["count"] as? Int == 50688 else { continue }
      let (single, _) = try object(
        ["measure", path, "--json", "--shape", shape.map(String.init).joined(separator: ",")]
          + options)
      for member in ["encodings", "clipping_range", "scheme", "exactness"] {
        let (one, other) = (found[member] as? NSObject, single[member] as? NSObject)
        #expect(one == other, "\(name) \(member)")
      }
      let (one, other) = (
        try #require(found["error"] as? [String: Any]),
        try #require(single["error"] as? [String: Any])
      )
      for metric in ["mse", "mse_rounding", "mse_clipping", "sqnr_db", "mae", "max_abs_error"] {
        guard let expected = other[metric] as? Double else { continue }
        let value = try #require(one[metric] as? Double, "\(name) \(metric)")
        #expect(
          abs(value - expected) <= summation * max(abs(expected), 1e-300), "\(name) \(metric)")
      }
      for metric in ["clipped_below", "clipped_above", "codes_used"] {
        #expect(one[metric] as? Int == other[metric] as? Int, "\(name) \(metric)")
      }
    }
  }

  @Test("the total is that of all values together")
  func total() throws {
    let (all, _) = try object(["measure", "samples", "--all", "--json"])
    let errors = try #require(all["tensors"] as? [[String: Any]]).map {
      ($0["tensor"] as? [String: Any], $0["error"] as? [String: Any])
    }
    var (count, squaredError) = (0, 0.0)
    for (tensor, error) in errors {
      let finite = try #require(tensor?["finite"] as? Int)
      count += finite
      squaredError += Double(finite) * (try #require(error?["mse"] as? Double))
    }
    let total = try #require(all["total"] as? [String: Any])
    #expect(total["count"] as? Int == count)
    let mse = try #require(total["mse"] as? Double)
    #expect(abs(mse * Double(count) - squaredError) <= summation * squaredError)
  }

  @Test("a tensor that cannot be measured has its sentence, and the others their numbers")
  func failures() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]), to: "good.npy")
    try scratch.write(NpyArray.file([.nan, .infinity]), to: "nan.npy")
    try scratch.write([1, 2, 3], to: "odd.bin")
    let outcome = try Program.run(["measure", ".", "--all", "--json"], in: scratch.url)
    #expect(outcome.status == 65)
    #expect(
      outcome.errors == """
        qviz: ./odd.bin: has 3 bytes, expected a multiple of 4 (float32): 3 left over; int8, uint8 would fit (--dtype)

        """)
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let tensors = try #require((value as? [String: Any])?["tensors"] as? [[String: Any]])
    #expect(tensors.count == 2)
    #expect(tensors[0]["error"] != nil && tensors[0]["failed"] == nil)
    #expect(
      tensors[1]["failed"] as? String
        == "./nan.npy: no finite values to measure: 1 NaN, 1 +infinity, 0 -infinity")
    #expect((tensors[1]["tensor"] as? [String: Any])?["name"] as? String == "nan")
  }

  @Test("the table is aligned, and its last row is about all")
  func table() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([0, 1, 2, 3, 255]), to: "a.npy")
    try scratch.write(NpyArray.file([0, 0.4, 1000]), to: "layer.10.npy")
    try scratch.write(NpyArray.file([.nan]), to: "layer.9.npy")
    let outcome = try Program.run(["measure", ".", "--all", "--bits", "4"], in: scratch.url)
    #expect(
      outcome.output == """
        name      stored as  shape  encodings  SQNR dB        MSE       max |e|  clipped
        a         float32    [5]    1            36.67  2.800e+00     3.000e+00        0
        layer.9   float32    [1]    -                -          -  not measured        -
        layer.10  float32    [3]    1            67.96  5.333e-02     4.000e-01        1
        all                                      48.76  1.770e+00

        """)
    #expect(outcome.status == 65)
  }

  @Test("an empty tensor among others has the encoding that it has alone")
  func empty() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([]), to: "empty.npy")
    let path = scratch.path("empty.npy")
    let alone = try object(["measure", path, "--json"]).object
    let all = try object(["measure", path, "--all", "--json"]).object
    let found = try #require((all["tensors"] as? [[String: Any]])?.first)
    #expect(found as NSDictionary == alone as NSDictionary)
  }

  @Test("blocks that are very many are counted and not printed")
  func manyBlocks() throws {
    let scratch = try ScratchFolder()
    let count = 1 << 16 + 4
    let bytes = [UInt8](repeating: 0x3C, count: count * 2)
    try scratch.write(bytes, to: "w.bin")
    let outcome = try Program.run(
      [
        "measure", "w.bin", "--dtype", "float16", "--shape", "4,\(count / 4)", "--all", "--json",
        "--granularity", "group", "--group-size", "1",
      ], in: scratch.url)
    #expect(outcome.status == 0)
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let tensor = try #require(
      ((value as? [String: Any])?["tensors"] as? [[String: Any]])?.first)
    #expect(tensor["encodings"] is NSNull)
    let notes = try #require(tensor["notes"] as? [String: String])
    #expect(notes["encodings"]?.hasPrefix("\(count) blocks are too many") == true)
  }

  @Test("calibrators of every tensor, and what each adds up to")
  func calibrators() throws {
    let (all, status) = try object(
      ["calibrate", "samples", "--all", "--json", "--calibrator", "min-max", "mse"])
    #expect(status == 0)
    let tensors = try #require(all["tensors"] as? [[String: Any]])
    #expect(tensors.allSatisfy { ($0["results"] as? [Any])?.count == 2 })
    let total = try #require(all["total"] as? [String: Any])
    let results = try #require(total["results"] as? [[String: Any]])
    #expect(results.map { $0["calibrator"] as? String } == ["min-max", "mse"])
    let errors = results.compactMap { $0["mse"] as? Double }
    #expect(errors.count == 2 && errors[1] < errors[0])
    let (one, _) = try object(
      ["calibrate", "samples", "--all", "--json", "--calibrator", "min-max"])
    #expect((one["total"] as? [String: Any])?["mse"] as? Double == errors[0])
  }

  @Test("what excludes each other")
  func usage() throws {
    for (arguments, sentence) in [
      (
        ["measure", "samples", "--all", "--tensor", "gelu"],
        "--all excludes --tensor, --codes and --dequantized"
      ),
      (["calibrate", "samples", "--all", "--tensor", "gelu"], "--all excludes --tensor"),
    ] {
      let outcome = try Program.run(arguments)
      #expect(outcome.errors == "qviz: \(sentence)\n" && outcome.status == 64)
    }
  }
}
