import QuantizationEngine
import Testing

@testable import EncodingFiles

/// What every format promises, on every scheme at every granularity.
@Suite struct FormatRoundTripTests {
  private static let granularities: [Granularity] = [
    .perTensor, .perChannel(axis: 0), .perChannel(axis: 1), .perGroup(axis: 1, size: 3),
    .perGroup(axis: 0, size: 2),
  ]

  private static func document(
    _ scheme: Scheme, _ granularity: Granularity, _ role: TensorRole
  ) throws -> EncodingDocument {
    let layout = try BlockLayout(shape: [3, 6], granularity: granularity)
    let ranges = (1...layout.blockCount).map { block in
      -0.37 * Double(block)...0.91 * Double(block)
    }
    return try Samples.document(
      Samples.tensor(
        "w", role: role, shape: [3, 6], granularity: granularity, scheme: scheme, ranges: ranges))
  }

  /// Whether a format has words for a tensor, written apart from the formats themselves.
  private static func takes(
    _ format: String, _ scheme: Scheme, _ granularity: Granularity, _ role: TensorRole
  ) -> Bool {
    let isTensor = granularity == .perTensor
    var isChannel = false
    var groupFits = false
    switch granularity {
    case .perChannel: isChannel = true
    case .perGroup(let axis, let size): groupFits = [3, 6][axis].isMultiple(of: size)
    case .perTensor: break
    }
    let levels = scheme.quantMax - scheme.quantMin + 1
    // 2^b − 1 codes about zero are those of b bits without the lowest, by whatever name.
    let isRestricted =
      scheme.symmetry != .asymmetric
      && [
        3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047,
        4095, 8191, 16383, 32767, 65535,
      ].contains(levels)
    let whole = levels + (isRestricted ? 1 : 0)
    let bits = (1...16).first { 1 << $0 == whole } ?? 0
    let isWhole = bits > 1
    switch format {
    case "qviz-json", "csv", "c-header": return true
    case "torch", "openvino": return isTensor || isChannel
    case "aimet-2.0.0", "onnx-parameters":
      return isWhole && !isRestricted && (isTensor || isChannel || groupFits)
    case "ort-overrides", "litert-calibration":
      return isWhole && [4, 8, 16].contains(bits) && (isTensor || isChannel)
    case "ort-cache": return isWhole && [8, 16].contains(bits) && isTensor
    case "trt-cache", "trt-ranges", "ort-trt-table":
      return isWhole && bits == 8 && scheme.symmetry != .asymmetric && isTensor
    case "ncnn":
      return isWhole && bits == 8 && isRestricted && (isTensor || isChannel && role == .parameter)
    default: return false
    }
  }

