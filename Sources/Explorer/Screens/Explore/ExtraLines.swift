internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// The lines under the usual numbers: the error beside scale and signal, what it does not tell, the
/// other blocks of the tensor, and what is left out.
struct ExtraLines: Hashable, Sendable {
  /// The lines; none where there is nothing to add.
  let facts: [Fact]

  /// From so many rows on there is room for what most people do not look for.
  private static let roomyRows = 36

  /// The lines for a tensor on a screen of some size.
  init(_ desk: Desk, size: ScreenSize) {
    guard let loaded = desk.loaded, loaded.count > 0 else {
      facts = []
      return
    }
    guard desk.inForce == nil else {
      facts = ExtraLines.recoded(desk, loaded)
      return
    }
    var facts: [Fact] = []
    if size.rows >= ExtraLines.roomyRows, ScreenShape(size) == .full,
      let error = desk.reading?.measured?.error
    {
      facts += ExtraLines.relative(error)
    }
    if !loaded.isSample, let concentration = desk.reading?.measured?.concentration {
      facts.append(
        Fact("note", styled: [StyledText(concentration.sentence, Style(.accent, isBold: true))]))
    }
    if loaded.blockCount > 1 {
      facts.append(ExtraLines.wholeTensor(desk, loaded))
      if let missing = ExtraLines.missing(desk, loaded) { facts.append(missing) }
      if let destroyed = ExtraLines.destroyed(desk, loaded) { facts.append(destroyed) }
      if let dead = ExtraLines.dead(desk, loaded) { facts.append(dead) }
    }
    if let given = desk.givenFileRange {
      let bounds = [given.range.lower, given.range.upper].map(desk.thresholdText)
      facts.append(
        Fact("given ◇", "\(bounds[0])…\(bounds[1]), as \(DisplayText(given.source).string) has it"))
    }
    if let note = desk.note { facts.append(Fact("noted", DisplayText(note).string)) }
    self.facts = facts + ExtraLines.excluded(loaded)
  }

  /// What is not finite.
  private static func excluded(_ loaded: LoadedTensor) -> [Fact] {
    let excluded = loaded.distribution.excluded
    guard excluded.total > 0 else { return [] }
    let place = loaded.isSample ? " in the sample" : ""
    return [Fact("left out", excluded.words.joined(separator: " · ") + place)]
  }

  /// The lines under a number format, or as stored.
  private static func recoded(_ desk: Desk, _ loaded: LoadedTensor) -> [Fact] {
    var facts: [Fact] = []
    if let found = desk.recodedShown?.tensor {
      if let change = found.change {
        facts.append(Fact("compared", "with the original after \(DisplayText(change).string)"))
      }
      let lost = found.result.lostCount
      if lost > 0 {
        let words =
          "\(NumberText.count(lost)) finite value\(lost == 1 ? "" : "s") became infinite or NaN"
        facts.append(
          Fact(
            "lost",
            styled: [words + ", in no number here", words].map {
              StyledText($0, Style(.clipped, isBold: true))
            }))
      }
    }
    if let note = desk.note { facts.append(Fact("noted", DisplayText(note).string)) }
    return facts + excluded(loaded)
  }

  /// The error beside the scale, the signal and zero; nothing where that is not known exactly.
  private static func relative(_ error: QuantizationError) -> [Fact] {
    guard error.bounds == nil, let root = error.rootMeanSquaredError, root.isFinite else {
      return []
    }
    var parts = [NumberText.significant(root, 5)]
    if let steps = error.rootMeanSquaredErrorInSteps {
      parts[0] += " = \(NumberText.fixed(steps, decimals: 3)) of the scale"
    }
    if let noise = error.noiseInPercent {
      parts.append("noise \(NumberText.smallPercent(share: noise / 100)) of the signal's power")
    }
    if let mean = error.meanError {
      parts.append("mean error \(NumberText.significant(mean, 3))")
    }
    let texts = parts.indices.reversed().map { parts[...$0].joined(separator: " · ") }
    return [Fact("RMSE", styled: texts.map { StyledText($0, .strong) })]
  }

  /// Which blocks have no encoding; nil where all have one, or nobody knows.
  private static func missing(_ desk: Desk, _ loaded: LoadedTensor) -> Fact? {
    guard !loaded.isSample, let errors = desk.blockErrors.known?.value,
      errors.count == loaded.blockCount, errors.refusedCount > 0
    else { return nil }
    return list(errors.refused, desk, loaded, label: "no encoding")
  }

  /// Which blocks lose their values to a scale of 0; nil where none does, or nobody knows.
  private static func destroyed(_ desk: Desk, _ loaded: LoadedTensor) -> Fact? {
    guard !loaded.isSample, let errors = desk.blockErrors.known?.value,
      errors.count == loaded.blockCount
    else { return nil }
    let blocks = errors.destroyed
    guard !blocks.isEmpty else { return nil }
    return list(blocks, desk, loaded, label: "destroyed", note: " (scale 0, all become 0)")
  }

  /// Which blocks are dead; nil where none is.
  private static func dead(_ desk: Desk, _ loaded: LoadedTensor) -> Fact? {
    guard !loaded.isSample, !loaded.deadBlocks.isEmpty else { return nil }
    return list(loaded.deadBlocks, desk, loaded, label: "dead", note: " (no value but 0)")
  }

  private static func list(
    _ blocks: ListedBlocks, _ desk: Desk, _ loaded: LoadedTensor, label: String, note: String = ""
  ) -> Fact {
    let share = GranularityText.share(blocks, of: loaded.blockCount, desk.granularity)
    return Fact(label, "\(share)\(note): \(blocks.words)", "\(share)\(note)", share)
  }

  private static func wholeTensor(_ desk: Desk, _ loaded: LoadedTensor) -> Fact {
    let blocks = GranularityText.blocks(loaded.blockCount, desk.granularity)
    if loaded.isSample {
      return Fact("tensor", "\(blocks), measured when all values are read", "waits for all values")
    }
    guard let errors = desk.blockErrors.known?.value, errors.count == loaded.blockCount else {
      return Fact("tensor", "measuring \(blocks)…", "measuring…")
    }
    let error = errors.sum
    let mean = error.meanSquaredError.map { NumberText.significant($0, 5) } ?? NumberText.missing
    let ratio =
      error.sqnrInDecibels.map { NumberText.fixed($0, decimals: 2) + " dB" } ?? NumberText.missing
    let others = errors.refusedCount > 0 ? "the others of " : ""
    return Fact(
      "tensor", "MSE \(mean) · SQNR \(ratio) · \(others)\(blocks)", "MSE \(mean) · SQNR \(ratio)",
      "MSE \(mean)")
  }
}
