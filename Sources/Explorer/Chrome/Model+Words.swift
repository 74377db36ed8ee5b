internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

/// What fills the screen where there is nothing to measure.
struct Notice: Hashable, Sendable {
  /// What is the matter.
  let heading: String
  /// What can be done about it, or how far something is.
  let detail: String
  /// The share of the loading that is done; nil where nothing is loading.
  let progress: Double?
  /// Whether it is bad news.
  let tone: Status.Tone
}

extension Model {
  /// What fills the screen instead of a view; nil where there is something to measure.
  var notice: Notice? {
    switch tensor {
    case .loading:
      return loadingNotice(heading: progress?.label ?? "opening")
    case .failed(let sentence):
      return Notice(
        heading: "this tensor cannot be shown", detail: sentence, progress: nil, tone: .bad)
    case .loaded(let loaded):
      guard loaded.layout.elementCount > 0 else {
        return Notice(
          heading: "this tensor is empty",
          detail: "its shape has a zero, so there are no values and nothing to quantize",
          progress: nil, tone: .plain)
      }
      guard loaded.count > 0 else {
        if loaded.isSample { return loadingNotice(heading: "no finite value in the sample yet") }
        return Notice(
          heading: "this tensor has no finite values",
          detail: leftOut(loaded.distribution.excluded).joined(separator: " · "), progress: nil,
          tone: .bad)
      }
      return nil
    }
  }

  /// What fills the screen while there is nothing to show but how far the reading is.
  private func loadingNotice(heading: String) -> Notice {
    let progress = progress ?? LoadProgress(label: "opening", share: 0)
    return Notice(
      heading: heading, detail: ProgressText(progress).facts.joined(separator: " · "),
      progress: ProgressText(progress).share, tone: .plain)
  }

  /// How many lines stand under the usual numbers.
  var extraLineCount: Int { extraLines.count }

  /// What else is to be said about the tensor: its other blocks, and what is left out.
  var extraLines: [Fact] {
    guard let loaded, notice == nil else { return [] }
    var lines: [Fact] = []
    if loaded.blockCount > 1 { lines.append(wholeTensor(loaded)) }
    let excluded = loaded.distribution.excluded
    if excluded.total > 0 {
      let place = loaded.isSample ? " in the sample" : ""
      lines.append(Fact("left out", leftOut(excluded).joined(separator: " · ") + place))
    }
    return lines
  }

  private func leftOut(_ counts: NonFiniteCounts) -> [String] {
    [
      (counts.nan, "NaN"), (counts.positiveInfinity, "+Inf"), (counts.negativeInfinity, "−Inf"),
    ].compactMap { count, name in count > 0 ? "\(NumberText.count(count)) \(name)" : nil }
  }

  private func wholeTensor(_ loaded: LoadedTensor) -> Fact {
    let blocks = GranularityText.blocks(loaded.blockCount, granularity)
    if loaded.isSample {
      return Fact("tensor", "\(blocks), measured when all values are read", "waits for all values")
    }
    guard let errors = blockErrors.known?.value, errors.count == loaded.blockCount else {
      return Fact("tensor", "measuring \(blocks)…", "measuring…")
    }
    let measured = errors.compactMap(\.self)
    guard measured.count == errors.count else {
      return Fact("tensor", "— \(errors.count - measured.count) of \(blocks) have no encoding")
    }
    let sum = measured.reduce(BlockError(count: 0, squares: 0, squaredError: 0), +)
    let error = QuantizationError(sums: ErrorSums(sum))
    let mean = error.meanSquaredError.map { NumberText.significant($0, 5) } ?? NumberText.missing
    let ratio =
      error.sqnrInDecibels.map { NumberText.fixed($0, decimals: 2) + " dB" } ?? NumberText.missing
    return Fact(
      "tensor", "MSE \(mean) · SQNR \(ratio) · \(blocks)", "MSE \(mean) · SQNR \(ratio)",
      "MSE \(mean)")
  }

  /// How the error is shared out between rounding and clipping; nil where there is none.
  var clippingShare: Double? {
    guard let sums = reading?.measured?.error.sums, sums.squaredError > 0,
      sums.squaredError.isFinite
    else { return nil }
    return sums.clippingSquaredError / sums.squaredError
  }

  /// Why the error cannot be shared out.
  var noShareReason: String {
    guard let sums = reading?.measured?.error.sums, sums.count > 0 else {
      return NumberText.missing
    }
    return sums.squaredError.isFinite
      ? "none: every value is a level" : "not finite: a level overflows float32"
  }

  /// What the status line says where no key has done anything to speak of.
  var idleStatus: String {
    guard notice == nil, let shown else { return DisplayText(subject.path).string }
    if case .export = overlay { return "exports \(SchemeText.full(tuning.scheme))" }
    if case .explanation = overlay { return explanationStatus }
    if case .help = overlay { return "every key and command; they change with the view" }
    if shown.distribution.count == 0 {
      return showsSample
        ? "this block has no value in the sample" : "this block has no finite values"
    }
    switch view {
    case .explore, .tradeOff:
      let name = tuning.scheme.locksThresholds ? "±t" : activeThreshold.name
      let short = "\(name) moves by \(stepText(.normal))"
      guard size.columns >= ScreenShape.smallestFull.columns else { return short }
      return short + ", with Shift by \(stepText(.coarse)), with , . by \(stepText(.fine))"
    case .calibrators:
      if showsSample { return "calibrators choose when all values are read" }
      guard table.calibrators.indices.contains(table.selection) else { return "" }
      let name = table.calibrators[table.selection].name
      return loaded?.blockCount == 1
        ? "Enter takes the range of \(name)" : "Enter takes the ranges of \(name) for every block"
    }
  }

  private func stepText(_ reach: StepSize.Reach) -> String {
    NumberText.significant(step.with(reach).multiple(1), 1)
  }
}

extension ErrorSums {
  /// The sums that an MSE and an SQNR are made of.
  fileprivate init(_ error: BlockError) {
    self.init()
    count = error.count
    squares = error.squares
    roundingSquaredError = error.squaredError
  }
}
