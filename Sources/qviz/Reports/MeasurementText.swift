import Calibration
import Explorer
import QuantizationEngine
import TerminalScreen

/// What `qviz measure` prints: a line for each fact, the label first.
///
/// Numbers are rounded to what the eye can use, and those of one kind have their points below each
/// other; `--json` has every digit.
struct MeasurementText {
  /// The lines before those of the blocks.
  private var head: [(label: String, value: String)] = []
  /// The blocks, where each has a line of its own, which is made when it is written.
  private let blocks: [CalibratedBlock?]
  /// All lines but those of the blocks, once ``head`` is known.
  private var lines: [(label: String, value: String)] = []
  /// The labels of the lines whose numbers have their points below each other, kind by kind.
  private static let alignedLabels: [Set<String>] = [
    ["value range", "clipping range", "representable", "scale", "zero-point"],
    [
      "MSE", "  rounding", "  clipping", "RMSE", "  in steps", "SQNR", "noise", "MAE", "mean error",
      "max |e|", "|e|", "cosine", "KL", "JS", "codes used", "code entropy",
    ],
  ]

  init(_ measurement: Measurement) {
    let isSingle = measurement.layout.granularity == .perTensor
    blocks = isSingle ? [] : measurement.blocks.known
    addTensor(measurement)
    if let bias = measurement.bias {
      lines += bias.lines { NumberText.significant($0, 8) }
    } else {
      addScheme(measurement)
      addBlocks(measurement)
    }
    if isSingle, case .some(.some(let block)) = measurement.blocks.known.first {
      addEncoding(block)
    }
    swap(&head, &lines)
    if let origin = measurement.rangeOrigin { add("range from", origin) }
    addError(measurement.error, percentiles: measurement.errorPercentiles)
    if let concentration = measurement.concentration {
      add("note", concentration.sentence)
    }
    if let remark = measurement.toolRemark { add("note", remark) }
    add("exactness", measurement.exactness.words)
    for labels in Self.alignedLabels {
      Self.align(labels, &head, &lines)
    }
  }

  /// Puts the points of the numbers of some lines below each other.
  private static func align(
    _ labels: Set<String>, _ head: inout [(label: String, value: String)],
    _ lines: inout [(label: String, value: String)]
  ) {
    let places = [
      head.indices.filter { labels.contains(head[$0].label) },
      lines.indices.filter { labels.contains(lines[$0].label) },
    ]
    let texts = places[0].map { head[$0].value } + places[1].map { lines[$0].value }
    let aligned = PointAlignment.aligned(texts).map(\.trimmingTrailingSpaces)
    for (index, place) in places[0].enumerated() { head[place].value = aligned[index] }
    for (index, place) in places[1].enumerated() {
      lines[place].value = aligned[places[0].count + index]
    }
  }

  /// The report.
  var text: String {
    var text = ""
    forEachPart { text += $0 }
    return text
  }

  /// Prints the report.
  func print() { forEachPart { standardOutput.write($0) } }

  /// How many blocks are written at a time.
  private static let blocksOfPart = 1024

  /// Hands out the report, part by part: with millions of blocks it is longer than their values.
  private func forEachPart(_ body: (String) -> Void) {
    let last = blocks.isEmpty ? "" : "block \(blocks.count - 1)"
    let width = ((head + lines).map(\.label.count) + [last.count]).max() ?? 0
    func line(_ label: String, _ value: String) -> String {
      label + String(repeating: " ", count: width - label.count + 2) + value + "\n"
    }
    body(head.map(line).joined())
    for first in stride(from: 0, to: blocks.count, by: Self.blocksOfPart) {
      let part = first..<min(first + Self.blocksOfPart, blocks.count)
      body(
        part.map { index in
          line("block \(index)", blocks[index].map(Self.words) ?? "no encoding")
        }.joined())
    }
    body(lines.map(line).joined())
  }

  private mutating func add(_ label: String, _ value: String) {
    lines.append((label, value))
  }

  private mutating func addTensor(_ measurement: Measurement) {
    let facts = measurement.open.facts
    add("tensor", DisplayText(facts.name).string)
    add("type", "\(facts.typeName) \(facts.shape)")
    if facts.storedAs != facts.typeName { add("stored as", facts.storedAs) }
    add("values", "\(facts.elementCount)")
    if let spooled = measurement.open.spooled { add("in memory", spooled.words) }
    if measurement.excluded.notFinite > 0 { add("not finite", measurement.excluded.sentence) }
    if !measurement.open.ignoring.isEmpty {
      add("left out", "\(measurement.excluded.ignored) \(measurement.open.ignoring.words)")
    }
    if let bounds = measurement.bounds {
      add("value range", Self.range(bounds.lowerBound, bounds.upperBound))
    }
    if let statistics = measurement.statistics {
      add("distribution", statistics.words)
      if let tails = statistics.tailWords { add("  tails", tails) }
    }
  }

