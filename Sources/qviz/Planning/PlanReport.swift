import Explorer
import Glibc
import NumberFormats
import QuantizationEngine

/// What `qviz plan` prints: a format for each tensor, as text or JSON.
struct PlanReport {
  let model: PlannedModel
  let task: PlanTask

  /// The JSON object: `budget`, `bits_per_value`, `total`, `bound`, `tensors`.
  func json() -> JSONValue {
    guard case .object(var total) = ModelReport.object(model.total) else { return .null }
    total["bits"] = .integer(model.bits)
    total["bytes"] = .integer(model.bits / 8)
    total["failed"] = nil
    var members: [String: JSONValue] = [
      "budget": model.budget.map { bits in
        .object([
          "bits": .integer(bits),
          "bits_per_value": model.valueCount > 0
            ? .number(Double(bits) / Double(model.valueCount)) : .null,
        ])
      } ?? .null,
      "objective": .string(task.objective.rawValue),
      "bits_per_value": model.bitsPerValue.map(JSONValue.number) ?? .null,
      "total": .object(total),
      "bound": .object([
        "mse": number(model.leastMeanSquaredError),
        "objective": number(task.objective == .worst ? nil : model.plan.bound),
        "reached": number(model.plan.error),
        "gap": number(model.budget == nil || task.objective == .worst ? nil : model.plan.gap),
      ]),
      "tensors": .array(model.rows.map(row)),
    ]
    if let coverage = model.coverage {
      total["weighted_sqnr_db"] = number(model.weightedTotal.sqnrInDecibels)
      members["total"] = .object(total)
      members["importance"] = coverage.json(others: Self.withoutRow)
    }
    return .object(members)
  }

  /// How tensors are treated of which an importance matrix says nothing.
  private static let withoutRow = "the columns of the others count alike"

  private func number(_ value: Double?) -> JSONValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }

  private func row(_ row: PlannedModel.Row) -> JSONValue {
    let facts = row.open.facts
    let error = row.chosen?.result.error
    let kept = facts.elementCount > 0 ? Double(8 * facts.byteCount) / Double(facts.elementCount) : 0
    var members: [String: JSONValue] = [
      "name": .string(facts.name), "stored_as": .string(facts.storedAs),
      "shape": .array(facts.shape.map(JSONValue.integer)),
      "format": row.chosen.map { .string($0.pass.format.name) } ?? .null,
      "bits_per_value": .number(row.chosen?.pass.bitsPerValue ?? kept),
      "mse": number(error?.meanSquaredError), "sqnr_db": number(error?.sqnrInDecibels),
    ]
    if model.coverage != nil {
      members["weighted_sqnr_db"] = number(row.chosen?.result.weighted?.sqnrInDecibels)
    }
    return .object(members)
  }

  /// The table, and what it adds up to.
  func text() -> String {
    let weighted: [TextTable.Column] =
      model.coverage == nil ? [] : [.init("weighted dB", alignment: .trailing)]
    let head: [TextTable.Column] = [
      .init("name"), .init("shape"), .init("format"), .init("bits", alignment: .trailing),
    ]
    var table = TextTable(
      columns: head + weighted + [
        .init("SQNR dB", alignment: .trailing), .init("MSE", alignment: .trailing),
      ])
    for row in model.rows {
      let facts = row.open.facts
      guard let chosen = row.chosen else {
        let bits =
          facts.elementCount > 0 ? Double(8 * facts.byteCount) / Double(facts.elementCount) : 0
        table.rows.append(
          [
            TableName.of(facts.name), "\(facts.shape)", "\(facts.storedAs), as it is",
            RoundedNumber.fixed(bits, decimals: 3),
          ] + weighted.map { _ in "-" } + ["-", "-"])
        continue
      }
      let error = chosen.result.error
      table.rows.append(
        [
          TableName.of(facts.name), "\(facts.shape)", chosen.pass.format.name,
          chosen.pass.bitsPerValue.map { RoundedNumber.fixed($0, decimals: 3) } ?? "-",
        ] + weighted.map { _ in ErrorWords.sqnr(chosen.result.weighted) } + [
          ErrorWords.sqnr(error), error.meanSquaredError.map(RoundedNumber.scientific) ?? "-",
        ])
    }
    let error = model.total.error
    table.rows.append(
      [
        "all", "", "", model.bitsPerValue.map { RoundedNumber.fixed($0, decimals: 3) } ?? "-",
      ] + weighted.map { _ in ErrorWords.sqnr(model.weightedTotal) } + [
        ErrorWords.sqnr(error), error.meanSquaredError.map(RoundedNumber.scientific) ?? "-",
      ])
    return table.text + "\n" + summary.map { $0 + "\n" }.joined()
      + (model.coverage?.text(others: Self.withoutRow) ?? "")
  }

  private var summary: [String] {
    let size = "size   \(ByteText.text(model.bits / 8))"
    let budget = model.budget.map { bits in
      " of \(ByteText.text(bits / 8)), \(ByteText.text(max(bits - model.bits, 0) / 8)) left"
    }
    var lines = [size + (budget ?? "")]
    guard model.budget != nil else { return lines }
    switch task.objective {
    case .worst: lines.append("bound  no choice within the budget has a better worst tensor")
    case .relative, .absolute:
      let gap = model.plan.gap
      let error = model.coverage == nil ? "error" : "weighted error"
      lines.append(
        gap == 0
          ? "bound  no choice within the budget has less \(error)"
          : "bound  the \(error) is at most \(NumberText.smallPercent(share: gap)) above the least "
            + "that any choice could have")
    }
    return lines
  }
}

extension Double {
  /// 10 to some power.
  static func powerOfTen(_ exponent: Double) -> Double { pow(10, exponent) }
}
