internal import QuantizationEngine
internal import TerminalScreen

/// The numbers of the block on the screen, under their names.
struct Numbers: NumberTable {
  let scale: Fact
  let zeroPoint: Fact
  let codes: Fact
  let clipped: Fact
  let meanSquaredError: Fact
  let excess: Fact
  let signalToNoise: Fact
  let maximumError: Fact
  let divergence: Fact
  let symmetricDivergence: Fact
  let cosine: Fact
  let absoluteError: Fact

  /// The numbers of a desk.
  init(_ desk: Desk) {
    let measured = desk.reading?.measured
    let encoding = measured?.quantizer.encoding
    let error = measured?.error
    let none = desk.shown == nil ? "" : " no encoding"
    scale = Numbers.scale(encoding, missing: NumberText.missing + none)
    zeroPoint = Fact("zero-point", encoding.map { "\($0.zeroPoint)" } ?? NumberText.missing)
    codes = Fact(
      "codes", encoding.map { "\($0.quantMin)…\($0.quantMax)" } ?? NumberText.missing)
    clipped = Numbers.clipped(error, isSample: desk.showsSample)
    let bounds = error?.bounds
    meanSquaredError = Numbers.bounded(
      "MSE", error?.meanSquaredError, bounds?.meanSquaredError,
      Numbers.text(error?.meanSquaredError, missing: "no values") { value in
        NumberText.significant(value, 5)
      })
    excess = Numbers.excess(desk, error: error?.meanSquaredError)
    signalToNoise = Numbers.bounded(
      "SQNR", error?.sqnrInDecibels, bounds?.sqnrInDecibels,
      Numbers.text(error?.sqnrInDecibels, missing: Numbers.zeroReason(error)) { value in
        value == .infinity ? "∞ dB" : NumberText.fixed(value, decimals: 2) + " dB"
      })
    maximumError = Numbers.bounded(
      "max |e|", error?.maximumAbsoluteError, bounds?.maximumAbsoluteError,
      Numbers.text(error?.maximumAbsoluteError, missing: "no values") {
        NumberText.significant($0, 5)
      })
    absoluteError = Numbers.bounded(
      "MAE", error?.meanAbsoluteError, bounds?.meanAbsoluteError,
      Numbers.text(error?.meanAbsoluteError, missing: "no values") {
        NumberText.significant($0, 4)
      })
    cosine = Numbers.bounded(
      "cosine", error?.cosineSimilarity, bounds?.cosineSimilarity,
      Numbers.text(error?.cosineSimilarity, missing: Numbers.zeroReason(error)) {
        NumberText.fixed($0, decimals: 6)
      })
    divergence = Numbers.nats(
      "KL", error?.divergence?.klInNats, bounds?.klInNats, missing: "no values")
    symmetricDivergence = Numbers.nats(
      "JS", error?.divergence?.jsInNats, bounds?.jsInNats,
      missing: error?.divergence == nil ? "no values" : "no level")
  }

  /// The numbers in three columns of four.
  var columns: [[Fact]] {
    [
      [scale, zeroPoint, codes, clipped],
      [meanSquaredError, excess, signalToNoise, maximumError],
      [divergence, symmetricDivergence, cosine, absoluteError],
    ]
  }

  /// The eight that matter most, the first ones first.
  var foremost: [Fact] {
    [
      meanSquaredError, excess, signalToNoise, divergence, scale, zeroPoint, clipped, maximumError,
    ]
  }

  /// The scale, exactly where there is room.
  private static func scale(_ encoding: AffineEncoding?, missing: String) -> Fact {
    guard let scale = encoding?.scale else { return Fact("scale", missing, NumberText.missing) }
    return Fact(
      "scale", NumberText.exact(scale), NumberText.significant(Double(scale), 5),
      NumberText.scientific(Double(scale), significant: 5))
  }

  /// A number with the greatest distance that the exact one can have from it, where there is room.
  private static func bounded(
    _ label: String, _ value: Double?, _ range: ClosedRange<Double>?, _ text: String
  ) -> Fact {
    guard let value, let range else { return Fact(label, text) }
    let bound = NumberText.bound(range.greatestDistance(from: value))
    return Fact(
      label,
      styled: [
        StyledText(text, .strong) + StyledText(" ±\(bound)", Style(.accent)),
        StyledText(text, .strong),
      ])
  }

