import QuantizationEngine
import TensorFiles
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
    let description = measurement.description
    let tensor = measurement.tensor
    add("tensor", DisplayText(description.name).string)
    add("type", "\(description.elementType.rawValue) \(description.shape)")
    add("values", "\(description.elementCount)")
    if tensor.excluded.total > 0 { add("not finite", tensor.excluded.sentence) }
    if let bounds = tensor.bounds {
      add("value range", "\(bounds.lowerBound) … \(bounds.upperBound)")
    }
  }

  private mutating func addScheme(_ measurement: Measurement) {
    let scheme = measurement.scheme
    add("scheme", "\(scheme.name) · \(measurement.tensor.layout.granularity.name)")
    add("codes", "\(scheme.quantMin) … \(scheme.quantMax)")
    let arithmetic = scheme.arithmetic
    let operation = arithmetic.scaling == .divide ? "divide by scale" : "multiply by inverse scale"
    add("arithmetic", "\(operation), round \(arithmetic.rounding.words)")
  }

  private mutating func addEncodings(_ measurement: Measurement) {
    let isSingle = measurement.tensor.layout.granularity == .perTensor
    for (index, quantizer) in measurement.quantizers.enumerated() {
      let asked = measurement.ranges[index]
      let encoding = quantizer.encoding
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
    add("MSE", words(error.meanSquaredError))
    add("  rounding", words(error.roundingMeanSquaredError))
    add("  clipping", words(error.clippingMeanSquaredError))
    add("SQNR", words(error.sqnrInDecibels, unit: "dB"))
    add("MAE", words(error.meanAbsoluteError))
    add("max |e|", words(error.maximumAbsoluteError))
    add("cosine", words(error.cosineSimilarity))
    let bins = error.divergence.map { " (\($0.binCount) bins)" } ?? ""
    add("KL", words(error.divergence?.klInNats, unit: "nats") + bins)
    add("JS", words(error.divergence?.jsInNats, unit: "nats") + bins)
    add("clipped", "\(error.sums.clippedBelow) below, \(error.sums.clippedAbove) above")
    add("codes used", "\(error.codesUsed)")
    add("code entropy", words(error.codeEntropyInBits, unit: "bits"))
    add("exactness", "exact")
  }

  private func words(_ value: Double?, unit: String = "") -> String {
    guard let value else { return "not defined" }
    return unit.isEmpty ? "\(value)" : "\(value) \(unit)"
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
    }
  }
}
