import Foundation
import TestSupport
import Testing

/// What `formats` and `measure --format` say beside the numbers.
@Suite struct FormatNoteTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  private func file(_ values: [Float], _ name: String = "values.bin") throws -> String {
    try scratch.write(
      values.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) }
      }, to: name)
  }

  private func normal(_ count: Int) -> [Float] {
    var random = SplitMix64(seed: 15)
    return (0..<count).map { _ in Float(random.nextNormal()) }
  }

  @Test("that a few values carry all of the energy is said, where the others are lost")
  func carriers() throws {
    let outlier = try file([1e30] + normal(1023))
    let report = try object(["measure", outlier, "--format", "int8"])
    let found = try #require(report["concentration"] as? [String: Int])
    #expect(found == ["values": 1, "others": 1023, "became_zero": 1023])
    let sentence = "1 value carries all of the energy; the other 1023 all became 0"
    let notes = try #require(report["notes"] as? [String: String])
    #expect(notes["error.sqnr_db"] == sentence)
    #expect(
      try Program.run(["measure", outlier, "--format", "int8"]).output.contains(sentence))
    // In groups of 32 the others keep their codes, but for the 31 beside the outlier.
    let groups = try object(["measure", outlier, "--format", "int8:g32"])
    #expect(groups["concentration"] == nil)
    let table = try Program.run(["formats", outlier, "--format", "int8", "int8:g32", "float16"])
    #expect(table.output.contains("note: in int8: \(sentence)\n"))
  }

  @Test(
    "a mask of one value is found, however much it covers, and nothing where there is none",
    arguments: [3, 200, 900])
  func masks(covered: Int) throws {
    let values = normal(1024 - covered)
    let mask = [Float](repeating: -3.4e38, count: covered)
    let masked = try file(mask + values)
    let report = try object(["measure", masked, "--format", "int8"])
    let found = try #require(report["concentration"] as? [String: Int])
    #expect(found == ["values": covered, "others": values.count, "became_zero": values.count])
    for values in [values, values.map(\.magnitude), values.map { $0 * $0 * $0 * $0 }] {
      let plain = try object(["measure", try file(values), "--format", "int8"])
      #expect(plain["concentration"] == nil)
    }
  }

  @Test("what is not finite is counted and shown in a table of formats")
  func notFinite() throws {
    var values = normal(1024)
    (values[1], values[2], values[3]) = (.nan, .infinity, .infinity)
    let path = try file(values)
    let arguments = ["formats", path, "--format", "int8", "float16"]
    let tensor = try #require(try object(arguments)["tensor"] as? [String: Any])
    #expect(tensor["finite"] as? Int == 1021 && tensor["nan"] as? Int == 1)
    #expect(tensor["positive_infinity"] as? Int == 2 && tensor["negative_infinity"] as? Int == 0)
    let finite = values.filter(\.isFinite)
    #expect(tensor["min"] as? Double == finite.min().map(Double.init))
    #expect(tensor["max"] as? Double == finite.max().map(Double.init))
    let text = try Program.run(arguments).output
    #expect(text.hasPrefix("not finite: 1 NaN, 2 +infinity, 0 -infinity\n"))
  }

  @Test("nothing finite is bad data, in a scheme and in a format alike")
  func nothingFinite() throws {
    let path = try file([Float](repeating: .nan, count: 64))
    for arguments in [
      ["measure", path], ["measure", path, "--format", "int8"], ["formats", path],
      ["measure", path, "--all", "--format", "int8"], ["formats", path, "--all"],
    ] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 65, "\(arguments)")
      #expect(outcome.errors.contains("no finite values to measure: 64 NaN"))
    }
  }

  @Test("no error at all is said in the same word everywhere, and each null has its reason")
  func exact() throws {
    let values = (0..<64).map { Float($0 % 2) }
    let path = try file(values)
    let text = try Program.run(["measure", path, "--format", "float16"]).output
    #expect(text.contains("SQNR") && text.contains(" exact\n") && !text.contains("inf dB"))
    let report = try object(["measure", path, "--format", "float16"])
    var nulls = (report["error"] as? [String: Any] ?? [:]).filter { $0.value is NSNull }.map {
      "error.\($0.key)"
    }
    let notes = try #require(report["notes"] as? [String: String])
    #expect(nulls.contains("error.sqnr_db") && nulls.contains("error.divergence_bins"))
    nulls.removeAll { notes[$0] != nil }
    #expect(nulls.isEmpty)
    let table = try object(["formats", path, "--format", "float16"])
    let bounds = try #require(table["bounds"] as? [[String: Any]])
    #expect(bounds.contains { $0["sqnr_db"] is NSNull })
    #expect((table["notes"] as? [String: String])?["bounds.sqnr_db"] != nil)
  }

  @Test("vectors are measured beside the total, which is that of what converters make smaller")
  func vectors() throws {
    let values = normal(512)
    let model = try scratch.write(
      try SafetensorsBytes.file([
        ("a.weight", [4, 64], Array(values[..<256])), ("norm.weight", [256], Array(values[256...])),
        ("odd.weight", [4, 33], Array(values[..<132])),
      ]), to: "model.safetensors")
    let arguments = ["measure", model, "--all", "--format", "gguf-q4_0"]
    let report = try object(arguments)
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    #expect(tensors.map { $0["in_total"] as? Bool } == [true, false, nil])
    let total = try #require(report["total"] as? [String: Any])
    let alone = try object(["measure", model, "--tensor", "a.weight", "--format", "gguf-q4_0"])
    let error = try #require(alone["error"] as? [String: Any])
    #expect(total["mse"] as? Double == error["mse"] as? Double)
    #expect(total["count"] as? Int == 256 && total["bits_per_value"] as? Double == 4.5)
    let all = (256 * 4.5 + Double(32 * (256 + 132))) / Double(512 + 132)
    #expect(total["bits_per_value_of_all"] as? Double == all)
    let text = try Program.run(arguments).output
    #expect(text.contains("not in 'all': 1 tensor of fewer than two axes"))
    // Alone among vectors they are what was asked for.
    let vector = try file(values, "vector.bin")
    let vectors = try object(["measure", vector, "--all", "--format", "gguf-q4_0"])
    #expect((vectors["total"] as? [String: Any])?["count"] as? Int == 512)
  }
}
