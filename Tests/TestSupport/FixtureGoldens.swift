import Foundation

/// What NumPy, SciPy and PyTorch answer for one tensor: `golden/ref`.
public struct ReferenceGolden: Decodable, Sendable {
  /// What is true of the tensor itself.
  public struct Statistics: Decodable, Sendable {
    /// How many elements there are, and how many of them are not numbers or zeros.
    public let n, nNan, nPosinf, nNeginf, nZero, nNegzero, nSubnormal: Int
    /// The finite bounds; nil if there are none.
    public let finiteMin, finiteMax: Double?
    /// `numpy.percentile` of the finite values, by percentage.
    public let percentiles: [String: Double]
  }

  /// Metrics in float64; nil for an empty tensor.
  public struct Metrics: Decodable, Sendable {
    /// The metrics under the golden's own names.
    public let mse, mae, maxAbsErr, sqnrDb, cosine: Double?
  }

  /// One clipping range with one scheme.
  public struct Record: Decodable, Sendable {
    /// The range asked for.
    public let clipMin, clipMax: Double
    /// The bit width.
    public let bits: Int
    /// asymmetric, symmetric or symmetric_narrow.
    public let scheme: String
    /// True where the range has no width, so that nothing was computed.
    public let degenerate: Bool?
    /// The scale in float64.
    public let scale: Double?
    /// The scale rounded to float32, as the hexadecimal digits of its bits.
    public let scaleFloat32: String?
    /// The code of zero and the ends of the codes.
    public let zeroPoint, quantMin, quantMax: Int?
    /// The representable range in float64.
    public let nudgedMin, nudgedMax: Double?
    /// Metrics of the float64 arithmetic.
    public let metrics: Metrics?
    /// How many values are strictly outside the representable range in float64.
    public let clippedLow, clippedHigh: Int?
    /// The integer type of ``codesSha256``.
    public let container: String?
    /// The digest of the codes.
    public let codesSha256: String?
    /// How many codes occur.
    public let codesUsed: Int?
    /// The parts of the MSE.
    public let mseRounding, mseClipping: Double?
    /// KL on 2048 bins.
    public let klLevelExpanded: Double?
    /// The digest of PyTorch's float32 output.
    public let fakeQuantizeSha256: String?
    /// Metrics of PyTorch's output.
    public let fakeQuantizeMetrics: Metrics?
  }

  /// The statistics.
  public let statistics: Statistics
  /// The digest of `numpy.histogram` with 2048 bins, as int64; nil where it was not made.
  public let histogram2048Sha256: String?
  /// The records by name.
  public let records: [String: Record]

  /// The golden of a tensor.
  public init(_ fixture: Fixture) throws {
    self = try GoldenFile.decode("ref/\(fixture.id).json")
  }
}

/// SciPy's divergences of two explicit histograms: `golden/ref/_kl_given_histograms.json`.
public struct GivenHistogramGolden: Decodable, Sendable {
  /// The counts of both.
  public let first, second: [Double]
  /// KL in nats; infinite where the second has no mass and the first does.
  public let klInNats: Double
  /// The Jensen–Shannon divergence in nats.
  public let jsInNats: Double

  enum CodingKeys: String, CodingKey {
    case first = "P"
    case second = "Q"
    case klInNats = "kl_nats"
    case jsInNats = "js_divergence_nats"
  }

  /// All rows.
  public static func all() throws -> [GivenHistogramGolden] {
    try GoldenFile.decode("ref/_kl_given_histograms.json", convertsKeys: false)
  }
}

/// What ONNX Runtime's kernels answer for one tensor: `golden/ort`.
public struct KernelGolden: Decodable, Sendable {
  /// One encoding.
  public struct Record: Decodable, Sendable {
    /// The scale, as the hexadecimal digits of its bits.
    public let scaleFloat32: String
    /// The code of zero.
    public let zeroPoint: Int
    /// The integer type.
    public let container: String
    /// The digests of the codes and of the dequantized float32 values.
    public let codesSha256, dequantizedSha256: String
    /// The metrics of the dequantized values.
    public let metrics: ReferenceGolden.Metrics
  }

  /// The records by name.
  public let records: [String: Record]

  /// The golden of a tensor.
  public init(_ fixture: Fixture) throws {
    self = try GoldenFile.decode("ort/\(fixture.id).json")
  }
}

/// What the same kernels answer for single values: `golden/ort/_edges.json`.
public struct KernelEdgesGolden: Decodable, Sendable {
  /// One encoding.
  public struct Row: Decodable, Sendable {
    /// The integer type.
    public let container: String
    /// The code of zero.
    public let zeroPoint: Int
    /// The scale, as the hexadecimal digits of its bits.
    public let scaleFloat32: String
    /// The values, as the hexadecimal digits of their bits.
    public let valuesFloat32: [String]
    /// The code of each.
    public let codes: [Int]
    /// What each is dequantized to.
    public let dequantizedFloat32: [String]
  }

  /// One row for each encoding.
  public let rows: [Row]

  /// The rows.
  public init() throws {
    self = try GoldenFile.decode("ort/_edges.json")
  }
}

/// What ONNX Runtime's quantizer makes of biases: `golden/ort/_bias.json`.
public struct BiasGolden: Decodable, Sendable {
  /// One bias; floats are the hexadecimal digits of their bits.
  public struct Row: Decodable, Sendable {
    /// The values.
    public let bias: [String]
    /// The scale of the layer's input.
    public let inputScale: String
    /// The scales of its weight: one, or one for each value.
    public let weightScales: [String]
    /// The scales of the codes.
    public let scales: [String]
    /// The code of each value.
    public let codes: [Int32]
  }

  /// One row for each bias.
  public let rows: [Row]

  /// The rows.
  public init() throws {
    self = try GoldenFile.decode("ort/_bias.json")
  }
}

/// PyTorch's cast to float8 E4M3 of one tensor: `golden/float8`.
public struct Float8Golden: Decodable, Sendable {
  /// One scale.
  public struct Record: Decodable, Sendable {
    /// What values are divided by before the cast.
    public let scaleFloat32: String
    /// The digest of the bytes.
    public let bytesSha256: String
    /// The metrics of the cast multiplied by the scale.
    public let metrics: ReferenceGolden.Metrics
  }

  /// The records by name.
  public let records: [String: Record]

  /// The golden of a tensor.
  public init(_ fixture: Fixture) throws {
    self = try GoldenFile.decode("float8/\(fixture.id).json")
  }
}

enum GoldenFile {
  static func decode<Golden: Decodable>(
    _ path: String, convertsKeys: Bool = true
  ) throws -> Golden {
    let decoder = JSONDecoder()
    if convertsKeys { decoder.keyDecodingStrategy = .convertFromSnakeCase }
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try decoder.decode(Golden.self, from: Fixture.file("golden/\(path)"))
  }
}

extension Float {
  /// The float32 whose bits are given as hexadecimal digits.
  public init(hexadecimalBits digits: String) {
    guard let bits = UInt32(digits, radix: 16) else {
      preconditionFailure("\(digits) is no float32")
    }
    self.init(bitPattern: bits)
  }
}
