import QuantizationEngine
import Testing

@testable import EncodingFiles

/// What files leave out, completed.
@Suite struct CompletionTests {
  private func completed(
    _ text: String, _ format: any ReadableEncodingFormat, _ given: GivenMembers = GivenMembers()
  ) throws -> [CompletedTensor] {
    var tensors: [CompletedTensor] = []
    for tensor in try format.decode(Array(text.utf8)).distinctlyNamed.tensors {
      tensors.append(try tensor.completed(from: format, given: given))
    }
    return tensors
  }

  private func given(_ change: (inout GivenMembers) -> Void) -> GivenMembers {
    var given = GivenMembers()
    change(&given)
    return given
  }

  @Test("what is written, read and completed is written again as the same bytes")
  func again() throws {
    for format in EncodingFormatCatalog.readable {
      var count = 0
      for scheme in RoundTripTests.schemes {
        for granularity in RoundTripTests.granularities {
          let blocks = try BlockLayout(shape: [3, 6], granularity: granularity).blockCount
          let document = try Samples.document(
            Samples.tensor(
              "w", role: .parameter, shape: [3, 6], granularity: granularity, scheme: scheme,
              ranges: (1...blocks).map { -0.37 * Double($0)...0.91 * Double($0) }))
          guard let text = try? format.encode(document) else { continue }
          var given = GivenMembers()
          given.shape = [3, 6]
          given.axis = format.says.contains(.axis) ? nil : granularity.axis
          if format.identifier == "aimet-1.0.0", granularity.scope == .group { given.axis = nil }
          if !format.says.contains(.codes) {
            (given.levelCount, given.symmetry) = (scheme.levelCount, scheme.symmetry)
          }
          if !format.says.contains(.signedness) { given.signedness = scheme.signedness }
          if !format.says.contains(.role) { given.role = .parameter }
          let tensor = try format.decode(text).tensors[0].completed(from: format, given: given)
          let again = try format.encode(
            EncodingDocument(tensors: [tensor.encodings], producerVersion: Samples.version))
          let place = "\(format.identifier) \(scheme) \(granularity)"
          if case .ranges = try format.decode(text).tensors[0].levels {
            // One scale in some 130 has no float32 range of its own.
            #expect(
              zip(tensor.encodings.encodings, document.tensors[0].encodings).allSatisfy {
                abs($0.scale - $1.scale) <= $1.scale.ulp && abs($0.zeroPoint - $1.zeroPoint) <= 1
              }, "\(place)")
          } else {
            #expect(again == text, "\(place)")
          }
          count += 1
        }
      }
      #expect(count > 0, "\(format.identifier)")
    }
  }

  @Test("every tensor goes from any format to any other and back, where both say it")
  func thereAndBack() throws {
    let document = try Samples.document(
      Samples.tensor(
        "w", role: .parameter, shape: [3, 6],
        scheme: Scheme(bitWidth: 8, symmetry: .restrictedSymmetric), ranges: [-0.5...0.75]))
    for source in EncodingFormatCatalog.readable {
      guard let text = try? source.encode(document) else { continue }
      let given = given {
        $0.symmetry = .restrictedSymmetric
        $0.role = .parameter
      }
      let first = try source.decode(text).tensors[0].completed(from: source, given: given)
      for target in EncodingFormatCatalog.readable {
        let middle = try EncodingDocument(
          tensors: [first.encodings], producerVersion: Samples.version)
        guard let other = try? target.encode(middle) else { continue }
        let back = try target.decode(other).tensors[0].completed(from: target, given: given)
        let place = "\(source.identifier) \(target.identifier)"
        #expect(back.encodings.encodings == first.encodings.encodings, "\(place)")
        // qviz's own has what no other says, such as the range asked for.
        guard source.identifier != "qviz-json" else { continue }
        #expect(
          try source.encode(
            EncodingDocument(tensors: [back.encodings], producerVersion: Samples.version))
            == source.encode(middle), "\(place)")
      }
    }
  }

  @Test("scales without codes get the standard ones, and a parameter without zero-points symmetric")
  func standard() throws {
    let text = """
      {"a": [{"scale": 0.5, "zero_point": 3}], "r": [{"rmin": -1.0, "rmax": 3.0}],
       "w": [{"axis": 1, "scale": 0.25, "zero_point": 0}, {"axis": 1, "scale": 0.5, "zero_point": 0}]}
      """
    let tensors = try completed(text, OverridesFormat())
    #expect(
      tensors.map(\.encodings.scheme) == [
        .standard, .standard, try Scheme(bitWidth: 8, symmetry: .symmetric),
      ])
    #expect(tensors.map(\.encodings.role) == [.activation, .activation, .parameter])
    #expect(
      tensors.map(\.encodings.rangeOrigin) == ["ort-overrides", "ort-overrides", "ort-overrides"])
    #expect(tensors[0].encodings.clippingRanges == [ClippingRange(lower: -1.5, upper: 126)])
    #expect(
      tensors[1].encodings.encodings == [
        try Scheme.standard.encoding(for: ClippingRange(lower: -1, upper: 3))
      ])
    #expect(tensors[1].encodings.clippingRanges == [ClippingRange(lower: -1, upper: 3)])
    #expect(tensors[2].encodings.granularity == .perChannel(axis: 1))
    let arithmetic = CompletionAssumption.arithmetic(QuantizationArithmetic())
    #expect(tensors[0].assumptions == [arithmetic, .codes(.standard), .role(.activation)])
    #expect(tensors[0].said == [.granularity])
    #expect(tensors[2].said == [.granularity, .axis])
    let signed = try completed(text, OverridesFormat(), given { $0.signedness = .signed })
    #expect(signed[0].encodings.encodings[0].quantMin == -128)
    #expect(signed[0].assumptions == [arithmetic, .role(.activation)])
  }

  @Test("conventions: TensorRT is symmetric, ncnn restricted, AIMET's blocks run along axis 1")
  func conventions() throws {
    let cache = try completed("TRT-8601-EntropyCalibration2\nx: 3c92aa10\n", TensorRTCacheFormat())
    #expect(cache[0].encodings.scheme == (try Scheme(bitWidth: 8, symmetry: .symmetric)))
    let ranges = try completed("x:12.7\n", TensorRTRangesFormat())
    #expect(ranges[0].encodings.encodings[0].scale == Float(Double(Float(12.7)) / 127))
    #expect(ranges[0].encodings.encodings[0].quantMin == -128)
    let table = try completed("conv1_param_0 312.5 250\nconv1 4\n", NcnnTableFormat())
    #expect(table.map(\.encodings.name) == ["conv1_param_0", "conv1"])
    #expect(table[0].encodings.encodings.map(\.quantMin) == [-127, -127])
    #expect(table[0].assumptions.contains(.axis(0)))
    #expect(!table[1].assumptions.contains(.axis(0)))
    let blocks = try Aimet100Format().decode(try Fixture.bytes("groups.encodings")).tensors[0]
      .completed(from: Aimet100Format())
    #expect(blocks.encodings.granularity == .perGroup(axis: 1, size: 4))
    #expect(blocks.encodings.shape == nil)
  }

  @Test("the sign of AIMET's codes is nobody's statement, and may be given")
  func sign() throws {
    let decoded = try Aimet100Format().decode(try Fixture.bytes("activations.encodings")).tensors[0]
    let (unsigned, signed) = (
      try decoded.completed(from: Aimet100Format()).encodings,
      try decoded.completed(from: Aimet100Format(), given: given { $0.signedness = .signed })
        .encodings
    )
    #expect(unsigned.scheme == Scheme.standard)
    #expect(signed.scheme.quantMin == -128)
    #expect(signed.encodings[0].zeroPoint == unsigned.encodings[0].zeroPoint - 128)
    #expect(signed.encodings[0].representableRange == unsigned.encodings[0].representableRange)
  }

  @Test("a shape tells the axis that has as many channels, and counts axes from the last")
  func shapes() throws {
    let text = #"{"w": [{"scale": 0.5, "zero_point": 0}, {"scale": 1, "zero_point": 0}]}"#
    let found = try completed(text, OverridesFormat(), given { $0.shape = [4, 2] })[0]
    #expect(found.encodings.granularity == .perChannel(axis: 1))
    #expect(!found.assumptions.contains { $0.members == [.axis] })
    let last = try completed(
      text, OverridesFormat(),
      given {
        $0.shape = [2, 2]
        $0.axis = -1
      })[0]
    #expect(last.encodings.granularity == .perChannel(axis: 1))
    #expect(throws: EncodingFileError.axisWithoutShape(tensor: "w", axis: -1)) {
      try completed(text, OverridesFormat(), given { $0.axis = -1 })
    }
    #expect(
      throws: EncodingFileError.blockCount(
        tensor: "w", part: .encodings, expected: 3, found: 2)
    ) { try completed(text, OverridesFormat(), given { $0.shape = [3, 4] }) }
  }

  @Test("what is given and contradicts is refused in one sentence")
  func contradictions() throws {
    let scales = #"{"x": [{"scale": 0.5, "zero_point": -3}]}"#
    #expect(
      throws: EncodingFileError.zeroPointOutsideCodes(
        tensor: "x", block: 0, codes: 0...255, found: -3)
    ) { try completed(scales, OverridesFormat()) }
    #expect(throws: EncodingFileError.self) {
      try completed(scales, OverridesFormat(), given { $0.symmetry = .symmetric })
    }
    #expect(throws: EncodingFileError.zeroPointsNotSaid(tensor: "x")) {
      try completed(
        "TRT-1-A\nx: 3c92aa10\n", TensorRTCacheFormat(), given { $0.symmetry = .asymmetric })
    }
    let torch = #"""
      {"tensors": [{"name": "x", "qscheme": "per_tensor_affine", "dtype": "quint8", "quant_min": 0,
        "quant_max": 255, "ch_axis": null, "scale": [0.5], "zero_point": [3]}]}
      """#
    let lies: [(inout GivenMembers) -> Void] = [
      { $0.levelCount = 16 }, { $0.signedness = .signed }, { $0.symmetry = .symmetric },
    ]
    for lie in lies {
      let error = #expect(throws: EncodingFileError.self) {
        try completed(torch, TorchFormat(), given(lie))
      }
      guard case .givenContradicts("x", _, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(
      throws: EncodingFileError.codesOfNoScheme(tensor: "x", found: -3...255)
    ) {
      try completed(torch.replacing(#""quant_min": 0"#, with: #""quant_min": -3"#), TorchFormat())
    }
    let own = String(decoding: try Fixture.bytes("groups.qviz.json"), as: UTF8.self)
    for lie in lies + [
      { $0.axis = 0 }, { $0.role = .activation }, { $0.shape = [8, 4] }, { $0.rounding = .up },
      { $0.scaling = .multiplyByInverse },
    ] where (try? completed(own, QvizFormat(), given(lie))) != nil {
      // Its codes are symmetric, signed, of 4 bits: what is true may be given.
      #expect(
        given(lie).levelCount == 16 || given(lie).signedness == .signed
          || given(lie).symmetry == .symmetric)
    }
    #expect(throws: EncodingFileError.bitWidth(tensor: "conv.bias", found: 32)) {
      let tensors = try Aimet200Format().decode(try Fixture.bytes("aimet-2.0.0.encodings")).tensors
      _ = try tensors.first { $0.name == "conv.bias" }?.completed(from: Aimet200Format())
    }
  }

  @Test("every format is known by its signs alone, and what has none or two is refused")
  func recognition() throws {
    for format in EncodingFormatCatalog.readable {
      for document in [
        try Samples.amax(), try Samples.activations(), try Samples.restricted(),
      ] {
        guard let text = try? format.encode(document) else { continue }
        // Activations alone look as ONNX Runtime's text table of a magnitude to each name does.
        if format.identifier == "ncnn", document.tensors.allSatisfy({ $0.role == .activation }) {
          #expect(throws: EncodingFileError.self) { try EncodingFormatCatalog.format(of: text) }
          continue
        }
        #expect(try EncodingFormatCatalog.format(of: text).identifier == format.identifier)
      }
    }
    for (name, identifier) in [
      ("aimet-0.6.1.encodings", "aimet-0.6.1"), ("aimet-1.0.0.encodings", "aimet-1.0.0"),
      ("aimet-2.0.0.encodings", "aimet-2.0.0"), ("ort-cache.json", "ort-cache"),
      ("written-by-aimet.encodings", "aimet-1.0.0"),
    ] {
      #expect(
        try EncodingFormatCatalog.format(of: try Fixture.bytes(name)).identifier == identifier)
    }
    func found(_ text: String) throws -> String {
      try EncodingFormatCatalog.format(of: Array(text.utf8)).identifier
    }
    #expect(try found(#"{"x:0": {"min": -2.0, "max": 3.0}}"#) == "litert-calibration")
    #expect(try found("x: 3.5\n") == "trt-ranges")
    #expect(try found("\n\nconv1 3.5 2\n") == "ncnn")
    // What is broken is refused by its format, for its reason.
    #expect(try found(#"{"version": "2.1.0", "encodings": []}"#) == "aimet-2.0.0")
    for text in ["", "hello", "0.5 1.5 2\n", "{}", "[1, 2]", #"{"a": 1}"#, "\u{0}\u{1}"] {
      #expect(throws: EncodingFileError.self, "\(text)") { try found(text) }
    }
    #expect(throws: EncodingFileError.formatAmbiguous(["torch", "onnx-parameters"])) {
      try found(#"{"tensors": [{"qscheme": ""}], "quantize_linear": []}"#)
    }
    #expect(throws: EncodingFileError.syntax(expected: .name, found: nil, position: 1)) {
      try found("{")
    }
  }
}
