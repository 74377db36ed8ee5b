import Explorer
import NumberFormats
import QuantizationEngine

/// The members of a report about a tensor in a number format.
///
/// A number that is not finite, or not defined, is null, with the reason under its path in `notes`.
struct FormatJSON {
  private let measurement: FormatMeasurement

  init(_ measurement: FormatMeasurement) {
    self.measurement = measurement
  }

  /// The whole object: `tensor`, `format`, `error`, `exactness`, `notes`.
  func value() -> JSONValue {
    var (members, notes) = result()
    members["tensor"] = tensor(&notes)
    members["format"] = format
    members["exactness"] = .object(["kind": .string("exact")])
    if !notes.reasons.isEmpty { members["notes"] = .object(notes.reasons) }
    return .object(members)
  }

  /// The object of one format among others of the same tensor.
  func row() -> JSONValue {
    var (members, notes) = result()
    members["format"] = .string(measurement.pass.format.name)
    members["bits_per_value"] = measurement.pass.bitsPerValue.map(JSONValue.number) ?? .null
    members["bytes"] = .integer(measurement.storedByteCount)
    // What is so of every format is said once, for the table.
    let told = Set(FormatMeasurement.omissions.values)
    let own = notes.reasons.filter {
      if case .string(let reason) = $0.value { !told.contains(reason) } else { true }
    }
    if !own.isEmpty { members["notes"] = .object(own) }
    return .object(members)
  }

  private func result() -> (members: [String: JSONValue], notes: NotedNumbers) {
    var json = ErrorJSON(
      measurement.result.error, omissions: FormatMeasurement.omissions,
      unlessPercentiles: "percentiles need the errors in order")
    var members: [String: JSONValue] = ["error": .object(json.members())]
    if measurement.result.lostCount > 0 {
      members["values_lost"] = .integer(measurement.result.lostCount)
    }
    return (members, json.notes)
  }

  private var format: JSONValue {
    let pass = measurement.pass
    return .object([
      "name": .string(pass.format.name),
      "bits_per_value": pass.bitsPerValue.map(JSONValue.number) ?? .null,
      "block_size": .integer(pass.format.shape.valueCount(ofShape: measurement.open.facts.shape)),
      "blocks": .string(pass.format.shape.words),
      "bytes": .integer(measurement.storedByteCount),
      "source": .string(pass.format.source),
    ])
  }

  private func tensor(_ notes: inout NotedNumbers) -> JSONValue {
    let result = measurement.result
    guard case .object(var members) = measurement.open.facts.json else { return .null }
    let empty = "there are no finite values"
    members["finite"] = .integer(result.finiteCount)
    members["nan"] = .integer(result.excluded.nan)
    members["positive_infinity"] = .integer(result.excluded.positiveInfinity)
    members["negative_infinity"] = .integer(result.excluded.negativeInfinity)
    members["min"] = notes.number(result.bounds?.lowerBound, "tensor.min", unless: empty)
    members["max"] = notes.number(result.bounds?.upperBound, "tensor.max", unless: empty)
    if !measurement.open.ignoring.isEmpty || result.excluded.ignored > 0 {
      members["ignored"] = measurement.open.ignoring.json(count: result.excluded.ignored)
    }
    return .object(members)
  }
}

extension BlockShape {
  /// How many values a block has of a tensor of a shape, one that is not cut short.
  func valueCount(ofShape shape: [Int]) -> Int {
    switch self {
    case .value: 1
    case .flat(let size), .row(let size): size
    case .channel: shape.dropFirst().reduce(1, *)
    case .tile(let rows, let columns): rows * columns
    case .tensor: shape.reduce(1, *)
    }
  }
}
