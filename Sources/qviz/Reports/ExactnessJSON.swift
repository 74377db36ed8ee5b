import QuantizationEngine

/// The member `exactness` of the JSON report: how far each number of `error` can be trusted.
struct ExactnessJSON {
  private let exactness: Exactness
  private let error: QuantizationError

  /// The member for an error measured on a distribution of some exactness.
  init(_ exactness: Exactness, error: QuantizationError) {
    self.exactness = exactness
    self.error = error
  }

  /// The object: `kind`, and for what is bounded the greatest distance of each member of `error`
  /// from the exact number, under the member's name and `_bound`; null where that is not finite.
  var value: JSONValue {
    let kind = Self.kind(exactness)
    return switch exactness {
    case .exact: .object(["kind": kind])
    case .sample: .object(["kind": kind, "sampled": .integer(error.sums.count)])
    case .bounded:
      .object(
        Dictionary(
          uniqueKeysWithValues: distances.map { name, distance in
            ("\(name)_bound", distance.isFinite ? JSONValue.number(distance) : .null)
          }
        ).merging(["kind": kind]) { first, _ in first })
    }
  }

  /// The member `kind` alone.
  static func kind(_ exactness: Exactness) -> JSONValue {
    switch exactness {
    case .exact: .string("exact")
    case .sample: .string("sample")
    case .bounded: .string("bounded")
    }
  }

  /// The distances by the names that the members of `error` have.
  private var distances: [(name: String, distance: Double)] {
    guard let bounds = error.bounds else { return [] }
    let metrics: [(String, Double?, ClosedRange<Double>?)] = [
      ("mse", error.meanSquaredError, bounds.meanSquaredError),
      ("mse_rounding", error.roundingMeanSquaredError, bounds.roundingMeanSquaredError),
      ("mse_clipping", error.clippingMeanSquaredError, bounds.clippingMeanSquaredError),
      ("rmse", error.rootMeanSquaredError, bounds.rootMeanSquaredError),
      (
        "rmse_over_scale", error.rootMeanSquaredErrorInSteps, bounds.rootMeanSquaredErrorInSteps
      ),
      ("noise_percent", error.noiseInPercent, bounds.noiseInPercent),
      ("mean_error", error.meanError, bounds.meanError),
      ("sqnr_db", error.sqnrInDecibels, bounds.sqnrInDecibels),
      ("mae", error.meanAbsoluteError, bounds.meanAbsoluteError),
      ("max_abs_error", error.maximumAbsoluteError, bounds.maximumAbsoluteError),
      ("cosine", error.cosineSimilarity, bounds.cosineSimilarity),
      ("kl_nats", error.divergence?.klInNats, bounds.klInNats),
      ("js_nats", error.divergence?.jsInNats, bounds.jsInNats),
      ("code_entropy_bits", error.codeEntropyInBits, bounds.codeEntropyInBits),
    ]
    let counts: [(String, Int, ClosedRange<Int>)] = [
      ("clipped_below", error.sums.clippedBelow, bounds.clippedBelow),
      ("clipped_above", error.sums.clippedAbove, bounds.clippedAbove),
      ("codes_used", error.codesUsed, bounds.codesUsed),
    ]
    return metrics.compactMap { name, shown, range in
      guard let shown, let range else { return nil }
      return (name, range.greatestDistance(from: shown))
    }
      + counts.map { name, shown, range in
        (name, Double(max(shown - range.lowerBound, range.upperBound - shown)))
      }
  }
}