  @Test(
    "a format gives back what it takes, and refuses the rest in one sentence",
    arguments: EncodingFormatCatalog.all.map(\.identifier).filter { !$0.hasPrefix("aimet-1") })
  func trip(_ identifier: String) throws {
    let format = try #require(EncodingFormatCatalog.format(identifier: identifier))
    // AIMET 0.6.1 takes what 1.0.0 does but groups; ESP-DL's powers of two have a test of their own, and so
    // has the recipe, which has no tensors.
    guard !["aimet-0.6.1", "espdl", "litert-recipe"].contains(identifier) else { return }
    var taken = 0
    for role in TensorRole.allCases {
      for granularity in Self.granularities {
        for scheme in RoundTripTests.schemes {
          let document = try Self.document(scheme, granularity, role)
          guard Self.takes(identifier, scheme, granularity, role) else {
            #expect(throws: EncodingFileError.self, "\(scheme) \(granularity)") {
              try format.encode(document)
            }
            continue
          }
          taken += 1
          let bytes = try format.encode(document)
          #expect(try format.encode(document) == bytes)
          guard let readable = format as? any ReadableEncodingFormat else { continue }
          #expect(
            try readable.decode(bytes).agrees(with: document), "\(scheme) \(granularity) \(role)")
        }
      }
    }
    #expect(taken > 0)
  }

  @Test("AIMET 0.6.1 gives back what 1.0.0 does, but groups")
  func aimet061() throws {
    for role in TensorRole.allCases {
      for granularity in Self.granularities {
        for scheme in RoundTripTests.schemes {
          let document = try Self.document(scheme, granularity, role)
          var isGroup = false
          if case .perGroup = granularity { isGroup = true }
          guard !isGroup, (try? Aimet100Format().encode(document)) != nil else {
            #expect(throws: EncodingFileError.self) { try Aimet061Format().encode(document) }
            continue
          }
          let decoded = try Aimet061Format().decode(try Aimet061Format().encode(document))
          #expect(decoded.agrees(with: document), "\(scheme) \(granularity) \(role)")
        }
      }
    }
  }

  @Test("a scale keeps its bits in every format that has it", arguments: [UInt64(11), 12])
  func scales(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let scheme = try Scheme(bitWidth: 8, symmetry: .restrictedSymmetric)
    let formats: [any ReadableEncodingFormat] = [
      OverridesFormat(), TensorRTCacheFormat(), NcnnTableFormat(), TensorRTRangesFormat(),
      CalibrationCacheFormat(), LiteRTCalibrationFormat(), CalibrationTableFormat(),
    ]
    var scales: [Float] = [0.1, 1, 1e-7, 1 / 3, .leastNormalMagnitude, 1e36, 123_456_792]
    while scales.count < 500 {
      scales.append(
        Float(bitPattern: UInt32.random(in: 0x80_0000..<0x7B80_0000, using: &generator)))
    }
    for scale in scales {
      let encoding = try AffineEncoding(scale: scale, zeroPoint: 0, quantMin: -127, quantMax: 127)
      let document = try Samples.document(encoding: encoding, scheme: scheme)
      for format in formats {
        #expect(
          try format.decode(try format.encode(document)).agrees(with: document),
          "\(format.identifier) \(scale)")
      }
    }
  }

  @Test("a tool makes the scale and the zero-point again of the range it is told")
  func ranges() throws {
    var generator = SeededGenerator(seed: 13)
    for symmetry in Symmetry.allCases {
      let scheme = try Scheme(bitWidth: 8, symmetry: symmetry)
      let isAsymmetric = symmetry == .asymmetric
      var neighbourCount = 0
      for _ in 0..<4000 {
        let scale = Float(
          bitPattern: UInt32.random(in: 0x0200_0000..<0x7A00_0000, using: &generator))
        let zeroPoint = isAsymmetric ? Int.random(in: 0...255, using: &generator) : 0
        let encoding = try AffineEncoding(
          scale: scale, zeroPoint: zeroPoint, quantMin: scheme.quantMin, quantMax: scheme.quantMax)
        let tensor = try Samples.document(encoding: encoding, scheme: scheme).tensors[0]
        let range = tensor.toolRanges[0]
        #expect(Double(Float(range.lower)) == range.lower)
        #expect(Double(Float(range.upper)) == range.upper)
        // ONNX Runtime's compute_scale_zp: the difference and the quotient in float64.
        let found = Float((range.upper - range.lower) / (isAsymmetric ? 255 : 254))
        if isAsymmetric {
          #expect(found == scale || zeroPoint % 255 == 0, "\(scale) \(zeroPoint)")
          #expect((-range.lower / Double(scale)).rounded(.toNearestOrEven) == Double(zeroPoint))
          continue
        }
        // The float32 about 127 steps lie 128/127 of the scale's own spacing apart.
        #expect([scale, scale.nextUp, scale.nextDown].contains(found))
        #expect([scale, scale.nextUp, scale.nextDown].contains(tensor.toolBounds[0] / 127))
        if found != scale { neighbourCount += 1 }
      }
      #expect(neighbourCount < 4000 / 100)
    }
  }

  @Test("ESP-DL has exponents, and refuses scales that are no powers of two")
  func powers() throws {
    let text = String(decoding: try ESPDLFormat().encode(Samples.power()), as: UTF8.self)
    #expect(text.contains("\"exponent\" : [\n      -6\n    ]"))
    #expect(throws: EncodingFileError.self) {
      try ESPDLFormat().encode(
        Samples.document(
          Samples.tensor(
            "w", scheme: Scheme(bitWidth: 8, symmetry: .symmetric), ranges: [-1...1])))
    }
  }
}
