import QuantizationEngine
import Testing

@testable import EncodingFiles

@Suite struct RoundTripTests {
  /// Every scheme of these tests: all bit widths and some odd level counts, signed and not, in every
  /// symmetry.
  static let schemes: [Scheme] = {
    var schemes: [Scheme] = []
    for levels in (2...16).map({ 1 << $0 }) + [2, 3, 9, 255] {
      for symmetry in Symmetry.allCases {
        for signedness in Signedness.allCases {
          guard
            let scheme = try? Scheme(
              levelCount: levels, symmetry: symmetry, signedness: signedness,
              arithmetic: QuantizationArithmetic(
                rounding: RoundingMode.allCases[levels % 3],
                scaling: ScalingOperation.allCases[levels % 2]))
          else { continue }
          schemes.append(scheme)
        }
      }
    }
    return schemes
  }()

  static let granularities: [Granularity] = [
    .perTensor, .perChannel(axis: 0), .perChannel(axis: 1), .perGroup(axis: 0, size: 2),
    .perGroup(axis: 1, size: 2), .perGroup(axis: 1, size: 3), .perGroup(axis: 1, size: 9),
  ]

  private func document(_ scheme: Scheme, _ granularity: Granularity) throws -> EncodingDocument {
    let layout = try BlockLayout(shape: [3, 6], granularity: granularity)
    let ranges = (1...max(layout.blockCount, 1)).map { (block: Int) -> ClosedRange<Double> in
      let width = Double(block)
      return -0.37 * width...0.91 * width
    }
    return try Samples.document(
      Samples.tensor(
        "w", role: .parameter, shape: [3, 6], granularity: granularity, scheme: scheme,
        ranges: ranges))
  }

  @Test("qviz JSON gives back every scheme at every granularity", arguments: granularities)
  func qviz(granularity: Granularity) throws {
    for scheme in Self.schemes {
      let document = try document(scheme, granularity)
      let bytes = try QvizFormat().encode(document)
      let decoded = try QvizFormat().decode(bytes)
      #expect(decoded.agrees(with: document))
      #expect(try decoded.tensors.map { try TensorEncodings($0) } == document.tensors)
      #expect(try QvizFormat().encode(document) == bytes)
    }
  }

  @Test("AIMET gives back what it takes, and takes what it has words for", arguments: granularities)
  func aimet(granularity: Granularity) throws {
    let groups = [Granularity.perGroup(axis: 1, size: 2), .perGroup(axis: 1, size: 3)]
    let isExpressible: Bool
    if case .perGroup = granularity {
      isExpressible = groups.contains(granularity)
    } else {
      isExpressible = true
    }
    for scheme in Self.schemes {
      let document = try document(scheme, granularity)
      let codeCount = scheme.quantMax - scheme.quantMin + 1
      let fillsBits =
        codeCount.nonzeroBitCount == 1
        || (scheme.symmetry != .asymmetric && (codeCount + 1).nonzeroBitCount == 1)
      guard fillsBits && isExpressible else {
        #expect(throws: EncodingFileError.self) { try Aimet100Format().encode(document) }
        continue
      }
      let decoded = try Aimet100Format().decode(try Aimet100Format().encode(document))
      #expect(decoded.agrees(with: document), "\(scheme) \(granularity)")
    }
  }

