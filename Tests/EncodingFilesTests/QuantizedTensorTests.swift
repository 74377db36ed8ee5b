import Foundation
import QuantizationEngine
import Testing

@testable import EncodingFiles

/// Files of quantized tensors, compared with those that other programs made (`Referee/make_quantized.py`).
@Suite struct QuantizedTensorTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func tensor(
    _ name: String, _ role: TensorRole, _ shape: [Int], _ scheme: Scheme,
    _ granularity: Granularity = .perTensor, scales: [Float] = [1], zeroPoints: [Int] = [0]
  ) throws -> TensorEncodings {
    try TensorEncodings(
      name: name, role: role, elementType: "float32",
      layout: BlockLayout(shape: shape, granularity: granularity), scheme: scheme,
      clippingRanges: scales.map { ClippingRange(lower: -Double($0), upper: Double($0)) },
      encodings: zip(scales, zeroPoints).map {
        try AffineEncoding(
          orOfZeros: $0, zeroPoint: $1, quantMin: scheme.quantMin, quantMax: scheme.quantMax)
      })
  }

  /// The tensors of the referee.
  private static func document() throws -> EncodingDocument {
    try Samples.document(
      tensor(
        "w", .parameter, [2, 5], Scheme(bitWidth: 4, symmetry: .symmetric), .perChannel(axis: 0),
        scales: [0.5, 0.25], zeroPoints: [0, 0]),
      tensor(
        "g\u{E9}", .parameter, [2, 3], Scheme(bitWidth: 8), .perGroup(axis: 1, size: 2),
        scales: [1, 2, 3, 4], zeroPoints: [0, 10, 20, 255]),
      tensor("x", .activation, [3], Scheme(bitWidth: 16), scales: [0.125], zeroPoints: [32768]))
  }

  /// The referee's codes.
  private static func codes(
    of document: EncodingDocument
  ) -> (_ tensor: Int, _ elements: Range<Int>) -> [Int32] {
    { tensor, elements in
      let scheme = document.tensors[tensor].scheme
      let count = scheme.quantMax - scheme.quantMin + 1
      return elements.map { Int32(($0 * 7 + 3 * tensor) % count + scheme.quantMin) }
    }
  }

  @Test(
    "a file is what the format's own libraries make",
    arguments: [("safetensors", "quantized.safetensors"), ("onnx-qdq", "quantized.onnx")])
  func golden(identifier: String, fixture: String) throws {
    let format = try #require(QuantizedTensorCatalog.format(identifier: identifier))
    let document = try Self.document()
    let path = folder.path("a")
    let written = try QuantizedTensorWriter.write(
      document, as: format, to: path, existing: .refuse, codes: Self.codes(of: document))
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    #expect(bytes == (try Fixture.bytes(fixture)))
    #expect(written == WrittenFile(path: path, byteCount: bytes.count))
    let parts = try format.parts(of: document)
    #expect(parts.reduce(0) { $0 + $1.byteCount(in: document) } == bytes.count)
  }

  @Test("integers of every width lie as many to a byte as have room, the first lowest")
  func packing() {
    let rows: [(ElementType, [Int32], [UInt8])] = [
      (.int2, [-2, -1, 0, 1, 1], [0b01_00_11_10, 0b01]), (.uint2, [3, 0, 1], [0b01_00_11]),
      (.int4, [-8, 7, -1], [0x78, 0x0F]), (.uint4, [1, 15], [0xF1]),
      (.int8, [-128, 127], [0x80, 0x7F]), (.uint8, [255], [0xFF]),
      (.int16, [-2], [0xFE, 0xFF]), (.uint16, [0x1234], [0x34, 0x12]), (.uint4, [], []),
    ]
    for (type, codes, bytes) in rows {
      #expect(PackedCodes.bytes(codes, as: type) == bytes, "\(type)")
      #expect(PackedCodes.byteCount(codes.count, type) == bytes.count)
    }
    #expect(PackedCodes.pieceLength.isMultiple(of: 8))
  }

  @Test("codes are asked for in runs from the first to the last, and none of an activation of ONNX")
  func runs() throws {
    let document = try Samples.document(
      Self.tensor("a", .parameter, [3, 200_000], Scheme(bitWidth: 4)),
      Self.tensor("b", .activation, [300_000], Scheme(bitWidth: 8)))
    for format in QuantizedTensorCatalog.all {
      var asked = [0, 0]
      _ = try QuantizedTensorWriter.write(
        document, as: format, to: folder.path(format.identifier), existing: .refuse
      ) { tensor, elements in
        #expect(elements.lowerBound == asked[tensor] && elements.count <= 1 << 18)
        asked[tensor] = elements.upperBound
        return Array(repeating: 0, count: elements.count)
      }
      #expect(asked == [600_000, format.hasCodes(of: document.tensors[1]) ? 300_000 : 0])
    }
  }

  @Test("a source that fails leaves no file, and the one of before as it was")
  func failing() throws {
    struct Gone: Error {}
    try folder.put("old", in: "a")
    for format in QuantizedTensorCatalog.all {
      #expect(throws: Gone.self) {
        try QuantizedTensorWriter.write(
          Self.document(), as: format, to: folder.path("a"), existing: .replace
        ) { _, _ in throw Gone() }
      }
    }
    #expect(try folder.text("a") == "old" && folder.names == ["a"])
    let document = try Self.document()
    let error = #expect(throws: EncodingFileError.self) {
      try QuantizedTensorWriter.write(
        document, as: QuantizedONNXFormat(), to: folder.path("a"), existing: .refuse,
        codes: Self.codes(of: document))
    }
    #expect(error == .unwritable(.exists(path: folder.path("a"))))
  }

  @Test("more than 2 GiB is no model, and any size is safetensors; no code is made to know")
  func large() throws {
    let document = try Samples.document(
      Self.tensor("w", .parameter, [1 << 16, 1 << 16], Scheme(bitWidth: 8)))
    let error = #expect(throws: EncodingFileError.self) {
      try QuantizedONNXFormat().parts(of: document)
    }
    guard case .fileTooLarge(_, "the model", 2_147_483_647, let found) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found > 1 << 32 && found < 1 << 32 + 200)
    let parts = try QuantizedSafetensorsFormat().parts(of: document)
    guard case .bytes(let header)? = parts.first else {
      Issue.record("a header comes first")
      return
    }
    #expect(header.count.isMultiple(of: 8))
    #expect(String(decoding: header, as: UTF8.self).contains("[5,4294967301]"))
    #expect(
      parts.dropFirst() == [
        .scales(tensor: 0), .zeroPoints(tensor: 0, .uint8), .codes(tensor: 0, .uint8),
      ])
  }

  @Test("what ONNX cannot say is refused in one sentence")
  func refused() throws {
    let format = QuantizedONNXFormat()
    let rows: [(TensorEncodings, String)] = [
      (
        try Self.tensor("x", .activation, [4], Scheme(bitWidth: 12)),
        "have 2 to 16 bits; tensor 'x' has asymmetric codes 0…4095"
      ),
      (
        try Self.tensor("x", .activation, [4], Scheme(levelCount: 9)),
        "have 2 to 16 bits; tensor 'x' has asymmetric codes 0…8"
      ),
      (
        try Self.tensor(
          "x", .activation, [4], Scheme(bitWidth: 8, symmetry: .restrictedSymmetric)),
        "have types with all 2^b codes; tensor 'x' has restricted symmetric codes -127…127"
      ),
      (
        try Self.tensor("x", .activation, [4], Scheme(bitWidth: 8), scales: [0]),
        "need scales above zero, and those of tensor 'x' are 0 in block 0"
      ),
      (try Self.tensor("", .parameter, [4], Scheme(bitWidth: 8)), "cannot have the name ''"),
    ]
    for (tensor, sentence) in rows {
      let error = #expect(throws: EncodingFileError.self) { try format.check(tensor) }
      #expect("\(try #require(error))".contains(sentence), "\(String(describing: error))")
      #expect(error?.kind == .usage)
    }
    // The same codes of a parameter are held in a wider type, and a scale of 0 is one.
    for scheme in [try Scheme(bitWidth: 12), try Scheme(levelCount: 9)] {
      try format.check(try Self.tensor("w", .parameter, [4], scheme, scales: [0]))
    }
  }

  @Test("no two tensors take one name")
  func names() throws {
    for (format, second) in [
      (QuantizedSafetensorsFormat() as any QuantizedTensorFormat, "w.scale"),
      (QuantizedONNXFormat(), "w_quantized"),
    ] {
      let document = try Samples.document(
        Self.tensor("w", .parameter, [2], Scheme(bitWidth: 8)),
        Self.tensor(second, .parameter, [2], Scheme(bitWidth: 8)))
      let error = #expect(throws: EncodingFileError.self) {
        try QuantizedTensorWriter.write(
          document, as: format, to: folder.path("a"), existing: .refuse,
          codes: Self.codes(of: document))
      }
      let sentence = "\(try #require(error))"
      #expect(sentence.contains("cannot have the name '\(second)'"), "\(sentence)")
      #expect(sentence.hasSuffix("'\(second)' is there already, with tensor 'w'"))
    }
    #expect(throws: EncodingFileError.self) {
      try QuantizedSafetensorsFormat().check(
        Self.tensor("__metadata__", .parameter, [2], Scheme(bitWidth: 8)))
    }
  }
}
