internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// The first row over the list.
enum TensorsHeader {
  /// What was opened, under which scheme it is seen, and how much of it was measured.
  static func header(_ screen: TensorsScreen, _ sheet: Worksheet) -> Header {
    let contents = sheet.contents
    let count = contents.subjects.count
    let path =
      contents.subjects[0].path.split(separator: "/").last.map { DisplayText($0).string } ?? ""
    let name = contents.fileCount == 1 ? path : "\(NumberText.count(contents.fileCount)) files"
    let tensors = NumberText.count(count) + (count == 1 ? " tensor" : " tensors")
    let bytes = TensorWords.trimmed(contents.byteCount)
    let values = contents.valueCount.map { NumberText.count($0) + " values" } ?? ""
    let against = contents.comparedWith.map { model in
      "against \(DisplayText(model.title.split(separator: "/").last.map(String.init) ?? "").string) · "
    }
    let unread = contents.unread.isEmpty ? "" : " · \(contents.unread.count) not read"
    return Header(
      name: name,
      details: (against.map { ["\($0)\(tensors) · \(bytes)\(unread)", "\($0)\(tensors)\(unread)"] }
        ?? []) + [
          "\(tensors) · \(bytes) · \(values)\(unread)", "\(tensors) · \(bytes)\(unread)",
          "\(tensors)\(unread)", tensors, "",
        ],
      schemes: plan(screen, sheet)
        ?? schemes(sheet.setup, measured: measured(screen, sheet, count)))
  }

  /// The plan in fewer and fewer words; nil where there is none.
  private static func plan(_ screen: TensorsScreen, _ sheet: Worksheet) -> [StyledText]? {
    guard let plan = screen.plan else { return nil }
    let separator = StyledText(" · ", .muted)
    let style = Style(.quantized, isBold: true)
    let budget = StyledText("plan \(NumberText.fixed(plan.bitsPerValue, decimals: 2)) bits", style)
    if plan.failure != nil { return [StyledText("nothing to plan", Style(.clipped))] }
    guard let answer = plan.answer, let bits = plan.bits, let used = plan.usedBitsPerValue else {
      let (done, all) = plan.progress(screen.findings, sheet.contents)
      let progress = StyledText(
        "\(NumberText.count(done)) of \(NumberText.count(all)) passes", .accent)
      return [.joined([budget, progress], by: separator), progress]
    }
    let usedBits = StyledText("\(NumberText.fixed(used, decimals: 2)) used")
    let size = StyledText(TensorWords.trimmed(bits / 8))
    let noise =
      answer.sqnrInDecibels.map {
        StyledText($0.isFinite ? "\(NumberText.fixed($0, decimals: 2)) dB" : "exact", .strong)
      } ?? ""
    let gap = StyledText(gap(answer.plan), Style(.good))
    return [
      [budget, usedBits, size, noise, gap], [budget, size, noise, gap], [budget, size, noise],
      [budget, size], [budget],
    ].map { .joined($0, by: separator) }
  }

  /// How far the error of a plan can be above the least there is.
  static func gap(_ plan: FormatPlan) -> String {
    plan.gap == 0
      ? "least error"
      : "≤ \(NumberText.smallPercent(share: plan.gap)) above the least error"
  }

  /// The rule in force, in fewer and fewer words, and how much was measured by it.
  private static func schemes(_ setup: Setup, measured: StyledText) -> [StyledText] {
    let separator = StyledText(" · ", .muted)
    if let format = setup.format {
      let name = StyledText(format.name, Style(.quantized, isBold: true))
      return [
        .joined([name, StyledText(format.shape.words), measured], by: separator),
        .joined([name, measured], by: separator), name,
      ]
    }
    let inForce = setup.inForce
    let codes =
      StyledText(SchemeText.codes(inForce.scheme), Style(.quantized, isBold: true))
    let symmetry = StyledText(" " + SchemeText.symmetry(inForce.scheme))
    let arithmetic = StyledText(SchemeText.arithmetic(inForce.scheme))
    let block = StyledText(GranularityText.name(inForce.granularity))
    return [
      .joined([codes + symmetry, arithmetic, block, measured], by: separator),
      .joined([codes + symmetry, block, measured], by: separator),
      .joined([codes, measured], by: separator), measured,
    ]
  }

  private static func measured(
    _ screen: TensorsScreen, _ sheet: Worksheet, _ count: Int
  ) -> StyledText {
    let done = screen.findings.damages(by: sheet.setup.rule).count { $0 != nil }
    if sheet.contents.comparedWith != nil {
      let pairs = sheet.contents.subjects.count { $0.counterpart != nil && $0.obstacle == nil }
      let compared = screen.findings.stored.count { $0 != nil }
      guard compared >= pairs else {
        return StyledText(
          "\(NumberText.count(compared)) of \(NumberText.count(pairs)) compared", .accent)
      }
      if done == count { return StyledText("all compared", Style(.good)) }
    }
    return done == count
      ? StyledText("all measured", Style(.good))
      : StyledText("\(NumberText.count(done)) of \(NumberText.count(count)) measured", .accent)
  }
}
