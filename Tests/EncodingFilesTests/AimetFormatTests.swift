import QuantizationEngine
import Testing

@testable import EncodingFiles

@Suite struct AimetFormatTests {
  private let format = Aimet100Format()

  /// One row of the table of signs: a scheme, a zero-point of it, and what the file says.
  struct Sign: CustomTestStringConvertible, Sendable {
    let bits: Int
    let symmetry: Symmetry
    let signedness: Signedness
    let zeroPoint: Int
    let written: Int
    let isSymmetric: Bool

    var testDescription: String {
      "\(bits) bits \(symmetry) \(signedness), zero-point \(zeroPoint): \(written)"
    }
  }

  static let signs: [Sign] = [
    Sign(8, .asymmetric, .unsigned, 0, -0, false),
    Sign(8, .asymmetric, .unsigned, 85, -85, false),
    Sign(8, .asymmetric, .unsigned, 127, -127, false),
    Sign(8, .asymmetric, .unsigned, 128, -128, false),
    Sign(8, .asymmetric, .unsigned, 255, -255, false),
    Sign(8, .asymmetric, .signed, -128, 0, false),
    Sign(8, .asymmetric, .signed, 0, -128, false),
    Sign(8, .asymmetric, .signed, 127, -255, false),
    Sign(8, .symmetric, .signed, 0, -128, true),
    Sign(4, .symmetric, .signed, 0, -8, true),
    Sign(16, .symmetric, .signed, 0, -32768, true),
    Sign(2, .symmetric, .signed, 0, -2, true),
    Sign(8, .symmetric, .unsigned, 128, -128, true),
    // A dead tensor of an unsigned symmetric scheme: zero is its lowest code.
    Sign(8, .symmetric, .unsigned, 0, 0, false),
    Sign(8, .restrictedSymmetric, .signed, 0, -127, true),
    Sign(4, .restrictedSymmetric, .signed, 0, -7, true),
    Sign(16, .restrictedSymmetric, .signed, 0, -32767, true),
    Sign(8, .restrictedSymmetric, .unsigned, 128, -127, true),
  ]

  @Test("a zero-point is written with AIMET's sign", arguments: signs)
  func sign(_ sign: Sign) throws {
    let scheme = try Scheme(
      bitWidth: sign.bits, symmetry: sign.symmetry, signedness: sign.signedness)
    let encoding = try AffineEncoding(
      scale: 0.5, zeroPoint: sign.zeroPoint, quantMin: scheme.quantMin, quantMax: scheme.quantMax)
    let document = try Samples.document(encoding: encoding, scheme: scheme)
    let lines = try EncodingFileWriter.preview(document, as: format)
      .map { $0.drop { $0 == " " } }
    let member = try #require(lines.firstIndex(of: #""offset" : ["#))
    #expect(lines[member + 1] == "\(sign.written)")
    #expect(lines.contains("\"is_sym\" : \(sign.isSymmetric),"))
    #expect(lines.contains("\"bw\" : \(sign.bits),"))
    let decoded = try format.decode(try format.encode(document))
    #expect(decoded.agrees(with: document))
    #expect((decoded.tensors[0].encodings[0].quantMin < 0) == sign.isSymmetric)
  }

  // MARK: What the format cannot say