  @Test("a scale keeps its bits, down to the smallest float32", arguments: [UInt64(1), 2, 3])
  func scales(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var scales: [Float] = [
      .leastNonzeroMagnitude, .leastNonzeroMagnitude * 2, .leastNormalMagnitude,
      .leastNormalMagnitude.nextDown, .leastNormalMagnitude.nextUp, .greatestFiniteMagnitude,
      .greatestFiniteMagnitude.nextDown, 1, 0.1, 1e-7, 16_777_216, 123_456_792, 1 / 3,
    ]
    while scales.count < 2000 {
      let bits = UInt32.random(in: 1..<0x7F80_0000, using: &generator)
      scales.append(Float(bitPattern: bits))
    }
    // The subnormal ones are rare among random bits.
    while scales.count < 2500 {
      scales.append(Float(bitPattern: UInt32.random(in: 1..<0x80_0000, using: &generator)))
    }
    let encodings = try scales.map {
      try AffineEncoding(scale: $0, zeroPoint: 7, quantMin: 0, quantMax: 255)
    }
    let document = try Samples.document(
      TensorEncodings(
        name: "w", role: .parameter, elementType: nil,
        layout: BlockLayout(shape: [scales.count], granularity: .perChannel(axis: 0)),
        scheme: .standard,
        clippingRanges: scales.map { ClippingRange(lower: -Double($0), upper: Double($0)) },
        encodings: encodings))
    let formats: [any ReadableEncodingFormat] = [
      QvizFormat(), Aimet061Format(), Aimet100Format(), Aimet200Format(), TorchFormat(),
      ONNXParametersFormat(),
    ]
    for format in formats {
      let decoded = try format.decode(try format.encode(document))
      #expect(
        decoded.tensors[0].encodings.map(\.scale.bitPattern) == scales.map(\.bitPattern),
        "\(format.identifier), seed \(seed)")
    }
  }

  @Test("a bound of a range keeps its bits, −0 too", arguments: [UInt64(4), 5])
  func bounds(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var bounds: [Double] = [
      -0.0, 0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude, 0.1, 1e23, 1e22,
      -1e21, 9_007_199_254_740_994, 123_456_789.123_456_789,
    ]
    while bounds.count < 2000 {
      let bound = Double(bitPattern: generator.next())
      if bound.isFinite { bounds.append(bound) }
    }
    let encoding = try Scheme.standard.encoding(for: ClippingRange(lower: -1, upper: 1))
    let document = try Samples.document(
      TensorEncodings(
        name: "w", role: .parameter, elementType: nil,
        layout: BlockLayout(shape: [bounds.count], granularity: .perChannel(axis: 0)),
        scheme: .standard, clippingRanges: bounds.map { ClippingRange(lower: $0, upper: -$0) },
        encodings: bounds.map { _ in encoding }))
    let decoded = try QvizFormat().decode(try QvizFormat().encode(document))
    let ranges = try #require(decoded.tensors[0].clippingRanges)
    #expect(ranges.map(\.lower.bitPattern) == bounds.map(\.bitPattern), "seed \(seed)")
    #expect(ranges.map(\.upper.bitPattern) == bounds.map { (-$0).bitPattern }, "seed \(seed)")
  }

  @Test("names keep their bytes")
  func names() throws {
    let names = ["", " ", "a/b\\c\"'", "\u{0}\u{1F}\u{7F}", "\u{2028}e\u{301}\u{E9}", "\u{10FFFF}"]
    let document = try EncodingDocument(
      tensors: try names.map { try Samples.tensor($0, scheme: .standard, ranges: [-1...1]) },
      producerVersion: Samples.version)
    for format in Samples.jsonFormats {
      let decoded = try format.decode(try format.encode(document))
      let isOrdered = decoded.tensors.map { Array($0.name.utf8) } == names.map { Array($0.utf8) }
      #expect(isOrdered || decoded.agrees(with: document), "\(format.identifier)")
    }
  }

  @Test("no tensors at all are a document too")
  func empty() throws {
    let document = try Samples.document()
    for format in EncodingFormatCatalog.readable {
      #expect(try format.decode(try format.encode(document)).agrees(with: document))
    }
  }

  @Test("the catalog's identifiers lead back to it")
  func catalog() {
    #expect(
      EncodingFormatCatalog.all.map(\.identifier) == [
        "qviz-json", "aimet-0.6.1", "aimet-1.0.0", "aimet-2.0.0", "ort-overrides", "ort-cache",
        "ort-trt-table", "trt-cache", "trt-ranges", "litert-calibration", "litert-recipe", "torch",
        "ncnn", "openvino", "onnx-parameters", "espdl", "c-header", "csv",
      ])
    for format in EncodingFormatCatalog.all {
      #expect(EncodingFormatCatalog.format(identifier: format.identifier)?.title == format.title)
      #expect(format.fileExtension.first != ".")
    }
    #expect(EncodingFormatCatalog.format(identifier: "aimet") == nil)
  }
}
