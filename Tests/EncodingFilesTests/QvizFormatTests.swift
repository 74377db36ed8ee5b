import QuantizationEngine
import Testing

@testable import EncodingFiles

@Suite struct QvizFormatTests {
  private let format = QvizFormat()

  /// The golden text of one matrix in groups, with one piece of it replaced.
  private func text(_ piece: String, by replacement: String) throws -> [UInt8] {
    let golden = String(decoding: try Fixture.bytes("groups.qviz.json"), as: UTF8.self)
    let parts = golden.split(separator: piece, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "\(piece) is in the text")
    return Array("\(parts[0])\(replacement)\(parts[1])".utf8)
  }

  @Test(
    "what cannot be is refused by name",
    arguments: [
      (
        #""format" : "qviz-encodings""#, #""format" : "other""#,
        .wrongWord(member: "format", expected: ["qviz-encodings"], found: "other")
      ),
      (#""format" : "qviz-encodings","#, "", .missingMember("format")),
      (
        #""format" : "qviz-encodings""#, #""format" : 1"#,
        .wrongKind(member: "format", expected: .string)
      ),
      (#""version" : 1"#, #""version" : 2"#, .versionNotRead(expected: "1", found: "2")),
      (#""version" : 1"#, #""version" : 1.5"#, .versionNotRead(expected: "1", found: "1.5")),
      (
        #""version" : 1"#, #""version" : "1""#,
        .wrongKind(member: "version", expected: .number)
      ),
      (#""tensors" :"#, #""tensor" :"#, .missingMember("tensors")),
      (
        #""role" : "parameter""#, #""role" : "weight""#,
        .wrongWord(
          member: "tensors[0].role", expected: ["activation", "parameter"], found: "weight")
      ),
      (
        #""axis" : 1"#, #""axis" : 2"#,
        .layout(tensor: "proj.weight", reason: .axisOutOfRange(axis: 2, shape: [4, 8]))
      ),
      (#""axis" : 1,"#, "", .missingMember("tensors[0].scheme.axis")),
      (#""axis" : 1"#, #""axis" : null"#, .missingMember("tensors[0].scheme.axis")),
      (
        #""axis" : 1"#, #""axis" : 0.5"#,
        .notWhole(member: "tensors[0].scheme.axis", found: 0.5)
      ),
      (
        #""group_size" : 4"#, #""group_size" : 0"#,
        .layout(tensor: "proj.weight", reason: .groupSizeNotPositive(0))
      ),
      (
        #""group_size" : 4"#, #""group_size" : 8"#,
        .blockCount(tensor: "proj.weight", part: .lowerBounds, expected: 4, found: 8)
      ),
      (
        #""bits" : 4"#, #""bits" : 8"#,
        .contradiction(member: "tensors[0].scheme.bits", expected: 4, found: 8)
      ),
      (
        #""quant_min" : -8"#, #""quant_min" : -7"#,
        .contradiction(member: "tensors[0].scheme.quant_min", expected: -8, found: -7)
      ),
      (
        #""quant_max" : 7"#, #""quant_max" : 8"#,
        .contradiction(member: "tensors[0].scheme.quant_max", expected: 7, found: 8)
      ),
      (
        #""levels" : 16"#, #""levels" : 1"#,
        .scheme(tensor: "proj.weight", reason: .levelCountOutOfRange(1))
      ),
      (
        #""levels" : 16"#, #""levels" : 2"#,
        .scheme(tensor: "proj.weight", reason: .tooFewLevelsForSymmetry(2))
      ),
      (
        #""levels" : 16"#, #""levels" : 1e30"#,
        .notWhole(member: "tensors[0].scheme.levels", found: 1e30)
      ),
      (
        #""symmetry" : "symmetric""#, #""symmetry" : "strict""#,
        .wrongWord(
          member: "tensors[0].scheme.symmetry",
          expected: ["asymmetric", "symmetric", "restricted_symmetric"], found: "strict")
      ),
      (
        #""signed" : true"#, #""signed" : 1"#,
        .wrongKind(member: "tensors[0].scheme.signed", expected: .boolean)
      ),
      (
        "0.014285714365541935", "-0",
        .encoding(tensor: "proj.weight", block: 0, reason: .scaleNotPositive(-0.0))
      ),
      (
        "0.014285714365541935", "3.5e38",
        .encoding(tensor: "proj.weight", block: 0, reason: .scaleNotPositive(.infinity))
      ),
      (
        "0.014285714365541935,", "",
        .blockCount(tensor: "proj.weight", part: .scales, expected: 8, found: 7)
      ),
      (#""scale" : ["#, #""scales" : ["#, .missingMember("tensors[0].encodings.scale")),
      (
        #""zero_point" : ["#, #""zero_point" : [ 0,"#,
        .blockCount(tensor: "proj.weight", part: .zeroPoints, expected: 8, found: 9)
      ),
      (
        #""max" : ["#, #""max" : [ 0,"#,
        .blockCount(tensor: "proj.weight", part: .upperBounds, expected: 8, found: 9)
      ),
      (
        #""max" : ["#, #""max" : [ "1","#,
        .wrongKind(member: "tensors[0].clipping_range.max[0]", expected: .number)
      ),
    ] as [(String, String, EncodingFileError)])
  func refused(piece: String, replacement: String, error: EncodingFileError) throws {
    let bytes = try text(piece, by: replacement)
    #expect(throws: error) { try format.decode(bytes) }
  }

  @Test("a zero-point outside the codes is refused")
  func zeroPoint() throws {
    let bytes = try text("0,\n", by: "8,\n")
    #expect(
      throws: EncodingFileError.encoding(
        tensor: "proj.weight", block: 0,
        reason: .zeroPointOutOfRange(8, quantMin: -8, quantMax: 7))
    ) {
      try format.decode(bytes)
    }
  }

  @Test("a shape that cannot be counted is refused", arguments: ["-4", "9e18", "1e18"])
  func shape(dimension: String) throws {
    let bytes = try text("\"shape\" : [", by: "\"shape\" : [ \(dimension), 100,")
    let error = #expect(throws: EncodingFileError.self) { try format.decode(bytes) }
    guard case .layout("proj.weight", .shapeNotRepresentable) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("two tensors of a name are refused")
  func duplicate() throws {
    let golden = String(decoding: try Fixture.bytes("activations.qviz.json"), as: UTF8.self)
    let bytes = Array(golden.replacing(#""mlp.gelu""#, with: #""residual""#).utf8)
    #expect(throws: EncodingFileError.duplicateTensor("residual")) { try format.decode(bytes) }
  }

  @Test("members that this version does not know are passed over")
  func unknown() throws {
    let bytes = try text(#""bits" : 4"#, by: #""bits" : 4, "toolchain" : {"name":[1]}"#)
    #expect(try format.decode(bytes).agrees(with: Samples.groups()))
  }
}
