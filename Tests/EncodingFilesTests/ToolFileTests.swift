import Foundation
import QuantizationEngine
import Testing

@testable import EncodingFiles

/// Files that the tools wrote themselves, or that their documentation shows.
@Suite struct ToolFileTests {
  @Test("AIMET's three versions of one export say the same")
  func aimet() throws {
    let old = try Aimet061Format().decode(try Fixture.bytes("aimet-0.6.1.encodings"))
    let middle = try Aimet100Format().decode(try Fixture.bytes("aimet-1.0.0.encodings"))
    let new = try Aimet200Format().decode(try Fixture.bytes("aimet-2.0.0.encodings"))
    let names = ["conv.weight", "x", "y"]
    for document in [old, middle] { #expect(document.tensors.map(\.name).sorted() == names) }
    // The new one has the bias, whose codes are int32.
    #expect(new.tensors.map(\.name).sorted() == ["conv.bias"] + names)
    #expect(new.tensors.first { $0.name == "conv.bias" }?.levels.blockCount == 24)
    for name in names {
      let all = try [old, middle, new].map { document in
        try #require(document.tensors.first { $0.name == name })
      }
      for tensor in all.dropFirst() {
        #expect(tensor.encodings.map(\.scale) == all[0].encodings.map(\.scale), "\(name)")
        #expect(
          tensor.encodings.map { $0.quantMin - $0.zeroPoint }
            == all[0].encodings.map { $0.quantMin - $0.zeroPoint }, "\(name)")
      }
      #expect(all[0].encodings.count == (name == "conv.weight" ? 24 : 1))
    }
    #expect(new.tensors.first { $0.name == "conv.weight" }?.granularity == .perChannel(axis: 0))
    #expect(old.tensors.first { $0.name == "x" }?.role == .activation)
  }

