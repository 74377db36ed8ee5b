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
    ErrorLines.alignedLabels,
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
    lines += ErrorLines(measurement.error, percentiles: measurement.errorPercentiles).lines
    if let concentration = measurement.concentration {
      add("note", concentration.sentence)
    }
    if let remark = measurement.toolRemark { add("note", remark) }
    add("exactness", measurement.exactness.words)
    for labels in Self.alignedLabels {
      PointAlignment.align(labels, &head, &lines)
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
    if measurement.excluded.notFinite > 0 {
      let rounded = measurement.infinityRemark == nil ? "" : ", as float32 has them"
      add("not finite", measurement.excluded.sentence + rounded)
    }
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
