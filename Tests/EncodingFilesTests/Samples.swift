import Foundation
import QuantizationEngine
import Testing

@testable import EncodingFiles

/// Documents that the tests write and read.
enum Samples {
  static let version = "0.1.0"

  /// A tensor whose encodings are what its scheme makes of the ranges.
  static func tensor(
    _ name: String, role: TensorRole = .activation, elementType: String? = "float32",
    shape: [Int] = [2, 3], granularity: Granularity = .perTensor, scheme: Scheme,
    ranges: [ClosedRange<Double>]
  ) throws -> TensorEncodings {
    let ranges = ranges.map { ClippingRange(lower: $0.lowerBound, upper: $0.upperBound) }
    return try TensorEncodings(
      name: name, role: role, elementType: elementType,
      layout: BlockLayout(shape: shape, granularity: granularity), scheme: scheme,
      clippingRanges: ranges, encodings: try scheme.quantizers(for: ranges).map(\.encoding))
  }

  static func document(_ tensors: TensorEncodings...) throws -> EncodingDocument {
    try EncodingDocument(tensors: tensors, producerVersion: version)
  }

  /// One tensor of one block with the encoding given.
  static func document(encoding: AffineEncoding, scheme: Scheme) throws -> EncodingDocument {
    try document(
      TensorEncodings(
        name: "x", role: .activation, elementType: nil,
        layout: BlockLayout(shape: [1], granularity: .perTensor), scheme: scheme,
        clippingRanges: [ClippingRange(lower: -1, upper: 1)], encodings: [encoding]))
  }

  /// Activations of every width and sign that AIMET's export to ONNX has a type for.
  static func activations() throws -> EncodingDocument {
    try document(
      tensor("attention/scores", scheme: Scheme(bitWidth: 8), ranges: [-3...6]),
      tensor("mlp.gelu", scheme: Scheme(bitWidth: 4), ranges: [-0.17...2.6]),
      tensor("residual", scheme: Scheme(bitWidth: 16), ranges: [-11.9...6.42]),
      tensor("softmax", scheme: Scheme(bitWidth: 8), ranges: [0...1]),
      tensor("all_negative", scheme: Scheme(bitWidth: 8), ranges: [-20 ... -6]),
      tensor("signed", scheme: Scheme(bitWidth: 8, signedness: .signed), ranges: [-1...3]),
      tensor("symmetric", scheme: Scheme(bitWidth: 8, symmetry: .symmetric), ranges: [-4...3]),
      tensor("symmetric16", scheme: Scheme(bitWidth: 16, symmetry: .symmetric), ranges: [-4...3]))
  }

  /// Weights, one encoding each or one per output channel.
  static func parameters() throws -> EncodingDocument {
    let symmetric = try Scheme(bitWidth: 8, symmetry: .symmetric)
    return try document(
      tensor(
        "conv.weight", role: .parameter, shape: [4, 3, 3, 3], granularity: .perChannel(axis: 0),
        scheme: symmetric, ranges: [-0.5...0.25, -0.1...0.3, -2...2, 0...0]),
      tensor(
        "conv4.weight", role: .parameter, shape: [3, 2, 1, 1], granularity: .perChannel(axis: 0),
        scheme: Scheme(bitWidth: 4, symmetry: .symmetric),
        ranges: [-0.5...0.25, -0.1...0.3, -2...2]
      ),
      tensor(
        "fc.weight", role: .parameter, shape: [4, 8], scheme: symmetric, ranges: [-0.75...0.5]),
      tensor(
        "unsigned.weight", role: .parameter, shape: [4, 8],
        scheme: Scheme(bitWidth: 8, symmetry: .symmetric, signedness: .unsigned),
        ranges: [-0.75...0.5]),
      tensor(
        "asymmetric.weight", role: .parameter, shape: [2, 8], granularity: .perChannel(axis: 0),
        scheme: Scheme(bitWidth: 8), ranges: [-0.75...0.5, 0...2]),
      tensor(
        "one_channel.weight", role: .parameter, shape: [1, 8], granularity: .perChannel(axis: 0),
        scheme: symmetric, ranges: [-0.75...0.5]))
  }

