import QuantizationEngine
import TestSupport
import Testing

/// Tensors on which sums of squares cancel, or which float32 cannot hold.
@Suite struct CancellationTests {
  struct Tensor: Sendable, CustomStringConvertible {
    let description: String
    let values: [Double]
    /// Whether the engine is given float32 or float64 values.
    let isFloat64: Bool
  }

  static let tensors: [Tensor] = {
    var random = SplitMix64(seed: 7)
    let normal = (0..<5000).map { _ in random.nextNormal() }
    func float32(_ name: String, _ values: [Double]) -> Tensor {
      Tensor(description: name, values: values.map { Double(Float($0)) }, isFloat64: false)
    }
    func float64(_ name: String, _ values: [Double]) -> Tensor {
      Tensor(description: name + " in float64", values: values, isFloat64: true)
    }
    let outlier = normal + [1e4]
    let raised = normal.map { $0 + 1e3 }
    return [
      float32("N(0, 1) with one outlier of 1e4", outlier),
      float32("mean 1000, deviation 1", raised),
      float32("mean −1e6, deviation 1", normal.map { $0 - 1e6 }),
      float32("two clusters of both signs", normal.map { $0 * 1e-3 + ($0 > 0 ? 1e3 : -1e3) }),
      float32("thirty decades", normal.map { $0 * Double(Float(1e15)) * $0 * $0 * $0 * $0 }),
      float32("one value many times", Array(repeating: 0.1, count: 5000)),
      float32("about 1e38", normal.map { $0 * 5e37 }),
      float32("subnormal", normal.map { $0 * 1e-40 }),
      float64("N(0, 1) with one outlier of 1e4", outlier),
      float64("mean 1000, deviation 1", raised),
      float64("int32 values", normal.map { ($0 * 3e8).rounded() }),
      float64("values that float32 rounds to one", normal.map { 1 + $0 * 1e-12 }),
      float64("below float32", normal.map { $0 * 1e-60 }),
    ]
  }()

  @Test(
    "the error of the tensor's own range is the referee's at 2 to 16 bits",
    arguments: Self.tensors, [2, 4, 8, 12, 16])
  func errors(_ tensor: Tensor, _ bits: Int) throws {
    let layout = try BlockLayout(shape: [tensor.values.count], granularity: .perTensor)
    let distribution =
      tensor.isFloat64
      ? TensorDistribution(tensor.values, layout: layout)
      : TensorDistribution(tensor.values.map { Float($0) }, layout: layout)
    let bounds = try #require(distribution.bounds)
    for symmetry in [Symmetry.asymmetric, .symmetric] {
      // 65 536 levels take their time: each range with one of the symmetries.
      for share in bits < 16 ? [1.0, 0.5] : symmetry == .asymmetric ? [1.0] : [0.5] {
        let scheme = try Scheme(bitWidth: bits, symmetry: symmetry)
        let encoding = try scheme.encoding(
          for: ClippingRange(lower: bounds.lowerBound * share, upper: bounds.upperBound * share))
        let referee = RefereeQuantizer(RefereeEncoding(encoding))
        // What a tool computes with is the value's float32 rounding; the error is that of the value.
        let codes = tensor.values.map { referee.code(of: Float($0)) }
        let metrics = try #require(
          RefereeMetrics(tensor.values, codes: codes, encoding: referee.encoding))
        let error = distribution.error(on: [AffineQuantizer(encoding: encoding).staircase])
        expectReferee(
          error, metrics, levels: scheme.levelCount, firstCode: encoding.quantMin,
          "\(tensor), \(bits) bits \(symmetry), \(share) of the range")
      }
    }
  }

  @Test("a tensor that lies on its levels has no error at all")
  func onLevels() throws {
    let encoding = try AffineEncoding(scale: 0.1, zeroPoint: 100, quantMin: 0, quantMax: 255)
    let values = (0..<256).flatMap { code in
      Array(repeating: encoding.dequantize(code), count: 40)
    }
    let layout = try BlockLayout(shape: [values.count], granularity: .perTensor)
    let error = TensorDistribution(values, layout: layout)
      .error(on: [AffineQuantizer(encoding: encoding).staircase])
    #expect(error.meanSquaredError == 0)
    #expect(error.meanAbsoluteError == 0)
    #expect(error.maximumAbsoluteError == 0)
    #expect(error.sqnrInDecibels == .infinity)
    #expect(error.codesUsed == 256)
    #expect(error.codeEntropyInBits == 8)
    #expect(abs((error.cosineSimilarity ?? 0) - 1) <= 0x1p-52)
  }

  @Test("values beyond float32 count as infinite; those that round into it do not")
  func beyondFloat32() throws {
    let largest = Double(Float.greatestFiniteMagnitude)
    let half = largest + Double(Float.greatestFiniteMagnitude.ulp) / 2
    let values = [
      1e39, -1e39, 1e300, .infinity, -.infinity, .nan, half, -half, half.nextDown, largest, -1, 0,
    ]
    let layout = try BlockLayout(shape: [3, 4], granularity: .perTensor)
    let distribution = TensorDistribution(values, layout: layout)
    #expect(
      distribution.excluded
        == NonFiniteCounts(nan: 1, positiveInfinity: 4, negativeInfinity: 3))
    #expect(distribution.count == 4)
    #expect(distribution.bounds == -1...half.nextDown)
  }

  @Test("one value, two equal values, none: every metric is defined or nil, none is NaN")
  func few() throws {
    for values in [[], [0.731], [Float(3), 3], [0], [-0.0, 0], [.nan], [.infinity, .nan]] {
      let layout = try BlockLayout(shape: [values.count], granularity: .perTensor)
      let distribution = TensorDistribution(values, layout: layout)
      let finite = values.filter(\.isFinite)
      let bounds = distribution.bounds
      #expect(bounds?.lowerBound == finite.min().map(Double.init))
      let range = ClippingRange(
        lower: bounds?.lowerBound ?? 0, upper: bounds?.upperBound ?? 0)
      let quantizer = AffineQuantizer(encoding: try Scheme.standard.encoding(for: range))
      let error = distribution.error(
        on: [quantizer.staircase], reference: DivergenceReference(distribution))
      let metrics = [
        error.meanSquaredError, error.roundingMeanSquaredError, error.clippingMeanSquaredError,
        error.meanAbsoluteError, error.maximumAbsoluteError, error.codeEntropyInBits,
        error.divergence?.klInNats,
      ]
      #expect(metrics.allSatisfy { finite.isEmpty ? $0 == nil : $0?.isFinite == true }, "\(values)")
      #expect(error.sqnrInDecibels?.isNaN != true)
      #expect(error.cosineSimilarity?.isNaN != true)
      #expect(error.codesUsed == (finite.isEmpty ? 0 : 1))
      #expect((error.sqnrInDecibels == nil) == finite.allSatisfy { $0 == 0 })
    }
  }
}
