import Calibration
import QuantizationEngine
import TerminalScreen

/// What `qviz measure` prints: a line for each fact, the label first.
///
/// Numbers stand in the shortest form that reads back as the same number.
struct MeasurementText {
  private var lines: [(label: String, value: String)] = []

  init(_ measurement: Measurement) {
    addTensor(measurement)
    addScheme(measurement)
    addEncodings(measurement)
    addError(measurement.error)
    add("exactness", measurement.exactness.words)
  }

  /// The report.
  var text: String {
    let width = lines.map(\.label.count).max() ?? 0
    return lines.map { label, value in
      label + String(repeating: " ", count: width - label.count + 2) + value + "\n"
    }.joined()
  }

  private mutating func add(_ label: String, _ value: String) {
    lines.append((label, value))
  }

  private mutating func addTensor(_ measurement: Measurement) {
    let facts = measurement.open.facts
    add("tensor", DisplayText(facts.name).string)
    add("type", "\(facts.typeName) \(facts.shape)")
    add("values", "\(facts.elementCount)")
    if measurement.excluded.total > 0 { add("not finite", measurement.excluded.sentence) }
    if let bounds = measurement.bounds {
      add("value range", "\(bounds.lowerBound) … \(bounds.upperBound)")
    }
  }

  private mutating func addScheme(_ measurement: Measurement) {
    let scheme = measurement.scheme
    add("scheme", "\(scheme.name) · \(measurement.layout.granularity.name)")
    if let name = scheme.rule.name { add("toolchain", name) }
    add("codes", "\(scheme.quantMin) … \(scheme.quantMax)")
    let arithmetic = scheme.arithmetic
    let operation = arithmetic.scaling == .divide ? "divide by scale" : "multiply by inverse scale"
    add("arithmetic", "\(operation), round \(arithmetic.rounding.words)")
  }

  private mutating func addEncodings(_ measurement: Measurement) {
    let isSingle = measurement.layout.granularity == .perTensor
    for (index, known) in measurement.blocks.known.enumerated() {
      guard let known else { continue }
      let asked = known.range
      let encoding = known.quantizer.encoding
      let held = encoding.representableRange
      let block = "block \(index)"
      if isSingle {
        add("clipping range", "\(asked.lower) … \(asked.upper)")
        add("representable", "\(held.lower) … \(held.upper)")
        add("scale", "\(encoding.scale)")
        add("zero-point", "\(encoding.zeroPoint)")
      } else {
        add(
          block,
          "\(asked.lower) … \(asked.upper) → \(held.lower) … \(held.upper)"
            + "  scale \(encoding.scale)  zero-point \(encoding.zeroPoint)")
      }
    }
  }

  private mutating func addError(_ error: QuantizationError) {
    let bounds = error.bounds
    add("MSE", words(error.meanSquaredError, bounds?.meanSquaredError))
    add("  rounding", words(error.roundingMeanSquaredError, bounds?.roundingMeanSquaredError))
    add("  clipping", words(error.clippingMeanSquaredError, bounds?.clippingMeanSquaredError))
    add("SQNR", words(error.sqnrInDecibels, bounds?.sqnrInDecibels, unit: "dB"))
    add("MAE", words(error.meanAbsoluteError, bounds?.meanAbsoluteError))
    add("max |e|", words(error.maximumAbsoluteError, bounds?.maximumAbsoluteError))
    add("cosine", words(error.cosineSimilarity, bounds?.cosineSimilarity))
    let bins = error.divergence.map { " (\($0.binCount) bins)" } ?? ""
    add("KL", words(error.divergence?.klInNats, bounds?.klInNats, unit: "nats") + bins)
    add("JS", words(error.divergence?.jsInNats, bounds?.jsInNats, unit: "nats") + bins)
    let below = words(error.sums.clippedBelow, bounds?.clippedBelow)
    let above = words(error.sums.clippedAbove, bounds?.clippedAbove)
    add("clipped", "\(below) below, \(above) above")
    add("codes used", words(error.codesUsed, bounds?.codesUsed))
    add("code entropy", words(error.codeEntropyInBits, bounds?.codeEntropyInBits, unit: "bits"))
  }

  /// A metric with its unit; where it is bounded, with how far from it the exact one can be.
  private func words(
    _ value: Double?, _ range: ClosedRange<Double>?, unit: String = ""
  ) -> String {
    guard let value else { return "not defined" }
    let bound = range.map { " ± \($0.greatestDistance(from: value))" } ?? ""
    return "\(value)\(bound)" + (unit.isEmpty ? "" : " \(unit)")
  }

  /// A count, or the two that it lies between.
  private func words(_ count: Int, _ range: ClosedRange<Int>?) -> String {
    guard let range, range.lowerBound < range.upperBound else { return "\(count)" }
    return "\(range.lowerBound) to \(range.upperBound)"
  }
}

extension Exactness {
  /// How much is known, in words.
  fileprivate var words: String {
    switch self {
    case .exact: "exact"
    case .bounded: "bounded: the exact numbers are surely within the given distances"
    case .sample(let count): "a sample of \(count) values"
    }
  }
}

extension Scheme {
  /// The scheme in words, such as `uint8 asymmetric`.
  fileprivate var name: String {
    let codes =
      usesWholeBitWidth
      ? (signedness == .signed ? "int" : "uint") + "\(bitWidth)"
      : "\(levelCount) levels, \(signedness.rawValue),"
    let words =
      switch symmetry {
      case .asymmetric: "asymmetric"
      case .symmetric: "symmetric"
      case .restrictedSymmetric: "restricted symmetric"
      }
    return "\(codes) \(words)"
  }
}

extension Granularity {
  /// The granularity in words.
  fileprivate var name: String {
    switch self {
    case .perTensor: "per tensor"
    case .perChannel(let axis): "per channel of axis \(axis)"
    case .perGroup(let axis, let size): "per group of \(size) along axis \(axis)"
    }
  }
}

extension RoundingMode {
  /// What happens to ties, in words.
  fileprivate var words: String {
    switch self {
    case .halfEven: "half to even"
    case .halfAway: "half away from zero"
    case .halfUp: "half up"
    case .halfDown: "half down"
    case .halfTowardsZero: "half towards zero"
    case .halfAwayBySum: "half away from zero, by a float32 sum"
    case .up: "up"
    }
  }
}