  @Test("ONNX Runtime's cache is read, as it writes numbers today and as it did")
  func cache() throws {
    let decoded = try CalibrationCacheFormat().decode(try Fixture.bytes("ort-cache.json"))
    #expect(decoded.tensors.map(\.name) == ["neg", "relu_out", "x"])
    #expect(
      decoded.tensors.map(\.levels) == [
        .ranges([ClippingRange(lower: -20, upper: -6)]),
        .ranges([ClippingRange(lower: 0, upper: 6)]),
        .ranges([ClippingRange(lower: -3.25, upper: 7.75)]),
      ])
    let today = """
      {"CLS": "TensorsData", "data": {"x": {"CLS": "TensorData", "avg": null,
        "lowest": {"data": [-1.5], "dtype": "float32", "CLS": "numpy.array"},
        "highest": {"data": [2.5], "dtype": "float32", "CLS": "numpy.array"}}}}
      """
    #expect(
      try CalibrationCacheFormat().decode(Array(today.utf8)).tensors.map(\.levels)
        == [.ranges([ClippingRange(lower: -1.5, upper: 2.5)])])
  }

  @Test("ONNX Runtime's overrides are read with scales, and with ranges")
  func overrides() throws {
    let text = """
      {"w": [{"axis": 1, "scale": 0.01, "zero_point": 0}, {"axis": 1, "scale": 0.02, "zero_point": -3}],
       "x": [{"rmin": -2.0, "rmax": 3.0, "symmetric": false}]}
      """
    let decoded = try OverridesFormat().decode(Array(text.utf8))
    #expect(decoded.tensors[0].levels == .scales([0.01, 0.02], zeroPoints: [0, -3]))
    #expect(decoded.tensors[0].granularity == .perChannel(axis: 1))
    #expect(decoded.tensors[1].levels == .ranges([ClippingRange(lower: -2, upper: 3)]))
    let missing = #"{"w": [{"scale": 0.01}]}"#
    #expect(throws: EncodingFileError.missingMember("w[0].zero_point")) {
      try OverridesFormat().decode(Array(missing.utf8))
    }
  }

  @Test("a TensorRT cache is read: bits of a float32, names with colons")
  func tensorRT() throws {
    let text = "TRT-8601-EntropyCalibration2\ninput:0: 3c92aa10\r\nconv1_out: 3d1234ab\n"
    let decoded = try TensorRTCacheFormat().decode(Array(text.utf8))
    #expect(decoded.tensors.map(\.name) == ["input:0", "conv1_out"])
    // amax 2.27373 of a table that people discuss.
    #expect(
      decoded.tensors[0].levels
        == .scales([Float(bitPattern: 0x3c92_aa10)], zeroPoints: nil))
    #expect(abs(Float(bitPattern: 0x3c92_aa10) * 127 - 2.27373) < 1e-5)
    for (bad, error) in [
      ("", EncodingFileError.lineNotRead(number: 1, expected: "TRT-VERSION-CALIBRATOR", found: "")),
      (
        "TRT-1-A\nx 3c92aa10",
        .lineNotRead(number: 2, expected: "NAME: eight hexadecimal digits", found: "x 3c92aa10")
      ),
      (
        "TRT-1-A\nx: 7fc00000",
        .encoding(tensor: "x", block: 0, reason: .scaleNotPositive(.nan))
      ),
    ] {
      do {
        _ = try TensorRTCacheFormat().decode(Array(bad.utf8))
        Issue.record("read \(bad)")
      } catch let found {
        #expect("\(found)" == "\(error)")
      }
    }
  }

  @Test("an ncnn table is read: weights by their names, scales by their inverses")
  func ncnn() throws {
    let text = "conv1_param_0 312.5 250 \nconv1 42.333333 \n"
    let decoded = try NcnnTableFormat().decode(Array(text.utf8))
    #expect(decoded.tensors.map(\.name) == ["conv1", "conv1"])
    #expect(decoded.tensors.map(\.role) == [.parameter, .activation])
    #expect(decoded.tensors[0].levels == .scales([1 / 312.5, 1 / 250], zeroPoints: nil))
    for bad in ["conv1\n", "conv1 0\n", "conv1 inf\n", "conv1 0x1p3\n", "conv1 -1\n"] {
      #expect(throws: EncodingFileError.self, "\(bad)") {
        try NcnnTableFormat().decode(Array(bad.utf8))
      }
    }
  }

  @Test("LiteRT's results are read with and without what the quantizer says about them")
  func liteRT() throws {
    let whole = """
      {"model_qsvs": {"x:0": {"min": [[-2.0]], "max": [[3.0]]},
        "w": {"min": [[-0.5], [-0.4]], "max": [[0.5], [0.4]]}}, "metadata": {"samples": 3}}
      """
    let decoded = try LiteRTCalibrationFormat().decode(Array(whole.utf8))
    #expect(decoded.tensors.map(\.name) == ["w", "x:0"])
    #expect(decoded.tensors.map(\.granularity) == [.perChannel(axis: 0), .perTensor])
    let bare = #"{"x:0": {"min": -2.0, "max": 3.0}}"#
    #expect(
      try LiteRTCalibrationFormat().decode(Array(bare.utf8)).tensors[0].levels
        == .ranges([ClippingRange(lower: -2, upper: 3)]))
  }

  @Test("a factor becomes the multiplier and the shift that TensorFlow Lite's own function gives")
  func multipliers() throws {
    struct Table: Decodable { let rows: [[Double]] }
    let bytes = try Fixture.bytes("quantize-multiplier.json")
    let rows = try JSONDecoder().decode(Table.self, from: Data(bytes)).rows
    #expect(rows.count > 50)
    for row in rows {
      let fixed = FixedPointScale(row[0])
      #expect(fixed.multiplier == Int(row[1]) && fixed.shift == Int(row[2]), "\(row)")
    }
  }

  @Test("what a reader stumbles over is said, each where it is so")
  func remarks() throws {
    func remarks(_ format: any EncodingFormat, _ document: EncodingDocument) -> String {
      format.remarks(on: document).joined(separator: "; ")
    }
    // AIMET#2468: snpe-onnx-to-dlc refuses −127 with is_sym.
    for format in [Aimet061Format(), Aimet100Format()] as [any EncodingFormat] {
      #expect(remarks(format, try Samples.restricted()).hasPrefix("offsets are -127, and snpe"))
      #expect(remarks(format, try Samples.parameters()).isEmpty)
    }
    #expect(
      remarks(OverridesFormat(), try Samples.restricted()).hasPrefix(
        "zero-points are of QInt4 and QInt8: --activation_type"))
    #expect(remarks(TensorRTCacheFormat(), try Samples.amax()).contains("first colon, and 1 have"))
    #expect(
      remarks(CalibrationCacheFormat(), try Samples.amax()).contains("ActivationSymmetric"))
    #expect(remarks(QvizFormat(), try Samples.restricted()).isEmpty)
  }
}

