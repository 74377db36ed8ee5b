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
    members["tensor"] = measurement.tensorJSON(&notes)
    members["format"] = format
    members["importance"] = importance
    members["exactness"] = .object(["kind": .string("exact")])
    if let remark = measurement.roundingRemark { notes.say("format", remark) }
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
    var error = json.members()
    var notes = json.notes
    if let row = measurement.importance {
      let weighted = measurement.result.weighted
      let energy = row.reason ?? "the weighted values are all zero"
      error["weighted_relative_error"] = notes.number(
        weighted?.relativeError, "error.weighted_relative_error", unless: energy)
      error["weighted_sqnr_db"] = notes.number(
        weighted?.sqnrInDecibels, "error.weighted_sqnr_db",
        unless: weighted?.relativeError == nil ? energy : "there is no error at all")
    }
    var members: [String: JSONValue] = ["error": .object(error)]
    if measurement.result.lostCount > 0 {
      members["values_lost"] = .integer(measurement.result.lostCount)
    }
    if let carriers = measurement.carriers {
      members["concentration"] = carriers.json
      notes.say("error.sqnr_db", carriers.sentence)
    }
    return (members, notes)
  }

  /// What an importance matrix says of the tensor; nil where none was given.
  private var importance: JSONValue? {
    measurement.importance.map {
      $0.json(isSearched: measurement.pass.format.usesImportance)
    }
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
}

extension FormatMeasurement {
  /// The member `tensor` of a report, with the counts that a reading finds.
  func tensorJSON(_ notes: inout NotedNumbers) -> JSONValue {
    guard case .object(var members) = open.json else { return .null }
    let empty = "there are no finite values"
    members["finite"] = .integer(result.finiteCount)
    members["nan"] = .integer(result.excluded.nan)
    members["positive_infinity"] = .integer(result.excluded.positiveInfinity)
    members["negative_infinity"] = .integer(result.excluded.negativeInfinity)
    members["min"] = notes.number(result.bounds?.lowerBound, "tensor.min", unless: empty)
    members["max"] = notes.number(result.bounds?.upperBound, "tensor.max", unless: empty)
    if !open.ignoring.isEmpty || result.excluded.ignored > 0 {
      members["ignored"] = open.ignoring.json(count: result.excluded.ignored)
    }
    return .object(members)
  }
}

extension OpenTensor {
  /// The members of a report's `tensor` that are known before a value is read, and the hint at its type.
  var json: JSONValue {
    guard case .object(var members) = facts.json else { return .null }
    members["hint"] = hint.map(JSONValue.string)
    return .object(members)
  }
}

extension ImportanceRow {
  /// The member `importance` of a report: the name of the row, or why there is none.
  ///
  /// - Parameter isSearched: Whether the format searches by it; nil where there are several formats.
  /// - Returns: The object.
  func json(isSearched: Bool? = nil) -> JSONValue {
    guard case .found(let name, _) = self else {
      return .object(["row": .null, "reason": .string(reason ?? "")])
    }
    var members: [String: JSONValue] = ["row": .string(name)]
    if let isSearched { members["searched"] = .boolean(isSearched) }
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