  @Test(
    "levels that do not fill a bit width are refused",
    arguments: [(9, Symmetry.symmetric), (9, .asymmetric), (255, .asymmetric), (3, .asymmetric)])
  func levels(levels: Int, symmetry: Symmetry) throws {
    let scheme = try Scheme(levelCount: levels, symmetry: symmetry)
    let document = try Samples.document(Samples.tensor("x", scheme: scheme, ranges: [-1...1]))
    #expect(
      throws: EncodingFileError.levelsNotWholeBits(
        format: format.title, tensor: "x", levels: levels)
    ) {
      try format.encode(document)
    }
  }

  @Test("255 symmetric levels are 8 bits restricted")
  func oddSymmetric() throws {
    let document = try Samples.document(
      Samples.tensor("x", scheme: Scheme(levelCount: 255, symmetry: .symmetric), ranges: [-1...1]))
    let decoded = try format.decode(try format.encode(document))
    #expect(decoded.agrees(with: document))
    #expect(decoded.tensors[0].encodings[0].quantMin == -127)
  }

  @Test("a restricted grid whose zero is not in the middle is refused")
  func restrictedOffCentre() throws {
    let scheme = try Scheme(
      bitWidth: 8, symmetry: .restrictedSymmetric, signedness: .unsigned)
    let document = try Samples.document(Samples.tensor("x", scheme: scheme, ranges: [0...0]))
    #expect(
      throws: EncodingFileError.restrictedNotCentred(format: format.title, tensor: "x", block: 0)
    ) {
      try format.encode(document)
    }
  }

  @Test("an activation with several encodings is refused")
  func activation() throws {
    let document = try Samples.document(
      Samples.tensor(
        "x", granularity: .perChannel(axis: 0), scheme: .standard, ranges: [-1...1, -2...2]))
    #expect(
      throws: EncodingFileError.activationNotPerTensor(format: format.title, tensor: "x")
    ) {
      try format.encode(document)
    }
  }

  @Test(
    "groups that are not whole runs along axis 1 of a matrix are refused",
    arguments: [
      ([4, 8], 0, 2), ([4, 8], 1, 3), ([4, 8], 1, 16), ([2, 4, 8], 1, 2), ([2, 4, 8], 2, 2),
      ([32], 0, 4),
    ])
  func groups(shape: [Int], axis: Int, size: Int) throws {
    let layout = try BlockLayout(shape: shape, granularity: .perGroup(axis: axis, size: size))
    let document = try Samples.document(
      Samples.tensor(
        "w", role: .parameter, shape: shape, granularity: layout.granularity, scheme: .standard,
        ranges: Array(repeating: -1...1, count: layout.blockCount)))
    #expect(
      throws: EncodingFileError.groupsNotExpressible(
        format: format.title, tensor: "w", layout: layout)
    ) {
      try format.encode(document)
    }
  }

  @Test("a tensor without blocks is refused")
  func noBlocks() throws {
    let document = try Samples.document(
      Samples.tensor(
        "w", role: .parameter, shape: [0, 3], granularity: .perChannel(axis: 0),
        scheme: .standard, ranges: []))
    #expect(throws: EncodingFileError.noBlocks(format: format.title, tensor: "w")) {
      try format.encode(document)
    }
  }

  // MARK: What a file may not say

  private static let sound: [String: String] = [
    "name": #""w""#, "dtype": #""INT""#, "bw": "8", "is_sym": "false",
    "enc_type": #""PER_CHANNEL""#,
    "scale": "[0.5,0.25]", "offset": "[-1,-2]",
  ]

  private func text(_ changes: [String: String?], section: String = "param_encodings") -> [UInt8] {
    var entry = Self.sound
    for (name, value) in changes { entry[name] = value }
    let members = entry.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
    let other = section == "param_encodings" ? "activation_encodings" : "param_encodings"
    return Array(
      #"{"version":"1.0.0","\#(section)":[{\#(members.joined(separator: ","))}],"\#(other)":[]}"#
        .utf8)
  }

  @Test("the sound text is sound")
  func soundText() throws {
    let tensor = try #require(try format.decode(text([:])).tensors.first)
    #expect(tensor.encodings.map(\.zeroPoint) == [1, 2])
    #expect(tensor.granularity == .perChannel(axis: nil))
    #expect(try format.decode(text(["zero_point_shift": "[0,0]"])).tensors == [tensor])
    #expect(try format.decode(text(["offset": "[-1.0,-2e0]"])).tensors == [tensor])
    #expect(try format.decode(text(["extra": "{}"])).tensors == [tensor])
    let blocks = text(["enc_type": #""PER_BLOCK""#, "block_size": "64"])
    #expect(try format.decode(blocks).tensors[0].granularity == .perGroup(axis: nil, size: 64))
  }

  @Test(
    "what cannot be is refused by name",
    arguments: [
      (
        ["dtype": #""FLOAT""#],
        .wrongWord(member: "param_encodings[0].dtype", expected: ["INT"], found: "FLOAT")
      ),
      (
        ["enc_type": #""LPBQ""#],
        .wrongWord(
          member: "param_encodings[0].enc_type",
          expected: ["PER_TENSOR", "PER_CHANNEL", "PER_BLOCK"], found: "LPBQ")
      ),
      (["enc_type": #""PER_BLOCK""#], .missingMember("param_encodings[0].block_size")),
      (
        ["enc_type": #""PER_BLOCK""#, "block_size": "0"],
        .layout(tensor: "w", reason: .groupSizeNotPositive(0))
      ),
      (
        ["enc_type": #""PER_BLOCK""#, "block_size": "1.5"],
        .notWhole(member: "param_encodings[0].block_size", found: 1.5)
      ),
      (
        ["enc_type": #""PER_TENSOR""#],
        .blockCount(tensor: "w", part: .scales, expected: 1, found: 2)
      ),
      (["bw": "8.5"], .notWhole(member: "param_encodings[0].bw", found: 8.5)),
      (["bw": "0"], .bitWidth(tensor: "w", found: 0)),
      (["bw": "17"], .bitWidth(tensor: "w", found: 17)),
      (["bw": "-9e18"], .bitWidth(tensor: "w", found: -9_000_000_000_000_000_000)),
      (["bw": "1e300"], .notWhole(member: "param_encodings[0].bw", found: 1e300)),
      (["bw": nil], .missingMember("param_encodings[0].bw")),
      (["is_sym": nil], .missingMember("param_encodings[0].is_sym")),
      (
        ["is_sym": #""True""#],
        .wrongKind(member: "param_encodings[0].is_sym", expected: .boolean)
      ),
      (["name": nil], .missingMember("param_encodings[0].name")),
      (["name": "7"], .wrongKind(member: "param_encodings[0].name", expected: .string)),
      (["scale": nil], .missingMember("param_encodings[0].scale")),
      (["scale": "0.5"], .wrongKind(member: "param_encodings[0].scale", expected: .array)),
      (
        ["scale": "[0.5,null]"],
        .wrongKind(member: "param_encodings[0].scale[1]", expected: .number)
      ),
      (
        ["scale": "[0.5,0]"],
        .encoding(tensor: "w", block: 1, reason: .scaleNotPositive(0))
      ),
      (
        ["scale": "[-0.0,1]"],
        .encoding(tensor: "w", block: 0, reason: .scaleNotPositive(-0.0))
      ),
      (
        ["scale": "[0.5,1e39]"],
        .encoding(tensor: "w", block: 1, reason: .scaleNotPositive(.infinity))
      ),
      (
        ["scale": "[0.5,1e-46]"],
        .encoding(tensor: "w", block: 1, reason: .scaleNotPositive(0))
      ),
      (
        ["scale": "[]", "offset": "[]"],
        .blockCount(tensor: "w", part: .zeroPoints, expected: 1, found: 0)
      ),
      (
        ["offset": "[-1]"],
        .blockCount(tensor: "w", part: .zeroPoints, expected: 2, found: 1)
      ),
      (
        ["offset": "[-1,1]"],
        .zeroPointOutsideGrid(tensor: "w", block: 1, bitWidth: 8, found: 1)
      ),
      (
        ["offset": "[-256,-1]"],
        .zeroPointOutsideGrid(tensor: "w", block: 0, bitWidth: 8, found: -256)
      ),
      (
        ["offset": "[-1,-0.5]"],
        .notWhole(member: "param_encodings[0].offset[1]", found: -0.5)
      ),
      (["zero_point_shift": "[0,0.5]"], .shiftNotRead(tensor: "w")),
    ] as [([String: String?], EncodingFileError)])
  func refused(changes: [String: String?], error: EncodingFileError) {
    #expect(throws: error) { try format.decode(text(changes)) }
  }

  @Test("a file of another version, or of none, is refused")
  func versions() {
    for (text, error) in [
      (
        #"{"version":"0.6.1"}"#, EncodingFileError.versionNotRead(expected: "1.0.0", found: "0.6.1")
      ),
      (#"{"version":1}"#, .wrongKind(member: "version", expected: .string)),
      (#"{}"#, .missingMember("version")),
      (#"{"version":"1.0.0"}"#, .missingMember("activation_encodings")),
      (
        #"{"version":"1.0.0","activation_encodings":{}}"#,
        .wrongKind(member: "activation_encodings", expected: .array)
      ),
      (#"{"version":"1.0.0","activation_encodings":[]}"#, .missingMember("param_encodings")),
    ] {
      #expect(throws: error) { try format.decode(Array(text.utf8)) }
    }
  }

  @Test("a name in both sections is refused")
  func sections() {
    let entry =
      #"{"name":"w","dtype":"INT","bw":8,"is_sym":false,"enc_type":"PER_TENSOR","scale":[1],"offset":[0]}"#
    let text =
      #"{"version":"1.0.0","activation_encodings":[\#(entry)],"param_encodings":[\#(entry)]}"#
    #expect(throws: EncodingFileError.duplicateTensor("w")) {
      try format.decode(Array(text.utf8))
    }
  }
}

extension AimetFormatTests.Sign {
  fileprivate init(
    _ bits: Int, _ symmetry: Symmetry, _ signedness: Signedness, _ zeroPoint: Int, _ written: Int,
    _ isSymmetric: Bool
  ) {
    self.init(
      bits: bits, symmetry: symmetry, signedness: signedness, zeroPoint: zeroPoint,
      written: written, isSymmetric: isSymmetric)
  }
}
