internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// The numbers of the tensor under a number format, or as it is stored.
///
/// What only a range has is not there, and says so.
struct RecodedNumbers: NumberTable {
  let columns: [[Fact]]
  let foremost: [Fact]

  /// The numbers of a desk.
  init(_ desk: Desk) {
    let found = desk.recodedShown?.tensor
    let error = found?.result.error
    func number(
      _ label: String, _ value: Double?, orBecause reason: String, _ text: (Double) -> String
    ) -> Fact {
      let missing = NumberText.missing + (error == nil ? "" : " " + reason)
      return Fact(label, value.map(text) ?? missing)
    }
    let none = "no values"
    let zero = (error?.sums.count ?? 0) > 0 ? "all zero" : none
    let mean = number("MSE", error?.meanSquaredError, orBecause: none) {
      NumberText.significant($0, 5)
    }
    let ratio = number("SQNR", error?.sqnrInDecibels, orBecause: zero) {
      $0 == .infinity ? "∞ dB" : NumberText.fixed($0, decimals: 2) + " dB"
    }
    let largest = number("max |e|", error?.maximumAbsoluteError, orBecause: none) {
      NumberText.significant($0, 5)
    }
    let absolute = number("MAE", error?.meanAbsoluteError, orBecause: none) {
      NumberText.significant($0, 4)
    }
    let isLostToZero = (error?.sums.squares ?? 0) > 0
    let cosine = number(
      "cosine", error?.cosineSimilarity, orBecause: isLostToZero ? "all to 0" : zero
    ) { NumberText.fixed($0, decimals: 6) }
    let bias = number("mean e", error?.meanError, orBecause: none) {
      NumberText.significant($0, 3)
    }
    let noise = number("noise", error?.noiseInPercent, orBecause: zero) {
      NumberText.smallPercent(share: $0 / 100)
    }
    let (bits, bytes, blocks) = RecodedNumbers.size(desk, found)
    let place = desk.inForce == .stored ? "file" : "format"
    let scale = Fact(
      "scale",
      styled: ["— within the \(place), with its zero-point", "— within the \(place)"]
        .map { StyledText($0, .muted) })
    let clipped = Fact(
      "clipped",
      styled: ["— there is no range", "— no range"].map { StyledText($0, .muted) })
    columns = [
      [bits, bytes, blocks, scale], [mean, ratio, largest, absolute],
      [cosine, bias, noise, clipped],
    ]
    foremost = [mean, ratio, bits, bytes, largest, absolute, cosine, blocks]
  }

  /// What is tuned beneath does to the tensor, to be compared with.
  static func asTuned(_ desk: Desk) -> Fact {
    let name = RecodingText.name(nil, desk)
    guard let tuned = desk.errorAsTuned else {
      return Fact("as tuned", styled: [StyledText("\(name), not measured", .muted)])
    }
    let mean = "MSE \(NumberText.significant(tuned.meanSquaredError, 5))"
    let ratio = tuned.sqnrInDecibels.map {
      " · SQNR " + ($0 == .infinity ? "∞" : NumberText.fixed($0, decimals: 2)) + " dB"
    }
    let numbers = mean + (ratio ?? "")
    return Fact(
      "as tuned",
      "\(numbers) · \(name), \(GranularityText.name(desk.granularity))", "\(numbers) · \(name)",
      numbers, mean)
  }

  /// What is stored, and in which parts.
  private static func size(
    _ desk: Desk, _ found: RecodedTensor?
  ) -> (bits: Fact, bytes: Fact, blocks: Fact) {
    let bits = desk.inForce.flatMap { RecodingText.bitsPerValue($0, desk) }
    let bytes =
      found?.byteCount ?? (desk.inForce == .stored ? desk.subject.counterpart?.byteCount : nil)
    let blocks =
      if case .format(let format)? = desk.inForce {
        Fact("blocks", format.shape.words, format.shape.shortWords)
      } else {
        Fact("stored", RecodingText.storedAs(desk))
      }
    return (
      Fact("bits/value", bits.map(RecodingText.number) ?? NumberText.missing),
      Fact("bytes", bytes.map(NumberText.count) ?? NumberText.missing), blocks
    )
  }
}
