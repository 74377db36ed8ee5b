import QuantizationEngine
import Testing

@testable import EncodingFiles

@Suite struct DocumentTests {
  private let scheme = Scheme.standard
  private let range = ClippingRange(lower: -1, upper: 1)

  private func tensor(
    shape: [Int] = [2, 3], granularity: Granularity = .perChannel(axis: 0),
    ranges: [ClippingRange], encodings: [AffineEncoding]
  ) throws -> TensorEncodings {
    try TensorEncodings(
      name: "w", role: .parameter, elementType: nil,
      layout: BlockLayout(shape: shape, granularity: granularity), scheme: scheme,
      clippingRanges: ranges, encodings: encodings)
  }

  @Test("ranges and encodings are as many as blocks")
  func counts() throws {
    let encoding = try scheme.encoding(for: range)
    #expect(
      throws: EncodingFileError.blockCount(
        tensor: "w", part: .clippingRanges, expected: 2, found: 1)
    ) {
      try tensor(ranges: [range], encodings: [encoding, encoding])
    }
    #expect(
      throws: EncodingFileError.blockCount(tensor: "w", part: .encodings, expected: 2, found: 3)
    ) {
      try tensor(ranges: [range, range], encodings: [encoding, encoding, encoding])
    }
  }

  @Test("ranges are finite", arguments: [Double.nan, .infinity, -.infinity])
  func finite(bound: Double) throws {
    let encoding = try scheme.encoding(for: range)
    for bad in [ClippingRange(lower: bound, upper: 1), ClippingRange(lower: -1, upper: bound)] {
      let error = #expect(throws: EncodingFileError.self) {
        try tensor(ranges: [range, bad], encodings: [encoding, encoding])
      }
      guard case .rangeNotFinite("w", 1, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test("encodings have the codes of the scheme")
  func codes() throws {
    let encoding = try scheme.encoding(for: range)
    let signed = try AffineEncoding(scale: 1, zeroPoint: 0, quantMin: -128, quantMax: 127)
    #expect(
      throws: EncodingFileError.codesNotOfScheme(
        tensor: "w", block: 1, expected: 0...255, found: -128...127)
    ) {
      try tensor(ranges: [range, range], encodings: [encoding, signed])
    }
  }

  @Test("names differ, byte by byte")
  func names() throws {
    let one = try Samples.tensor("\u{E9}", scheme: scheme, ranges: [-1...1])
    let other = try Samples.tensor("e\u{301}", scheme: scheme, ranges: [-1...1])
    #expect(try Samples.document(one, other).tensors.count == 2)
    #expect(throws: EncodingFileError.duplicateTensor("\u{E9}")) {
      try Samples.document(one, other, one)
    }
  }

  // MARK: What a file says, compared

  @Test("the same levels under signed and unsigned codes agree")
  func sameLevels() throws {
    let tensor = try Samples.tensor("x", scheme: scheme, ranges: [-1...3])
    let encoding = tensor.encodings[0]
    var decoded = DecodedTensor(
      name: "x",
      encodings: [
        try AffineEncoding(
          scale: encoding.scale, zeroPoint: encoding.zeroPoint - 128, quantMin: -128,
          quantMax: 127)
      ])
    #expect(decoded.agrees(with: tensor))
    decoded.scheme = scheme
    #expect(!decoded.agrees(with: tensor), "where the scheme is said the codes count")
  }

  @Test("every difference in what is said is seen")
  func differences() throws {
    let tensor = try Samples.tensor(
      "w", role: .parameter, shape: [2, 4], granularity: .perGroup(axis: 1, size: 2),
      scheme: scheme, ranges: [-1...1, -2...2, -3...3, -4...4])
    let truth = DecodedTensor(tensor)
    #expect(truth.agrees(with: tensor))
    let lies: [(inout DecodedTensor) throws -> Void] = [
      { $0.name = "v" },
      { $0.role = .activation },
      { $0.elementType = "float16" },
      { $0.shape = [4, 2] },
      { $0.granularity = .perTensor },
      { $0.granularity = .perChannel(axis: nil) },
      { $0.granularity = .perGroup(axis: nil, size: 4) },
      { $0.granularity = .perGroup(axis: 0, size: 2) },
      { $0.scheme = try Scheme(bitWidth: 8, arithmetic: .init(rounding: .halfUp)) },
      { $0.symmetry = .symmetric },
      { $0.clippingRanges?[3].upper = 4.0.nextUp },
      { $0.encodings.swapAt(0, 1) },
      { $0.encodings.removeLast() },
      { decoded in
        let encoding = decoded.encodings[2]
        decoded.encodings[2] = try AffineEncoding(
          scale: encoding.scale.nextUp, zeroPoint: encoding.zeroPoint, quantMin: 0, quantMax: 255)
      },
      { decoded in
        let encoding = decoded.encodings[2]
        decoded.encodings[2] = try AffineEncoding(
          scale: encoding.scale, zeroPoint: encoding.zeroPoint + 1, quantMin: 0, quantMax: 255)
      },
    ]
    for (index, lie) in lies.enumerated() {
      var decoded = truth
      try lie(&decoded)
      #expect(!decoded.agrees(with: tensor), "lie \(index)")
    }
    var silent = DecodedTensor(name: "w", encodings: tensor.encodings)
    silent.granularity = .perGroup(axis: nil, size: 2)
    #expect(silent.agrees(with: tensor))
  }

  @Test("a document agrees in any order, and with nobody missing")
  func documents() throws {
    let document = try Samples.activations()
    let decoded = document.tensors.map { DecodedTensor($0) }
    #expect(DecodedDocument(tensors: decoded.reversed()).agrees(with: document))
    #expect(!DecodedDocument(tensors: Array(decoded.dropLast())).agrees(with: document))
    #expect(
      !DecodedDocument(tensors: decoded.dropLast() + [decoded[0]]).agrees(with: document))
  }

  @Test("what leaves nothing out makes a tensor again, and what does says what is missing")
  func complete() throws {
    for tensor in try Samples.peculiar().tensors {
      #expect(try TensorEncodings(DecodedTensor(tensor)) == tensor)
    }
    let truth = DecodedTensor(try Samples.groups().tensors[0])
    let gaps: [(TensorMember, (inout DecodedTensor) -> Void)] = [
      (.role, { $0.role = nil }), (.codes, { $0.scheme = nil }),
      (.clippingRange, { $0.clippingRanges = nil }), (.granularity, { $0.granularity = nil }),
      (.axis, { $0.granularity = .perGroup(axis: nil, size: 4) }),
      (.axis, { $0.granularity = .perChannel(axis: nil) }),
    ]
    for (member, open) in gaps {
      var decoded = truth
      open(&decoded)
      #expect(throws: EncodingFileError.notSaid(tensor: "proj.weight", member: member)) {
        try TensorEncodings(decoded)
      }
    }
    var misshapen = truth
    misshapen.granularity = .perChannel(axis: 2)
    #expect(
      throws: EncodingFileError.layout(
        tensor: "proj.weight", reason: .axisOutOfRange(axis: 2, shape: [4, 8]))
    ) {
      try TensorEncodings(misshapen)
    }
  }
}
