internal import QuantizationEngine
internal import TerminalScreen

/// The words in the frame of the picture.
struct ExploreWords: Hashable, Sendable {
  /// What the upper histogram is.
  let title: StyledText
  /// How its counts and bins are.
  let note: StyledText
  /// What the lower histogram is.
  let footer: StyledText
  /// What the strip is.
  let footerNote: StyledText

  /// The words for a desk.
  init(_ sheet: Worksheet) {
    let desk = sheet.desk
    var title = StyledText("float", .strong)
    let bounds = desk.shown?.distribution.bounds
    let constant =
      bounds?.lowerBound == bounds?.upperBound
      ? bounds.map { NumberText.significant($0.lowerBound, 5) } : nil
    if let loaded = desk.loaded, let shown = desk.shown, loaded.isSample {
      let elements = NumberText.count(loaded.layout.elementCount / max(loaded.blockCount, 1))
      title += StyledText(
        " · ≈ \(NumberText.count(shown.distribution.count)) of \(elements)", Style(.accent))
      title += StyledText(constant.map { ", all \($0)" } ?? "", .muted)
    } else if let constant {
      title += StyledText(" · every value is \(constant)", .muted)
    }
    self.title = title
    let scale = desk.countScale == .logarithmic ? "log" : "linear"
    if let counts = desk.counts {
      let peak = counts.float.counts.max() ?? 0
      let zoom = desk.zoomWindow == nil ? "" : "zoomed · "
      let bins = "\(counts.float.bins.count) bins"
      let height = ExploreWords.peak(peak, elementsPerValue: desk.elementsPerValue)
      let room = sheet.size.columns - 10 - title.columns
      let notes = ["\(scale) counts · \(bins) · \(height)", "\(scale) · \(height)", scale]
        .map { zoom + $0 }
      note = StyledText(notes.first { $0.count <= room } ?? notes[0], .muted)
    } else {
      note = ""
    }
    var footer = StyledText("quantized", .strong)
    if let inForce = desk.inForce {
      footer = ExploreWords.recoding(inForce, desk)
    } else if let measured = desk.reading?.measured {
      let used = NumberText.count(measured.error.codesUsed)
      let all = NumberText.count(measured.quantizer.encoding.codeCount)
      footer += StyledText(" · \(used) of \(all) codes", .muted)
      if let entropy = measured.error.codeEntropyInBits {
        footer += StyledText(
          " · entropy \(NumberText.fixed(entropy, decimals: 2)) of "
            + "\(desk.tuning.scheme.bitWidth) bits", .muted)
      }
    }
    self.footer = footer
    // The frame keeps six columns of line, and two blanks around the words.
    let room = sheet.size.columns - 10 - footer.columns
    let names = ["squared error by value ↑", "squared error ↑", "error ↑"]
    footerNote = StyledText(names.first { $0.count <= room } ?? "", .muted)
  }

  /// What the lower histogram is under a number format, or as stored.
  private static func recoding(_ inForce: Recoding, _ desk: Desk) -> StyledText {
    let isStored = inForce == .stored
    var words = StyledText(isStored ? "as stored" : "quantized", .strong)
    words += StyledText(" · ", .muted)
    words += StyledText(
      isStored ? RecodingText.storedAs(desk) : RecodingText.name(inForce, desk), Style(.quantized))
    guard let bits = RecodingText.bits(inForce, desk) else { return words }
    return words + StyledText(" · \(bits)", .muted)
  }

  /// The count of the highest bin; of a sample the count to be expected, in two digits.
  private static func peak(_ count: Int, elementsPerValue: Double) -> String {
    guard elementsPerValue > 1, count > 0 else { return "peak \(NumberText.count(count))" }
    let expected = Double(count) * elementsPerValue
    var unit = 1
    while expected / Double(unit) >= 99.5 { unit *= 10 }
    return "peak ≈ \(NumberText.count(Int((expected / Double(unit)).rounded()) * unit))"
  }
}
