import NumberFormats
import QuantizationEngine

extension PlanReport {
  /// The JSON object: `budget`, `bits_per_value`, `total`, `bound`, `tensors`.
  ///
  /// A number that is not finite, or not defined, is null, with the reason under its path in `notes`.
  func json() -> JSONValue {
    var notes = NotedNumbers()
    var members: [String: JSONValue] = [
      "budget": model.budget.map { bits in
        .object([
          "bits": .integer(bits),
          "bits_per_value": model.valueCount > 0
            ? .number(Double(bits) / Double(model.valueCount)) : .null,
        ])
      } ?? notes.missing("budget", "the error is limited, not the bits"),
      "objective": .string(task.objective.rawValue),
      "bits_per_value": notes.number(
        model.bitsPerValue, "bits_per_value", unless: "there are no values"),
      "total": .object(total(&notes)),
      "bound": .object(bound(&notes)),
      "tensors": .array(model.rows.map(object)),
    ]
    members["importance"] = model.coverage?.json(others: Self.withoutRow)
    if !remarks.isEmpty { members["remarks"] = .array(remarks.map(JSONValue.string)) }
    if !notes.reasons.isEmpty { members["notes"] = .object(notes.reasons) }
    return .object(members)
  }

  private func total(_ notes: inout NotedNumbers) -> [String: JSONValue] {
    let error = model.total.error
    var members: [String: JSONValue] = [
      "count": .integer(error.sums.count),
      "mse": notes.number(error.meanSquaredError, "total.mse", unless: "there are no values"),
      "sqnr_db": notes.number(
        error.sqnrInDecibels, "total.sqnr_db", unless: Self.withoutRatio(error)),
      "bits": .integer(model.bits), "bytes": .integer(model.bits / 8),
      "kept_bits": .integer(model.keptBits),
    ]
    if model.coverage != nil {
      members["weighted_sqnr_db"] = notes.number(
        model.weightedTotal.sqnrInDecibels, "total.weighted_sqnr_db",
        unless: "there is no weighted error, or nothing weighted")
    }
    return members
  }

  private func bound(_ notes: inout NotedNumbers) -> [String: JSONValue] {
    let worst = "no choice within the budget has a better worst tensor, so that no bound is needed"
    let limited = "the error is limited, not the bits: see bound.bits"
    let budgeted = "the bits are limited, not the error"
    let isWorst = task.objective == .worst
    let gap = model.budget == nil ? model.bitGap : isWorst ? nil : model.plan.gap
    return [
      "mse": notes.number(
        model.leastMeanSquaredError, "bound.mse",
        unless: model.budget == nil ? limited : "there are no values"),
      "objective": notes.number(
        isWorst ? nil : model.plan.bound, "bound.objective", unless: worst),
      "reached": notes.number(model.plan.error, "bound.reached", unless: "it is not finite"),
      "gap": notes.number(gap, "bound.gap", unless: isWorst ? worst : "the bound is 0"),
      "bits": model.leastBits.map(JSONValue.integer)
        ?? notes.missing("bound.bits", budgeted),
    ]
  }

  private func object(_ row: PlannedModel.Row) -> JSONValue {
    let facts = row.open.facts
    let error = row.chosen?.result.error
    let kept = facts.elementCount > 0 ? Double(8 * facts.byteCount) / Double(facts.elementCount) : 0
    var notes = NotedNumbers()
    let reason = row.candidates.reason.map { "stays as it is: \($0)" }
    var members: [String: JSONValue] = [
      "name": .string(facts.name), "stored_as": .string(facts.storedAs),
      "shape": .array(facts.shape.map(JSONValue.integer)),
      "format": row.chosen.map { .string($0.pass.format.name) }
        ?? notes.missing("format", reason ?? ""),
      "bits_per_value": .number(row.chosen?.pass.bitsPerValue ?? kept),
      "mse": notes.number(
        error?.meanSquaredError, "mse", unless: reason ?? "there are no values"),
      "sqnr_db": notes.number(
        error?.sqnrInDecibels, "sqnr_db", unless: reason ?? error.map(Self.withoutRatio) ?? ""),
    ]
    if model.coverage != nil {
      members["weighted_sqnr_db"] = notes.number(
        row.chosen?.result.weighted?.sqnrInDecibels, "weighted_sqnr_db",
        unless: reason ?? "there is no row, no weighted error, or nothing weighted")
    }
    members["hint"] = row.open.hint.map(JSONValue.string)
    if !row.candidates.refused.isEmpty {
      members["not_chosen_from"] = .array(
        row.candidates.refused.map {
          .object(["format": .string($0.format.name), "reason": .string($0.reason)])
        })
    }
    if !notes.reasons.isEmpty { members["notes"] = .object(notes.reasons) }
    return .object(members)
  }

  /// Why there is no ratio of energies, where there is none.
  private static func withoutRatio(_ error: QuantizationError) -> String {
    error.sums.count == 0
      ? "there are no values"
      : error.sums.squares == 0 ? "all values are zero" : "there is no error at all"
  }
}
