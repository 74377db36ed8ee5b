import QuantizationEngine
import Testing

@testable import EncodingFiles

/// Tensors of which nobody knows the shape.
@Suite struct ShapelessTests {
  /// The same tensor without its shape.
  static func shapeless(_ tensor: TensorEncodings) throws -> TensorEncodings {
    var shapeless = try TensorEncodings(
      name: tensor.name, role: tensor.role, elementType: tensor.elementType,
      granularity: tensor.granularity, scheme: tensor.scheme,
      clippingRanges: tensor.clippingRanges, encodings: tensor.encodings)
    shapeless.rangeOrigin = tensor.rangeOrigin
    shapeless.scaleType = tensor.scaleType
    return shapeless
  }

  private static func tensor(_ granularity: Granularity) throws -> TensorEncodings {
    let count = try BlockLayout(shape: [3, 6], granularity: granularity).blockCount
    return try Samples.tensor(
      "w", role: .parameter, shape: [3, 6], granularity: granularity,
      scheme: Scheme(bitWidth: 8, symmetry: .restrictedSymmetric),
      ranges: (1...count).map { -0.5 * Double($0)...0.25 })
  }

  /// Which formats must know the shape of a granularity, written apart from the formats.
  private static func needsShape(_ format: String, _ granularity: Granularity) -> Bool {
    switch granularity.scope {
    case .tensor: false
    case .channel: ["openvino", "litert-calibration"].contains(format)
    case .group: ["aimet-1.0.0", "aimet-2.0.0", "onnx-parameters"].contains(format)
    }
  }

  @Test(
    "a format says the same without the shape, or needs it in one sentence",
    arguments: [Granularity.perTensor, .perChannel(axis: 1), .perGroup(axis: 1, size: 3)])
  func formats(granularity: Granularity) throws {
    let tensor = try Self.tensor(granularity)
    let (known, unknown) = (
      try Samples.document(tensor), try Samples.document(Self.shapeless(tensor))
    )
    for format in EncodingFormatCatalog.all {
      guard let text = try? format.encode(known) else {
        #expect(throws: EncodingFileError.self) { try format.encode(unknown) }
        continue
      }
      if Self.needsShape(format.identifier, granularity) {
        #expect(
          throws: EncodingFileError.shapeNeeded(format: format.title, tensor: "w"),
          "\(format.identifier)"
        ) { try format.encode(unknown) }
        continue
      }
      let found = try format.encode(unknown)
      let saysMore = ["openvino", "litert-calibration"].contains(format.identifier)
      #expect(
        (found == text) == !(format.isSaid(.shape, of: tensor) || saysMore), "\(format.identifier)")
      guard let readable = format as? any ReadableEncodingFormat else { continue }
      #expect(try readable.decode(found).agrees(with: unknown), "\(format.identifier)")
      #expect(try readable.decode(found).tensors[0].shape == nil, "\(format.identifier)")
    }
  }

  @Test("qviz JSON writes no shape and reads none; CSV leaves the field blank")
  func own() throws {
    let tensor = try Self.shapeless(Self.tensor(.perGroup(axis: 1, size: 3)))
    let document = try Samples.document(tensor)
    let text = try QvizFormat().encode(document)
    #expect(!String(decoding: text, as: UTF8.self).contains("shape"))
    #expect(try TensorEncodings(QvizFormat().decode(text).tensors[0]) == tensor)
    #expect(tensor.shape == nil && tensor.blockCount == 6)
    let rows = String(decoding: try CSVFormat().encode(document), as: UTF8.self)
      .split(separator: "\n")
    #expect(rows[1].hasPrefix("w,parameter,float32,,per_group,1,3,0,"))
  }

  @Test("what cannot be without a shape is refused")
  func refused() throws {
    let encoding = try Scheme.standard.encoding(for: ClippingRange(lower: -1, upper: 1))
    func make(_ granularity: Granularity, count: Int) throws {
      _ = try TensorEncodings(
        name: "w", role: .parameter, elementType: nil, granularity: granularity,
        scheme: .standard,
        clippingRanges: Array(repeating: ClippingRange(lower: -1, upper: 1), count: count),
        encodings: Array(repeating: encoding, count: count))
    }
    #expect(throws: EncodingFileError.axisWithoutShape(tensor: "w", axis: -1)) {
      try make(.perChannel(axis: -1), count: 2)
    }
    #expect(
      throws: EncodingFileError.layout(tensor: "w", reason: .groupSizeNotPositive(0))
    ) { try make(.perGroup(axis: 0, size: 0), count: 2) }
    #expect(
      throws: EncodingFileError.blockCount(
        tensor: "w", part: .clippingRanges, expected: 1, found: 2)
    ) { try make(.perTensor, count: 2) }
  }
}