  /// A number as text, or why there is none.
  private static func text(
    _ value: Double?, missing reason: String, format: (Double) -> String
  ) -> String {
    guard let value else { return NumberText.missing + " " + reason }
    return format(value)
  }

  private static func zeroReason(_ error: QuantizationError?) -> String {
    guard let sums = error?.sums, sums.count > 0 else { return "no values" }
    guard sums.squaredError.isFinite else { return "overflow" }
    return sums.squares > 0 ? "all to 0" : "all zero"
  }

  private static func nats(
    _ label: String, _ value: Double?, _ range: ClosedRange<Double>?, missing reason: String
  ) -> Fact {
    guard let value else { return Fact(label, NumberText.missing + " " + reason) }
    let isTrace = value > 0 && value < 1e-9
    let numbers = [3, 2, 1].map { digits in
      StyledText(isTrace ? "<1e-09" : NumberText.significant(value, digits), .strong)
    }
    let unit = StyledText(" nats", .muted)
    guard let range else { return Fact(label, styled: numbers.prefix(2).map { $0 + unit }) }
    let bound = StyledText(
      " ±" + NumberText.bound(range.greatestDistance(from: value)), Style(.accent))
    // A bound that does not fit is left out, never cut: the header says that there is one.
    return Fact(
      label, styled: numbers.map { $0 + bound + unit } + numbers.map { $0 + bound } + numbers)
  }

  private static func clipped(_ error: QuantizationError?, isSample: Bool) -> Fact {
    guard let sums = error?.sums else { return Fact("clipped", NumberText.missing) }
    let below = NumberText.count(sums.clippedBelow)
    let above = NumberText.count(sums.clippedAbove)
    let total = max(Double(sums.count), 1)
    let style = Style(sums.clippedBelow + sums.clippedAbove > 0 ? .clipped : .text, isBold: true)
    if isSample {
      // A count of the sample means nothing to anybody; its share is what is to be expected.
      let low = NumberText.smallPercent(share: Double(sums.clippedBelow) / total)
      let high = NumberText.smallPercent(share: Double(sums.clippedAbove) / total)
      return Fact(
        "clipped",
        styled: [
          "≈ \(low) below · \(high) above", "≈ \(low) low · \(high) high", "≈ \(low) · \(high)",
          "≈ "
            + NumberText.smallPercent(
              share: Double(sums.clippedBelow + sums.clippedAbove) / total),
        ].map { StyledText($0, style) })
    }
    return Fact(
      "clipped",
      styled: [
        "\(below) below · \(above) above", "\(below) low · \(above) high", "\(below) · \(above)",
        "\(NumberText.smallPercent(share: Double(sums.clippedBelow) / total)) · "
          + NumberText.smallPercent(share: Double(sums.clippedAbove) / total),
        NumberText.smallPercent(share: Double(sums.clippedBelow + sums.clippedAbove) / total),
      ].map { StyledText($0, style) })
  }

  /// How far the MSE is above the least one known.
  private static func excess(_ desk: Desk, error: Double?) -> Fact {
    let label = "over best"
    switch desk.bestKnown {
    case nil:
      return Fact(
        label,
        styled: desk.bestKey == nil
          ? [StyledText(NumberText.missing, .muted)]
          : (desk.showsSample ? ["waits for all values", "waits"] : ["searching…"]).map {
            StyledText($0, .muted)
          })
    case .missing(let why):
      return Fact(label, styled: ["— \(why)", "— none found"].map { StyledText($0, .muted) })
    case .found(_, let least):
      guard let error, error.isFinite else { return Fact(label, NumberText.missing) }
      let style = Style(error <= least * 1.01 ? .good : .text, isBold: true)
      guard least > 0 || error == 0 else { return Fact(label, "the best is 0", "best is 0") }
      guard error > least * (1 + 1e-6) else {
        return Fact(label, styled: ["0 %, the best", "0 %"].map { StyledText($0, style) })
      }
      return Fact(
        label, styled: [StyledText(NumberText.excess(of: error, over: least), style)])
    }
  }
}
