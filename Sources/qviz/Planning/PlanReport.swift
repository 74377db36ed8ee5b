import Explorer
import Glibc
import NumberFormats
import QuantizationEngine

/// What `qviz plan` prints: a format for each tensor, as text or JSON.
struct PlanReport {
  let model: PlannedModel
  let task: PlanTask
  /// What of the options does nothing.
  let remarks: [String]

  /// How tensors are treated of which an importance matrix says nothing.
  static let withoutRow = "the columns of the others count alike"

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
      + (model.coverage?.text(others: Self.withoutRow) ?? "") + kept
  }

  /// How many sentences there are about tensors that stay as they are, or to which formats are closed.
  private static let sentenceLimit = 10

  /// Why tensors stay as they are, and why some formats were not chosen from: a line for each reason, with
  /// the first tensor of which it is so.
  private var kept: String {
    var reasons: [String] = []
    var names: [String: [String]] = [:]
    for row in model.rows {
      let own =
        row.candidates.reason.map { ["as it is: \($0)"] }
        ?? row.candidates.refusals.map { "not chosen from: \($0)" }
      for reason in own {
        if names[reason] == nil { reasons.append(reason) }
        names[reason, default: []].append(row.open.facts.name)
      }
    }
    let rest = reasons.count - Self.sentenceLimit
    return reasons.prefix(Self.sentenceLimit).map { reason in
      let all = names[reason] ?? []
      let more = all.count > 1 ? " and \(all.count - 1) more" : ""
      return DisplaySentence.of("\(reason) (\(TableName.of(all[0]))\(more))") + "\n"
    }.joined() + (rest > 0 ? "and \(rest) more such reasons, which --json has\n" : "")
  }

  private var summary: [String] {
    let size = "size   \(ByteText.text(model.bits / 8))"
    let budget = model.budget.map { bits in
      " of \(ByteText.text(bits / 8)), \(ByteText.text(max(bits - model.bits, 0) / 8)) left"
    }
    var lines = [size + (budget ?? "")]
    guard model.budget != nil else { return lines + [fewestBits] }
    switch task.objective {
    case .worst: lines.append("bound  no choice within the budget has a better worst tensor")
    case .relative, .absolute:
      let gap = model.plan.gap
      let isWeighted = model.coverage != nil || !task.factors.isEmpty
      let error = isWeighted ? "weighted error" : "error"
      lines.append(
        gap == 0
          ? "bound  no choice within the budget has less \(error)"
          : "bound  the \(error) is at most \(NumberText.smallPercent(share: gap)) above the least "
            + "that any choice could have")
    }
    return lines
  }

  /// How near the plan is to the fewest bits for an error.
  private var fewestBits: String {
    let gap = model.bitGap ?? 0
    return gap == 0
      ? "bound  no choice with that SQNR takes fewer bits"
      : "bound  the bits are at most \(NumberText.smallPercent(share: gap)) above the fewest that any "
        + "choice with that SQNR could take"
  }
}

extension Double {
  /// 10 to some power.
  static func powerOfTen(_ exponent: Double) -> Double { pow(10, exponent) }
}
