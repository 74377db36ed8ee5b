import QuantizationEngine

/// The members about what the values are like.
extension MeasurementJSON {
  /// The members of `tensor`: mean, spread and shape.
  mutating func statistics() -> [String: JSONValue] {
    let statistics = measurement.statistics
    let unknown =
      measurement.finiteCount == 0
      ? "there are no finite values"
      : measurement.exactness == .exact
        ? "the values were not held: measure the tensor alone with --tensor"
        : "the values are known to within a bin only"
    let equal = statistics == nil ? unknown : "all values are equal"
    return [
      "mean": number(
        statistics?.mean ?? measurement.passedMean, "tensor.mean", unless: unknown),
      "standard_deviation": number(
        statistics?.standardDeviation, "tensor.standard_deviation", unless: unknown),
      "zeros": statistics.map { .integer($0.zeroCount) } ?? missing("tensor.zeros", unknown),
      "zero_share": number(statistics?.zeroShare, "tensor.zero_share", unless: unknown),
      "kurtosis": number(statistics?.kurtosis, "tensor.kurtosis", unless: equal),
      "max_over_sigma": number(
        statistics?.largestInDeviations, "tensor.max_over_sigma", unless: equal),
    ]
  }

  /// Null with a note.
  private mutating func missing(_ path: String, _ reason: String) -> JSONValue {
    notes[path] = .string(reason)
    return .null
  }
}

extension Concentration {
  /// The counts behind the sentence.
  var json: JSONValue {
    .object([
      "values": .integer(carrierCount), "others": .integer(otherCount),
      "share_one_code": .integer(sharedCount), "level": .number(Double(level)),
    ])
  }
}
