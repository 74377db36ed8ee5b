import QuantizationEngine

/// The members of `error` in a report, whatever made the error.
///
/// A number that is not finite, or not defined, is null, with the reason under its path in ``notes``.
struct ErrorJSON {
  private(set) var notes = NotedNumbers()

  private let error: QuantizationError
  private let omissions: [String: String]
  private let percentiles: [Double]?
  private let unknownPercentiles: String

  /// The members about an error.
  ///
  /// - Parameters:
  ///   - error: The metrics.
  ///   - omissions: Why metrics are missing that the values would have, by their names.
  ///   - percentiles: Those of |e| at ``Measurement/errorPercentages``; nil where they are not known.
  ///   - reason: Why they are not.
  init(
    _ error: QuantizationError, omissions: [String: String], percentiles: [Double]? = nil,
    unlessPercentiles reason: String
  ) {
    self.error = error
    self.omissions = omissions
    self.percentiles = percentiles
    unknownPercentiles = reason
  }

  private static let empty = "there are no finite values"

  /// Why a sum of the values is not there.
  private var overflow: String {
    error.sums.count == 0 ? Self.empty : "a level overflows float32"
  }

  /// Why a ratio to the energy of the values is not there; `rest` where none of that is so.
  private func reason(_ rest: String) -> String {
    error.sums.count == 0
      ? Self.empty
      : !error.sums.squaredError.isFinite
        ? overflow : error.sums.squares == 0 ? "all values are zero" : rest
  }

  /// The members; ``notes`` is complete afterwards.
  mutating func members() -> [String: JSONValue] {
    let sums = error.sums
    var members: [String: JSONValue] = [
      "mse": number(error.meanSquaredError, "mse", unless: overflow),
      "mse_rounding": number(error.roundingMeanSquaredError, "mse_rounding", unless: overflow),
      "mse_clipping": number(error.clippingMeanSquaredError, "mse_clipping", unless: overflow),
      "sqnr_db": number(
        error.sqnrInDecibels, "sqnr_db", unless: reason("there is no error at all")),
      "mae": number(error.meanAbsoluteError, "mae", unless: overflow),
      "max_abs_error": number(error.maximumAbsoluteError, "max_abs_error", unless: overflow),
      "cosine": number(
        error.cosineSimilarity, "cosine", unless: reason("all values are quantized to zero")),
      "kl_nats": number(error.divergence?.klInNats, "kl_nats", unless: Self.empty),
      "js_nats": number(error.divergence?.jsInNats, "js_nats", unless: Self.empty),
      "divergence_bins": error.divergence.map { .integer($0.binCount) }
        ?? notes.missing(
          "error.divergence_bins", omissions["divergence_bins"] ?? Self.empty),
      "clipped_below": count(sums.clippedBelow, "clipped_below"),
      "clipped_above": count(sums.clippedAbove, "clipped_above"),
      "codes_used": count(error.codesUsed, "codes_used"),
      "code_entropy_bits": number(
        error.codeEntropyInBits, "code_entropy_bits", unless: Self.empty),
    ]
    members.merge(relative()) { first, _ in first }
    return members
  }

  /// RMSE, RMSE in steps, noise, mean error and percentiles of |e|.
  private mutating func relative() -> [String: JSONValue] {
    let steps = error.sums.squaredErrorInSteps == nil ? "the levels have no scale" : overflow
    let noise =
      error.sums.count > 0 && error.sums.squares == 0 ? "all values are zero" : overflow
    return [
      "rmse": number(error.rootMeanSquaredError, "rmse", unless: overflow),
      "rmse_over_scale": number(
        error.rootMeanSquaredErrorInSteps, "rmse_over_scale", unless: steps),
      "noise_percent": number(error.noiseInPercent, "noise_percent", unless: noise),
      "mean_error": number(error.meanError, "mean_error", unless: overflow),
      "abs_error_percentiles": percentileMembers(),
    ]
  }

  private mutating func percentileMembers() -> JSONValue {
    let path = "abs_error_percentiles"
    guard let percentiles else {
      return notes.missing(
        "error.\(path)", error.sums.count > 0 ? unknownPercentiles : Self.empty)
    }
    var members: [String: JSONValue] = [:]
    for (percentage, value) in zip(Measurement.errorPercentages, percentiles) {
      let name = "p" + percentage.name.replacing(".", with: "_")
      members[name] = number(value, "\(path).\(name)", unless: overflow)
    }
    return .object(members)
  }

  /// A number, or null with a note: that of the omission, if it is one.
  private mutating func number(
    _ value: Double?, _ name: String, unless reason: String
  ) -> JSONValue {
    let known = omissions[name] == nil ? value : nil
    return notes.number(known, "error.\(name)", unless: omissions[name] ?? reason)
  }

  private mutating func count(_ value: Int, _ name: String) -> JSONValue {
    omissions[name].map { notes.missing("error.\(name)", $0) } ?? .integer(value)
  }
}
