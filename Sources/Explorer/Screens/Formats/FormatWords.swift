internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// What is said of a format beside its numbers.
struct FormatWords {
  private let outcome: FormatOutcome
  private let frontier: FormatFrontier

  /// The words about an outcome among others.
  init(_ outcome: FormatOutcome, among outcomes: [FormatOutcome]) {
    self.outcome = outcome
    frontier = FormatFrontier(outcomes)
  }

  /// The lines below the table: the name, what shares scales, how it compares.
  var detail: [StyledText] {
    let format = outcome.format
    return [
      StyledText(format.name, Style(.accent, isBold: true))
        + StyledText("  \(format.source)", .text),
      StyledText("blocks ", .muted) + StyledText(format.shape.words)
        + StyledText("   bits ", .muted)
        + StyledText(NumberText.significant(outcome.bitsPerValue, 5)),
      comparison,
    ]
  }

  /// A page about the format.
  func lines(columns: Int) -> [StyledText] {
    let error = outcome.result.error
    func fact(_ label: String, _ value: String?) -> StyledText {
      StyledText("  " + label.padded(trailing: 12), .muted)
        + StyledText(value ?? NumberText.missing, .strong)
    }
    return [StyledText(outcome.format.name, Style(.accent, isBold: true))]
      + WrappedText.lines(of: outcome.format.source, columns: columns - 2).map {
        StyledText("  " + $0)
      }
      + [
        "", fact("blocks", outcome.format.shape.words), fact("size", size),
        fact("SQNR", Self.decibels(outcome).map { "\($0) dB" }),
        fact(
          "MSE", error.meanSquaredError.map { NumberText.scientific($0, significant: 5) }),
        fact(
          "max |e|", error.maximumAbsoluteError.map { NumberText.significant($0, 5) }),
        fact("cosine", error.cosineSimilarity.map { NumberText.fixed($0, decimals: 6) }),
        fact("in no error", Self.leftOut(outcome) ?? "none"),
        "", StyledText("  ") + comparison,
      ]
  }

  private var size: String {
    "\(NumberText.significant(outcome.bitsPerValue, 5)) bits a value"
      + " · \(NumberText.count(outcome.byteCount)) bytes"
  }

  /// How far the format is from the best for as many bits.
  private var comparison: StyledText {
    let name = outcome.format.name
    if outcome.result.lostCount > 0 {
      return StyledText(
        "\(NumberText.count(outcome.result.lostCount)) finite values became infinite or NaN",
        Style(.clipped))
    }
    guard let decibels = outcome.sqnrInDecibels else {
      return StyledText("there is no signal to compare the error with", .muted)
    }
    if frontier.contains(name) {
      return StyledText("● on the frontier", Style(.good))
        + StyledText(": none of as few bits has less error", .muted)
    }
    guard let best = frontier.best(forBits: outcome.bitsPerValue) else { return "" }
    let behind =
      best.decibels.isFinite
      ? NumberText.fixed(best.decibels - decibels, decimals: 1) + " dB behind " : "behind "
    return StyledText(behind, .strong) + StyledText(best.name)
      + StyledText(", which takes \(NumberText.significant(best.bits, 4)) bits", .muted)
  }

  /// How many values are not finite, or are left out on purpose; nil where all are measured.
  static func leftOut(_ outcome: FormatOutcome) -> String? {
    let excluded = outcome.result.excluded
    let parts = [
      excluded.notFinite > 0 ? "\(NumberText.count(excluded.notFinite)) not finite" : nil,
      excluded.ignored > 0 ? "\(NumberText.count(excluded.ignored)) left out" : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The SQNR as text: `exact` where nothing is lost.
  static func decibels(_ outcome: FormatOutcome) -> String? {
    outcome.sqnrInDecibels.map { $0.isFinite ? NumberText.fixed($0, decimals: 2) : "exact" }
  }
}
