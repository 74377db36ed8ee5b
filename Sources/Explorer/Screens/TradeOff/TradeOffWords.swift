internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

/// The words around the trade-off picture, each in fewer and fewer words.
struct TradeOffWords: Hashable, Sendable {
  /// What is drawn.
  let title: StyledText
  /// How it is drawn.
  let note: StyledText
  /// What the lines, or the shades, mean.
  let legend: [StyledText]
  /// What the letters mean.
  let markLegend: [StyledText]
  /// The error where we are.
  let numbers: [StyledText]

  /// The words for a desk.
  init(_ desk: Desk, shape: TradeOffScreen.Shape) {
    switch shape {
    case .curve:
      title = StyledText("MSE over \(TradeOffWords.moving(desk))", .strong)
      note = StyledText(
        (desk.showsSample ? "≈ sample · " : "") + "log scale, units²", .muted)
      legend = TradeOffWords.lineLegend
    case .map:
      title = StyledText("MSE over min (down) and max (across)", .strong)
      note = StyledText(
        (desk.showsSample ? "≈ sample · " : "") + "times the least on the map", .muted)
      legend = TradeOffWords.shadeLegend
    }
    markLegend = TradeOffWords.letters(desk, shape)
    numbers = TradeOffWords.numbers(desk)
  }

  private static func moving(_ desk: Desk) -> String {
    switch desk.tradeOffSide {
    case .both: "the threshold ±t"
    case .lower: "min, with max at \(desk.thresholdText(desk.shownRange.upper))"
    case .upper: "max, with min at \(desk.thresholdText(desk.shownRange.lower))"
    }
  }

  private static let lineLegend: [StyledText] = {
    let lines =
      StyledText("━━", .strong) + " MSE  " + StyledText("──", Style(.quantized)) + " rounding  "
      + StyledText("══", Style(.clipped)) + " clipping"
    let marks =
      StyledText("  ▲", Style(.accent, isBold: true)) + " here  "
      + StyledText("◆", Style(.good, isBold: true)) + " least MSE"
    return [
      lines + marks + StyledText("  █", Style(.accent)) + " KL", lines + marks, lines,
    ]
  }()

  private static let shadeLegend: [StyledText] = {
    var bands: StyledText = ""
    for (index, band) in MapPicture.bands.enumerated() {
      let cell = MapPicture.cell(band: index)
      bands += StyledText(String(repeating: cell.character, count: 2), cell.style)
      bands += StyledText("≤\(NumberText.significant(band, 3).trimmingZeros) ", .muted)
    }
    let last = MapPicture.cell(band: MapPicture.bands.count)
    bands += StyledText(String(repeating: last.character, count: 2), last.style)
    bands += StyledText("more", .muted)
    let marks =
      StyledText("  ▲", Style(.accent, isBold: true)) + " here  "
      + StyledText("◆", Style(.good, isBold: true)) + " least"
    return [bands + marks, bands]
  }()

  private static func letters(
    _ desk: Desk, _ shape: TradeOffScreen.Shape
  ) -> [StyledText] {
    let side = desk.tradeOffSide
    let isMap = shape == .map
    func text(_ mark: CalibratorMark, withPlace: Bool) -> StyledText {
      let place = mark.range.map { desk.thresholdText($0.place(on: side)) } ?? mark.reason
      return StyledText("\(mark.letter) ", .strong) + StyledText(mark.name)
        + StyledText(withPlace || mark.range == nil ? " \(place)" : "", .muted)
    }
    var marks = desk.calibratorMarks
    // Where they do not all fit, the selected one is named first.
    if marks.count > 8, marks.indices.contains(desk.table.selection) {
      marks.insert(marks.remove(at: desk.table.selection), at: 0)
    }
    let whole: [StyledText] = [
      .joined(marks.map { text($0, withPlace: !isMap) }, by: "   "),
      .joined(marks.map { text($0, withPlace: !isMap) }, by: "  "),
      .joined(marks.map { text($0, withPlace: false) }, by: "  "),
    ]
    let parts = stride(from: marks.count - 1, through: 1, by: -1).map { count in
      let named = StyledText.joined(
        marks.prefix(count).map { text($0, withPlace: !isMap) }, by: "  ")
      return named + StyledText("  +\(marks.count - count) in view 3", .muted)
    }
    return whole + parts
  }

  private static func numbers(_ desk: Desk) -> [StyledText] {
    let numbers = Numbers(desk)
    func text(_ fact: Fact) -> StyledText {
      StyledText(fact.label + " ", .muted) + fact.value(columns: 24)
    }
    let all = [
      numbers.meanSquaredError, numbers.excess, numbers.signalToNoise, numbers.divergence,
      numbers.clipped,
    ].map(text)
    return stride(from: all.count, through: 1, by: -1).map {
      .joined(Array(all.prefix($0)), by: "   ")
    }
  }
}

extension String {
  /// A decimal number without zeros at its end.
  fileprivate var trimmingZeros: String {
    guard contains(".") else { return self }
    var text = self
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
