import Foundation
import QuantizationEngine
import Testing

@testable import EncodingFiles

/// The published schema describes what is written, and nothing that is not.
@Suite struct QvizSchemaTests {
  private let referee: JSONSchemaReferee

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    referee = try JSONSchemaReferee(
      Data(
        contentsOf: root.appending(
          path: "Sources/EncodingFiles/Formats/Qviz/qviz-encodings-1.schema.json")))
  }

  private func document(_ scheme: Scheme, _ granularity: Granularity) throws -> EncodingDocument {
    let layout = try BlockLayout(shape: [3, 6], granularity: granularity)
    let ranges = (1...layout.blockCount).map { -0.37 * Double($0)...0.91 * Double($0) }
    var tensor = try Samples.tensor(
      "w", role: .parameter, shape: [3, 6], granularity: granularity, scheme: scheme,
      ranges: ranges)
    tensor.note = "a \"note\""
    tensor.error = RecordedError(meanSquaredError: 1e-9, sqnrInDecibels: 40)
    tensor.rangeOrigin = "mse"
    tensor.scaleType = .float16
    return try Samples.document(tensor)
  }

  @Test("every document is as the schema says, and each of its members is described")
  func documents() throws {
    var count = 0
    for scheme in RoundTripTests.schemes {
      for granularity in RoundTripTests.granularities {
        let bytes = try QvizFormat().encode(try document(scheme, granularity))
        #expect(try referee.complaints(about: bytes) == [], "\(scheme) \(granularity)")
        count += 1
      }
    }
    #expect(count > 100)
  }

  @Test(
    "what a reader refuses for a word or a missing member, the schema does too",
    arguments: [
      ("\"format\" : \"qviz-encodings\"", "\"format\" : \"other\""),
      ("\"version\" : 1", "\"version\" : 2"), ("\"symmetry\" : \"", "\"symmetry\" : \"a"),
      ("\"rounding\" : \"", "\"rounding\" : \"a"), ("\"scaling\" : \"", "\"scaling\" : \"a"),
      ("\"axis\" : ", "\"axes\" : "), ("\"zero_point\" : [", "\"zero_points\" : ["),
      ("\"name\" : \"w\"", "\"name\" : 1"), ("\"mse\" : ", "\"MSE\" : "),
      ("\"granularity\" : \"per_channel\"", "\"granularity\" : \"per_row\""),
    ])
  func refusals(_ piece: String, _ replacement: String) throws {
    let text = String(
      decoding: try QvizFormat().encode(
        try document(try Scheme(bitWidth: 8), .perChannel(axis: 0))), as: UTF8.self)
    let parts = text.split(separator: piece, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "\(piece) is in the text")
    let bytes = Array("\(parts[0])\(replacement)\(parts[1])".utf8)
    #expect(try !referee.complaints(about: bytes).isEmpty)
    #expect(throws: EncodingFileError.self) { try QvizFormat().decode(bytes) }
  }

  @Test("a note and an error come back, with every digit")
  func extras() throws {
    let document = try document(try Scheme(bitWidth: 8), .perChannel(axis: 0))
    let decoded = try QvizFormat().decode(try QvizFormat().encode(document))
    #expect(decoded.tensors[0].note == "a \"note\"")
    #expect(decoded.tensors[0].error == document.tensors[0].error)
    #expect(try TensorEncodings(decoded.tensors[0]) == document.tensors[0])
  }
}