  private mutating func addScheme(_ measurement: Measurement) {
    let scheme = measurement.scheme
    add("scheme", "\(scheme.name) · \(measurement.layout.granularity.name)")
    if measurement.isAsStored { add("encodings", "as stored") }
    if measurement.leavesStored {
      add("encodings", "not as stored: no scheme has those of the file")
    }
    if let name = scheme.rule.name {
      add("toolchain", "\(name), scales of \(scheme.scaleType.rawValue)")
    }
    add("codes", "\(scheme.quantMin) … \(scheme.quantMax)")
    let arithmetic = scheme.arithmetic
    let operation = arithmetic.scaling == .divide ? "divide by scale" : "multiply by inverse scale"
    add("arithmetic", "\(operation), round \(arithmetic.rounding.words)")
  }

  /// What is not as it should be of some blocks.
  private mutating func addBlocks(_ measurement: Measurement) {
    let layout = measurement.layout
    guard layout.granularity != .perTensor else { return }
    let words = BlockWords(layout)
    if !measurement.deadBlocks.isEmpty { add("dead", words.dead(measurement.deadBlocks)) }
    if !measurement.destroyedBlocks.isEmpty {
      add("destroyed", words.destroyed(measurement.destroyedBlocks))
    }
    let failures = measurement.blocks.failures
    if !failures.isEmpty { add("no encoding", words.missing(failures)) }
    if measurement.leftOutCount > 0 {
      add("left out", "\(measurement.leftOutCount) values of blocks without an encoding")
    }
  }

  private mutating func addEncoding(_ block: CalibratedBlock) {
    let encoding = block.quantizer.encoding
    let held = encoding.representableRange
    add("clipping range", Self.range(block.range.lower, block.range.upper))
    add("representable", Self.range(held.lower, held.upper))
    add("scale", "\(encoding.scale)")
    add("zero-point", "\(encoding.zeroPoint)")
  }

  /// The encoding of one block of many.
  private static func words(_ block: CalibratedBlock) -> String {
    let encoding = block.quantizer.encoding
    let held = encoding.representableRange
    return range(block.range.lower, block.range.upper) + " → " + range(held.lower, held.upper)
      + "  scale \(encoding.scale)  zero-point \(encoding.zeroPoint)"
  }

  /// Two ends of a range.
  private static func range(_ lower: Double, _ upper: Double) -> String {
    "\(NumberText.significant(lower, 5)) … \(NumberText.significant(upper, 5))"
  }

  private mutating func addError(_ error: QuantizationError, percentiles: [Double]?) {
    let bounds = error.bounds
    add("MSE", words(error.meanSquaredError, bounds?.meanSquaredError))
    add("  rounding", words(error.roundingMeanSquaredError, bounds?.roundingMeanSquaredError))
    add("  clipping", words(error.clippingMeanSquaredError, bounds?.clippingMeanSquaredError))
    add("RMSE", words(error.rootMeanSquaredError, bounds?.rootMeanSquaredError))
    add(
      "  in steps",
      words(
        error.rootMeanSquaredErrorInSteps, bounds?.rootMeanSquaredErrorInSteps,
        unit: "of the scale (0.289 is ideal)"))
    add("SQNR", words(error.sqnrInDecibels, bounds?.sqnrInDecibels, decimals: 2, unit: "dB"))
    add(
      "noise",
      words(error.noiseInPercent, bounds?.noiseInPercent, unit: "% of the signal's power"))
    add("mean error", words(error.meanError, bounds?.meanError))
    add("MAE", words(error.meanAbsoluteError, bounds?.meanAbsoluteError))
    add("max |e|", words(error.maximumAbsoluteError, bounds?.maximumAbsoluteError))
    if let percentiles {
      let parts = Self.words(percentiles: percentiles)
      add("|e|", parts.prefix(2).joined(separator: " · "))
      add("  tail", parts.dropFirst(2).joined(separator: " · "))
    }
    add("cosine", words(error.cosineSimilarity, bounds?.cosineSimilarity, decimals: 6))
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
    _ value: Double?, _ range: ClosedRange<Double>?, decimals: Int? = nil, unit: String = ""
  ) -> String {
    guard let value else { return "not defined" }
    let number =
      decimals.map { RoundedNumber.fixed(value, decimals: $0) } ?? NumberText.significant(value, 5)
    let bound = range.map { " ± " + NumberText.bound($0.greatestDistance(from: value)) } ?? ""
    return number + bound + (unit.isEmpty ? "" : " \(unit)")
  }

  /// Percentiles of |e|, by their percentages.
  private static func words(percentiles: [Double]) -> [String] {
    zip(Measurement.errorPercentages, percentiles).map { percent, value in
      "\(NumberText.significant(value, 4)) (\(percent.name) %)"
    }
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
  var name: String {
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
  var name: String {
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