/// What ONNX Runtime's functions take beside what its command line reads.
@Suite struct OverrideTypeTests {
  private func completed(_ entry: String) throws -> TensorEncodings {
    let bytes = Array("{\"x\": [\(entry)]}".utf8)
    return try OverridesFormat().decode(bytes).tensors[0].completed(from: OverridesFormat())
      .encodings
  }

  @Test(
    "the type says the codes",
    arguments: [
      ("QInt8", -128, 127), ("QUInt8", 0, 255), ("QInt4", -8, 7), ("QUInt16", 0, 65535),
    ])
  func types(_ type: String, _ lowest: Int, _ highest: Int) throws {
    for symmetric in ["", ", \"symmetric\": \(lowest < 0)"] {
      let tensor = try completed(
        "{\"quant_type\": \"\(type)\"\(symmetric), \"scale\": 0.03, \"zero_point\": 0}")
      #expect(tensor.encodings[0].quantMin == lowest && tensor.encodings[0].quantMax == highest)
      #expect(tensor.encodings[0].scale == 0.03)
    }
  }

  @Test("a range becomes the encoding of its type")
  func range() throws {
    let tensor = try completed(
      "{\"quant_type\": \"QInt8\", \"symmetric\": true, \"rmin\": -0.2, \"rmax\": 0.3}")
    #expect(tensor.encodings[0].zeroPoint == 0 && tensor.encodings[0].quantMin == -128)
    #expect(tensor.encodings[0].scale == Float(0.3 / 127))
    #expect(tensor.clippingRanges == [ClippingRange(lower: -0.2, upper: 0.3)])
  }

  @Test("what is no integer, or of fewer codes than its type, is refused")
  func refusals() {
    for entry in [
      "{\"quant_type\": \"QFLOAT8E4M3FN\", \"scale\": 1, \"zero_point\": 0}",
      "{\"quant_type\": \"QUInt8\", \"scale\": 1, \"zero_point\": 300}",
      "{\"quant_type\": \"QInt8\", \"reduce_range\": true, \"scale\": 1, \"zero_point\": 0}",
      "{\"quant_type\": \"QInt8\", \"scale\": 1, \"zero_point\": 0}, {\"scale\": 1, \"zero_point\": 0}",
    ] {
      #expect(throws: EncodingFileError.self, "\(entry)") { try completed(entry) }
    }
  }

  @Test("of a lone zero-point 0 it must be said on which side of it the codes are")
  func sign() throws {
    let entry = "{\"scale\": 0.5, \"zero_point\": 0}"
    #expect(throws: EncodingFileError.signNotSaid(tensor: "x")) { try completed(entry) }
    let decoded = try OverridesFormat().decode(Array("{\"x\": [\(entry)]}".utf8)).tensors[0]
    var given = GivenMembers()
    given.signedness = .unsigned
    #expect(
      try decoded.completed(from: OverridesFormat(), given: given).encodings.encodings[0].quantMax
        == 255)
    given.signedness = .signed
    #expect(
      try decoded.completed(from: OverridesFormat(), given: given).encodings.encodings[0].quantMin
        == -128)
  }
}