  /// Weights that leave out the lowest code.
  static func restricted() throws -> EncodingDocument {
    try document(
      tensor(
        "int8.weight", role: .parameter, shape: [2, 8], granularity: .perChannel(axis: 0),
        scheme: Scheme(bitWidth: 8, symmetry: .restrictedSymmetric), ranges: [-0.5...0.25, -1...2]),
      tensor(
        "int4.weight", role: .parameter, shape: [4, 8],
        scheme: Scheme(bitWidth: 4, symmetry: .restrictedSymmetric), ranges: [-0.5...0.25]))
  }

  /// Weights of one configuration.
  static func restricted8() throws -> EncodingDocument {
    try EncodingDocument(tensors: [restricted().tensors[0]], producerVersion: version)
  }

  /// Weights in the codes that TensorRT and ncnn have, one encoding each.
  static func amax() throws -> EncodingDocument {
    let scheme = try Scheme(bitWidth: 8, symmetry: .restrictedSymmetric)
    return try document(
      tensor("conv1", role: .parameter, scheme: scheme, ranges: [-0.5...0.25]),
      tensor("conv1/out:0", scheme: scheme, ranges: [-4...3]))
  }

  /// A scale that is a power of two.
  static func power() throws -> EncodingDocument {
    try document(
      tensor(
        "layer", scheme: Scheme(bitWidth: 8, symmetry: .symmetric),
        ranges: [-127.0 / 64...127.0 / 64]))
  }

  /// The formats that are read and are JSON.
  static var jsonFormats: [any ReadableEncodingFormat] {
    EncodingFormatCatalog.readable.filter {
      !["trt-cache", "trt-ranges", "ort-trt-table", "ncnn"].contains($0.identifier)
    }
  }

  /// A matrix in groups of 4 along its rows.
  static func groups() throws -> EncodingDocument {
    try document(
      tensor(
        "proj.weight", role: .parameter, shape: [4, 8],
        granularity: .perGroup(axis: 1, size: 4),
        scheme: Scheme(bitWidth: 4, symmetry: .symmetric),
        ranges: (1...8).map { -0.1 * Double($0)...0.05 * Double($0) }))
  }

  /// What qviz's own format says and no other does.
  static func peculiar() throws -> EncodingDocument {
    try document(
      tensor(
        "layer/0\u{1B}[2J\"é\u{65}\u{301}\u{1F600}", elementType: nil, shape: [2, 0, 3],
        granularity: .perChannel(axis: 1),
        scheme: Scheme(
          levelCount: 9, symmetry: .symmetric,
          arithmetic: QuantizationArithmetic(rounding: .halfAway, scaling: .multiplyByInverse)),
        ranges: []),
      tensor(
        "scalar", role: .parameter, shape: [], scheme: Scheme(levelCount: 3), ranges: [-0.0...7]),
      tensor(
        "columns", role: .parameter, elementType: "bfloat16", shape: [5, 2],
        granularity: .perGroup(axis: 0, size: 2),
        scheme: Scheme(bitWidth: 2, arithmetic: QuantizationArithmetic(rounding: .halfUp)),
        ranges: (1...6).map { -1 / Double($0)...1e-30 }))
  }
}

/// Files beside the tests.
enum Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// Compares bytes with a file; with QVIZ_RECORD_ENCODINGS=1 writes the file, and fails.
  static func expect(_ bytes: [UInt8], equal name: String) throws {
    if ProcessInfo.processInfo.environment["QVIZ_RECORD_ENCODINGS"] == "1" {
      try Data(bytes).write(to: folder.appending(path: name))
      Issue.record("recorded \(name); run the referee on it, then the tests again")
      return
    }
    let expected = try Self.bytes(name)
    #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
  }
}

/// A seeded generator: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  // SplitMix64 (Steele, Lea, Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
