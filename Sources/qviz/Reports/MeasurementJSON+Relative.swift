import QuantizationEngine

/// The members about what the values are like, and about the error beside scale, signal and zero.
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

  /// The members of `error`: RMSE, RMSE in steps, noise, mean error and percentiles of |e|.
  mutating func relativeErrors(
    _ error: QuantizationError, empty: String, overflow: String
  ) -> [String: JSONValue] {
    let steps = error.sums.squaredErrorInSteps == nil ? "the levels have no scale" : overflow
    let noise =
      error.sums.count > 0 && error.sums.squares == 0 ? "all values are zero" : overflow
    return [
      "rmse": number(error.rootMeanSquaredError, "error.rmse", unless: overflow),
      "rmse_over_scale": number(
        error.rootMeanSquaredErrorInSteps, "error.rmse_over_scale", unless: steps),
      "noise_percent": number(error.noiseInPercent, "error.noise_percent", unless: noise),
      "mean_error": number(error.meanError, "error.mean_error", unless: overflow),
      "abs_error_percentiles": percentiles(empty: empty, overflow: overflow),
    ]
  }

  private mutating func percentiles(empty: String, overflow: String) -> JSONValue {
    let path = "error.abs_error_percentiles"
    guard let percentiles = measurement.errorPercentiles else {
      guard measurement.error.sums.count > 0 else { return missing(path, empty) }
      return missing(
        path,
        measurement.exactness == .exact
          ? "percentiles need the errors in order: measure the tensor alone with qviz measure"
          : "percentiles need every value, and these are known to within a bin only")
    }
    var members: [String: JSONValue] = [:]
    for (percentage, value) in zip(Measurement.errorPercentages, percentiles) {
      let name = "p" + percentage.name.replacing(".", with: "_")
      members[name] = number(value, "\(path).\(name)", unless: overflow)
    }
    return .object(members)
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
