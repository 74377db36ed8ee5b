import TestSupport
import Testing

@testable import QuantizationEngine

/// Tensors on which a sketch has something to be uncertain about.
struct SketchCase: Sendable, CustomStringConvertible {
  let description: String
  let values: [Double]
  /// Whether the sketch is given float32 or float64 values.
  let isFloat64: Bool

  /// The tensor with every value on the line.
  var exact: TensorDistribution {
    let layout = BlockLayout(elementCount: values.count)
    return isFloat64
      ? TensorDistribution(values, layout: layout)
      : TensorDistribution(values.map { Float($0) }, layout: layout)
  }

  /// Its sketch.
  var sketch: TensorSketch {
    isFloat64 ? TensorSketch(values) : TensorSketch(values.map { Float($0) })
  }

  static let all: [SketchCase] = {
    var random = SplitMix64(seed: 31)
    let normal = (0..<1500).map { _ in random.nextNormal() }
    let unit = (0..<1500).map { _ in random.nextUnit() }
    func float32(_ name: String, _ values: [Double]) -> SketchCase {
      SketchCase(
        description: name, values: values.map { Double(Float($0)) }, isFloat64: false)
    }
    func float64(_ name: String, _ values: [Double]) -> SketchCase {
      SketchCase(description: name + " in float64", values: values, isFloat64: true)
    }
    let oneBin = unit.map { 1 + ($0 * 1023).rounded() * 0x1p-23 }
    let clusters = unit.map { $0 < 0.7 ? 1.0 : 1 + 1023 * 0x1p-23 }
    return [
      float32("N(0, 1)", normal),
      float32("all values in one bin", oneBin),
      float32("two clusters in one bin", clusters),
      float32("negative, in one bin", oneBin.map { -$0 }),
      float32("mean 1000, deviation 0.01", normal.map { 1000 + $0 * 0.01 }),
      float32("mean −1e6, deviation 100", normal.map { $0 * 100 - 1e6 }),
      float32("one outlier", normal + [1e4]),
      float32("subnormal", normal.map { $0 * 1e-40 }),
      float32("thirty decades", normal.map { $0 * 1e15 * $0 * $0 * $0 * $0 }),
      float32("mostly one value, some an ulp off", unit.map { 4e6 + ($0 < 0.01 ? 0.25 : 0) }),
      float32("zeros of both signs", [0, -0.0, 0, 1, -1]),
      float32("one value", [0.731]),
      float32("one value many times", Array(repeating: 0.1, count: 900)),
      float32("near the largest float32", normal.map { $0 * 5e37 }),
      float64("N(0, 1)", normal),
      float64("mean 1000, deviation 0.01", normal.map { 1000 + $0 * 0.01 }),
      float64("values that float32 rounds to a few", normal.map { 1 + $0 * 1e-7 }),
      float64("int32 values", normal.map { ($0 * 3e8).rounded() }),
    ]
  }()
}

/// Expects every exact metric to be within the bounds, and shows all that are not.
///
/// There is no tolerance: the bounds have room for the rounding of either side.
func expectWithin(
  _ bounds: ErrorBounds, _ exact: QuantizationError, _ context: @autoclosure () -> String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var failures: [String] = []
  func check<Value: Comparable>(_ name: String, _ value: Value?, _ range: ClosedRange<Value>?) {
    guard let value else { return }
    if range?.contains(value) != true {
      failures.append("\(name) \(value) not in \(range.map { "\($0)" } ?? "none")")
    }
  }
  check("MSE", exact.meanSquaredError, bounds.meanSquaredError)
  check("rounding", exact.roundingMeanSquaredError, bounds.roundingMeanSquaredError)
  check("clipping", exact.clippingMeanSquaredError, bounds.clippingMeanSquaredError)
  check("SQNR", exact.sqnrInDecibels, bounds.sqnrInDecibels)
  check("RMSE", exact.rootMeanSquaredError, bounds.rootMeanSquaredError)
  check("steps", exact.rootMeanSquaredErrorInSteps, bounds.rootMeanSquaredErrorInSteps)
  check("noise", exact.noiseInPercent, bounds.noiseInPercent)
  // Infinite errors of either sign have no mean.
  check("mean error", exact.meanError.flatMap { $0.isNaN ? nil : $0 }, bounds.meanError)
  check("MAE", exact.meanAbsoluteError, bounds.meanAbsoluteError)
  check("max", exact.maximumAbsoluteError, bounds.maximumAbsoluteError)
  check("cosine", exact.cosineSimilarity, bounds.cosineSimilarity)
  check("entropy", exact.codeEntropyInBits, bounds.codeEntropyInBits)
  check("below", exact.sums.clippedBelow, bounds.clippedBelow)
  check("above", exact.sums.clippedAbove, bounds.clippedAbove)
  check("codes", exact.codesUsed, bounds.codesUsed)
  check("KL", exact.divergence?.klInNats, bounds.klInNats)
  check("JS", exact.divergence?.jsInNats, bounds.jsInNats)
  #expect(failures.isEmpty, "\(context()): \(failures)", sourceLocation: sourceLocation)
}
