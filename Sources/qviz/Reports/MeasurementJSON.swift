import Calibration
import Explorer
import QuantizationEngine

/// The JSON object of `qviz measure --json`.
///
/// Its members are a contract: more may be added, none is renamed. A number that is not finite, or
/// not defined, is null, with the reason under its path in `notes`.
struct MeasurementJSON {
  var notes: [String: JSONValue] = [:]
  let measurement: Measurement

  init(_ measurement: Measurement) {
    self.measurement = measurement
  }

  /// The whole object.
  mutating func value() -> JSONValue {
    var members = choice()
    members["tensor"] = tensor()
    if measurement.isAsStored { members["encodings_from"] = .string("file") }
    if let origin = measurement.rangeOrigin { members["range_from"] = .string(origin) }
    members["scheme"] = scheme()
    if let remark = measurement.toolRemark { notes["scheme.toolchain"] = .string(remark) }
    members["exactness"] =
      ExactnessJSON(measurement.exactness, error: measurement.error).value
    if let bias = measurement.bias {
      members.merge(bias.json(of: measurement.open.facts)) { $1 }
    }
    if !notes.isEmpty { members["notes"] = .object(notes) }
    return .object(members)
  }

  /// Range, encodings, error and the notes about them.
  mutating func choice() -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "clipping_range": clippingRange(),
      "encodings": encodings(),
      "error": error(),
    ]
    members["blocks_without_encoding"] = measurement.blocks.failures.json
    members["dead_blocks"] = measurement.deadBlocks.json
    members["destroyed_blocks"] = measurement.destroyedBlocks.json
    if measurement.leftOutCount > 0 {
      members["values_left_out"] = .integer(measurement.leftOutCount)
    }
    if let concentration = measurement.concentration {
      members["concentration"] = concentration.json
      notes["error.sqnr_db"] = .string(concentration.sentence)
    }
    if !notes.isEmpty { members["notes"] = .object(notes) }
    return members
  }

  mutating func tensor() -> JSONValue {
    let excluded = measurement.excluded
    let bounds = measurement.bounds
    let facts = measurement.open.facts
    var members: [String: JSONValue] = [
      "name": .string(facts.name),
      "dtype": .string(facts.typeName),
      "stored_as": .string(facts.storedAs),
      "shape": .array(facts.shape.map(JSONValue.integer)),
      "count": .integer(facts.elementCount),
      "finite": .integer(measurement.finiteCount),
      "nan": .integer(excluded.nan),
      "positive_infinity": .integer(excluded.positiveInfinity),
      "negative_infinity": .integer(excluded.negativeInfinity),
      "min": number(bounds?.lowerBound, "tensor.min", unless: "there are no finite values"),
      "max": number(bounds?.upperBound, "tensor.max", unless: "there are no finite values"),
    ]
    if let remark = measurement.infinityRemark {
      notes["tensor.positive_infinity"] = .string(remark)
      notes["tensor.negative_infinity"] = .string(remark)
    }
    members.merge(statistics()) { first, _ in first }
    if !measurement.open.ignoring.isEmpty || excluded.ignored > 0 {
      members["ignored"] = measurement.open.ignoring.json(count: excluded.ignored)
    }
    members["batches"] = measurement.open.joined?.json
    members["spooled"] = measurement.open.spooled?.json
    members["hint"] = measurement.open.hint.map(JSONValue.string)
    return .object(members)
  }

  func scheme() -> JSONValue {
    let scheme = measurement.scheme
    let (granularity, axis, groupSize): (String, Int?, Int?) =
      switch measurement.layout.granularity {
      case .perTensor: ("per_tensor", nil, nil)
      case .perChannel(let axis): ("per_channel", axis, nil)
      case .perGroup(let axis, let size): ("per_group", axis, size)
      }
    var members: [String: JSONValue] = [
      "bits": .integer(scheme.bitWidth),
      "levels": .integer(scheme.quantMax - scheme.quantMin + 1),
      "signed": .boolean(scheme.signedness == .signed),
      "symmetry": .string(scheme.symmetry.rawValue),
      "quant_min": .integer(scheme.quantMin),
      "quant_max": .integer(scheme.quantMax),
      "rounding": .string(scheme.arithmetic.rounding.rawValue),
      "scaling": .string(scheme.arithmetic.scaling.rawValue),
      "granularity": .string(granularity),
      "scale_dtype": .string(scheme.scaleType.rawValue),
      "axis": axis.map(JSONValue.integer) ?? .null,
      "group_size": groupSize.map(JSONValue.integer) ?? .null,
    ]
    if let name = scheme.rule.name { members["toolchain"] = .string(name) }
    return .object(members)
  }

  /// One object of two numbers, or of two arrays where there are several blocks by design.
  private mutating func clippingRange() -> JSONValue {
    if case .counted(let count) = measurement.blocks {
      notes["clipping_range"] = .string(Self.tooMany(count))
      return .null
    }
    let ranges = measurement.blocks.ranges
    if measurement.layout.granularity == .perTensor, let range = ranges.first ?? nil {
      return .object(["min": .number(range.lower), "max": .number(range.upper)])
    }
    return .object([
      "min": .array(ranges.map { $0.map { .number($0.lower) } ?? .null }),
      "max": .array(ranges.map { $0.map { .number($0.upper) } ?? .null }),
    ])
  }

  /// One object for each block; null for a block that has none.
  private mutating func encodings() -> JSONValue {
    if case .counted(let count) = measurement.blocks {
      notes["encodings"] = .string(Self.tooMany(count))
      return .null
    }
    let failures = measurement.blocks.failures
    for (block, reason) in zip(failures.blocks, failures.reasons) {
      notes["encodings[\(block)]"] = .string("\(reason)")
    }
    var encodings: [JSONValue] = []
    for (index, block) in measurement.blocks.known.enumerated() {
      encodings.append(block.map { encoding($0.quantizer.encoding, at: index) } ?? .null)
    }
    return .array(encodings)
  }

  private static func tooMany(_ count: Int) -> String {
    "\(count) blocks are too many to print for each of many tensors: measure this one with --tensor"
  }

  private mutating func encoding(_ encoding: AffineEncoding, at index: Int) -> JSONValue {
    let range = encoding.representableRange
    let overflow = "the outermost level overflows float32"
    return .object([
      "scale": .number(Double(encoding.scale)),
      "zero_point": .integer(encoding.zeroPoint),
      "min": number(range.lower, "encodings[\(index)].min", unless: overflow),
      "max": number(range.upper, "encodings[\(index)].max", unless: overflow),
    ])
  }

  private mutating func error() -> JSONValue {
    let unknown =
      measurement.exactness == .exact
      ? "percentiles need the errors in order: measure the tensor alone with qviz measure"
      : "percentiles need every value, and these are known to within a bin only"
    var json = ErrorJSON(
      measurement.error, omissions: measurement.omissions,
      percentiles: measurement.errorPercentiles, unlessPercentiles: unknown)
    let members = json.members()
    notes.merge(json.notes.reasons) { $1 }
    return .object(members)
  }

  /// A number, or null with a note.
  mutating func number(_ value: Double?, _ path: String, unless reason: String) -> JSONValue {
    var noted = NotedNumbers()
    defer { notes.merge(noted.reasons) { $1 } }
    return noted.number(value, path, unless: reason)
  }
}
