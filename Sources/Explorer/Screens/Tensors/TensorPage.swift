internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// A page about a tensor of the list: what it is, what the rule in force would do to it, what the quantized
/// model did.
struct TensorPage {
  private let tensor: Int
  private let screen: TensorsScreen
  private let sheet: Worksheet
  private let subject: Subject

  /// The page about a tensor.
  init(_ tensor: Int, _ screen: TensorsScreen, _ sheet: Worksheet) {
    self.tensor = tensor
    self.screen = screen
    self.sheet = sheet
    subject = sheet.contents.subjects[tensor]
  }

  /// The lines, of so many columns.
  func lines(columns: Int) -> [StyledText] {
    // What has to be looked at comes before everything else.
    let parts = [flags(columns: columns), original, rule, stored(columns: columns)]
      .filter { !$0.isEmpty }
    return [StyledText(DisplayText(subject.tensorName).string, Style(.accent, isBold: true))]
      + Array(parts.joined(separator: [""]))
  }

  private func flags(columns: Int) -> [StyledText] {
    (screen.findings.storedDamage(of: tensor)?.flags ?? []).flatMap { flag in
      [StyledText("  ! \(flag.name)", Style(.clipped, isBold: true))]
        + wrapped(flag.reason, columns)
    }
  }

  private var original: [StyledText] {
    let values = screen.findings.values(of: tensor)
    return [
      fact("file", DisplayText(subject.path).string),
      fact("shape", "\(subject.shape)"),
      fact(
        "stored as",
        "\(DisplayText(subject.elementType).string), \(TensorWords.trimmed(subject.byteCount))"),
      values?.bounds.map {
        fact(
          "range",
          "\(NumberText.significant($0.lowerBound, 5)) … \(NumberText.significant($0.upperBound, 5))"
        )
      },
      (subject.obstacle ?? screen.findings.unread[tensor]).map {
        fact("not read", DisplayText($0).string)
      },
    ].compactMap(\.self)
  }

  private var rule: [StyledText] {
    let name = sheet.setup.format?.name ?? SchemeText.full(sheet.setup.inForce.scheme)
    let heading =
      screen.planAnswer.map { fact("plan", $0.chosen[tensor]?.name ?? "stays as it is") }
      ?? fact("in force", name)
    guard let damage = screen.damage(of: tensor, .byRule, sheet) else { return [heading] }
    if let reason = damage.leftAlone { return [heading, fact("as it is", reason)] }
    return [heading] + facts(damage)
      + [
        screen.gain(of: tensor, sheet).map { gain in
          fact(
            "beside stored",
            gain == 0
              ? "the same"
              : !gain.isFinite
                ? (gain > 0 ? "better" : "worse")
                : "\(NumberText.fixed(gain.magnitude, decimals: 2)) dB "
                  + (gain > 0 ? "better" : "worse"))
        }
      ].compactMap(\.self)
  }

  private func stored(columns: Int) -> [StyledText] {
    guard let model = sheet.contents.comparedWith else { return [] }
    guard let counterpart = subject.counterpart else {
      return [fact("counterpart", "none in \(DisplayText(model.title).string)")]
        + wrapped(model.missing[tensor] ?? "", columns)
    }
    let bits = counterpart.bitsPerValue.map { ", \(NumberText.significant($0, 4)) bits a value" }
    let heading = [
      fact("counterpart", DisplayText(counterpart.name).string),
      fact("in", DisplayText(model.title).string),
      fact("stored as", DisplayText(counterpart.storedAs).string + (bits ?? "")),
    ]
    switch screen.findings.stored(of: tensor) {
    case nil: return heading
    case .unread(let sentence): return heading + wrapped(sentence, columns)
    case .compared(let stored):
      return heading + facts(stored.damage) + more(stored)
        + ["", StyledText("  the damage of the weights, not of what the model answers", .muted)]
    }
  }

  private func facts(_ damage: Damage) -> [StyledText] {
    let relative = damage.squares > 0 ? (damage.squaredError / damage.squares).squareRoot() : nil
    return [
      fact("SQNR", TensorWords.signalToNoiseWithUnit(damage)),
      relative.map { fact("relative", NumberText.significant($0, 4)) },
      damage.meanSquaredError.map { fact("MSE", NumberText.scientific($0, significant: 5)) },
      damage.maximumAbsoluteError.map { fact("max |e|", NumberText.significant($0, 5)) },
      damage.lostCount > 0
        ? fact("lost", "\(NumberText.count(damage.lostCount)) became infinite or NaN") : nil,
    ].compactMap(\.self)
  }

  private func more(_ stored: StoredDamage) -> [StyledText] {
    var lines: [StyledText] = []
    func add(_ label: String, _ value: String?) {
      if let value { lines.append(fact(label, value)) }
    }
    let total = screen.findings.storedSquaredError
    let share = total > 0 ? stored.damage.squaredError / total : nil
    add("cosine", stored.cosine.map { NumberText.fixed($0, decimals: 6) })
    add(
      "mean error",
      stored.relativeMeanError.map { NumberText.scientific($0, significant: 3) + " of the RMS" })
    add(
      "RMSE",
      stored.rootMeanSquaredErrorInSteps.map {
        NumberText.significant($0, 3) + " steps, 0.289 by rounding alone"
      })
    add("largest at", stored.largestErrorIndex.map { TensorPage.place($0, subject.shape) })
    add(
      "worst entry",
      stored.worstChannel.map { channel in
        let relative = NumberText.significant(channel.relativeError, 3)
        return "\(channel.index) of axis 0, relative \(relative)"
      })
    add(
      "codes used",
      stored.codesUsed.map { "\(NumberText.count($0.count)) of \(NumberText.count($0.of))" })
    add("usual", stored.decibelsAboveUsual.map(TensorWords.usual))
    add(
      "share", share.map { NumberText.smallPercent(share: $0) + " of all squared error compared" })
    add("paired by", stored.match)
    add("undone", stored.change)
    if stored.partCount > 1 {
      add("parts", "\(stored.partCount) tensors of the original are one there")
    }
    return lines
  }

  /// The indices of an element: `[3, 17]`; its number where the shape does not tell them.
  static func place(_ index: Int, _ shape: [Int]) -> String {
    var rest = index
    var indices: [Int] = []
    for dimension in shape.reversed() {
      guard dimension > 0 else { return "\(index)" }
      indices.append(rest % dimension)
      rest /= dimension
    }
    return rest == 0 ? "\(Array(indices.reversed()))" : "\(index)"
  }

  private func fact(_ label: String, _ value: String) -> StyledText {
    StyledText("  " + label.padded(trailing: 14), .muted) + StyledText(value, .strong)
  }

  private func wrapped(_ text: String, _ columns: Int) -> [StyledText] {
    WrappedText.lines(of: DisplayText(text).string, columns: max(columns - 4, 10)).map {
      StyledText("    " + $0)
    }
  }
}
