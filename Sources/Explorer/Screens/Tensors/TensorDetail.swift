internal import Glibc
internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// What there is to say of the selected tensor beside its row.
struct TensorDetail {
  private let subject: Subject
  private let values: Glance.Values?
  private let damage: Damage?
  private let stored: StoredDamage?
  /// The format that the plan chooses.
  private let chosen: String?
  private let isComparison: Bool
  /// Σe² over everything that was compared.
  private let allSquaredError: Double

  /// The detail of a tensor.
  init(_ tensor: Int, _ screen: TensorsScreen, _ sheet: Worksheet) {
    subject = sheet.contents.subjects[tensor]
    values = screen.findings.values(of: tensor)
    damage = screen.damage(of: tensor, .byRule, sheet)
    chosen = screen.planAnswer?.chosen[tensor]?.name
    stored = screen.findings.storedDamage(of: tensor)
    isComparison = sheet.contents.comparedWith != nil
    allSquaredError = screen.findings.storedSquaredError
  }

  /// The smallest value.
  var lower: String { values?.bounds.map { NumberText.significant($0.lowerBound, 5) } ?? "" }
  /// The largest value.
  var upper: String { values?.bounds.map { NumberText.significant($0.upperBound, 5) } ?? "" }

  /// The flags with their reasons.
  var flags: [StoredDamage.Flag] { stored?.flags ?? [] }

  /// The numbers under their names.
  var facts: [(label: String, value: String)] {
    isComparison ? valueFacts + storedFacts + ruleFacts : valueFacts + ruleFacts
  }

  private var storedFacts: [(label: String, value: String)] {
    guard let counterpart = subject.counterpart else { return [("stored as", "no counterpart")] }
    let bits = counterpart.bitsPerValue.map { " · \(NumberText.significant($0, 4)) bits" } ?? ""
    let heading = [("stored as", DisplayText(counterpart.storedAs).string + bits)]
    guard let stored else { return heading }
    let cosine = stored.cosine.map { " · cosine \(NumberText.fixed($0, decimals: 5))" } ?? ""
    var facts =
      heading + [
        ("SQNR", TensorWords.signalToNoiseWithUnit(stored.damage) + cosine)
      ]
    if allSquaredError > 0 {
      facts.append(
        (
          "share",
          NumberText.smallPercent(share: stored.damage.squaredError / allSquaredError)
            + " of all error"
        ))
    }
    return facts
  }

  private var valueFacts: [(label: String, value: String)] {
    var facts = [
      ("shape", "\(subject.shape)"),
      (
        "values",
        (subject.elementCount.map(NumberText.count) ?? NumberText.missing)
          + " \(DisplayText(subject.elementType).string), \(TensorWords.trimmed(subject.byteCount))"
      ),
    ]
    guard let values else { return facts }
    if values.excluded.total > 0 {
      facts.append(("not finite", values.excluded.words.joined(separator: " · ")))
    }
    if let mean = values.mean, let square = values.rootMeanSquare {
      let deviation = max(square * square - mean * mean, 0).squareRoot()
      facts.append(
        ("mean ± σ", "\(NumberText.significant(mean, 3)) ± \(NumberText.significant(deviation, 3))")
      )
    }
    return facts
  }

  private var ruleFacts: [(label: String, value: String)] {
    guard let damage else { return [] }
    var facts = chosen.map { [(label: "plan", value: $0)] } ?? []
    if let reason = damage.leftAlone {
      facts.append(("as it is", reason))
      return facts
    }
    if damage.lostCount > 0 {
      facts.append(("lost", "\(NumberText.count(damage.lostCount)) became infinite or NaN"))
    }
    facts.append(
      (
        isComparison ? "by the rule" : "SQNR",
        TensorWords.signalToNoiseWithUnit(damage)
      ))
    if let error = damage.meanSquaredError, let largest = damage.maximumAbsoluteError {
      facts.append(
        (
          "MSE · max |e|",
          NumberText.scientific(error, significant: 4) + " · "
            + NumberText.scientific(largest, significant: 4)
        ))
    }
    return facts
  }

  /// The histogram, by the logarithms of the counts; nil where there is none yet.
  func bars(columns: Int) -> [Bar]? {
    guard let counts = values?.counts, !counts.isEmpty, columns > 0 else { return nil }
    let heights = (0..<columns).map { log1p(Double(counts[$0 * counts.count / columns])) }
    let highest = max(heights.max() ?? 0, 1e-9)
    return heights.map { Bar(share: $0 / highest, style: Style(.float)) }
  }
}
