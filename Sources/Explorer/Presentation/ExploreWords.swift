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

  /// The words for a model.
  init(_ model: Model) {
    var title = StyledText("float", .strong)
    if let bounds = model.shown?.distribution.bounds, bounds.lowerBound == bounds.upperBound {
      title += StyledText(
        " · every value is \(NumberText.significant(bounds.lowerBound, 5))", .muted)
    }
    self.title = title
    let scale = model.countScale == .logarithmic ? "log" : "linear"
    if let counts = model.counts {
      let peak = counts.float.counts.max() ?? 0
      let zoom = model.zoomWindow == nil ? "" : "zoomed · "
      note = StyledText(
        "\(zoom)\(scale) counts · \(counts.float.bins.count) bins · peak \(NumberText.count(peak))",
        .muted)
    } else {
      note = ""
    }
    var footer = StyledText("quantized", .strong)
    if let measured = model.reading?.measured {
      let used = NumberText.count(measured.error.codesUsed)
      let all = NumberText.count(measured.quantizer.encoding.codeCount)
      footer += StyledText(" · \(used) of \(all) codes", .muted)
      if let entropy = measured.error.codeEntropyInBits {
        footer += StyledText(
          " · entropy \(NumberText.fixed(entropy, decimals: 2)) of "
            + "\(model.tuning.scheme.bitWidth) bits", .muted)
      }
    }
    self.footer = footer
    // The frame keeps six columns of line, and two blanks around the words.
    let room = model.size.columns - 10 - footer.columns
    let names = ["squared error by value ↑", "squared error ↑", "error ↑"]
    footerNote = StyledText(names.first { $0.count <= room } ?? "", .muted)
  }
}
