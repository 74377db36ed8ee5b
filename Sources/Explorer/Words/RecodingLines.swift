internal import NumberFormats
internal import TerminalScreen

/// What stands in place of the sliders while something is in force that has no thresholds: that there is
/// nothing to move, and what can be changed instead.
struct RecodingLines: Hashable, Sendable {
  /// Why there is nothing to move, in fewer and fewer words.
  let reasons: [StyledText]
  /// Keys, each with what it leads to.
  let ways: [StyledText]

  /// The lines for what is in force on a desk.
  init(_ inForce: Recoding, _ desk: Desk) {
    func way(_ key: String, _ words: String) -> StyledText {
      StyledText(key + " ", .accent) + StyledText(words, .muted)
    }
    let back = way("Space", RecodingText.name(nil, desk))
    let beyond = desk.landingBeyond.map(RecodingLines.beyond)
    switch inForce {
    case .format(let format):
      let scaling = "no thresholds to move: \(format.shape.scalingWords)"
      reasons =
        beyond
        ?? ["\(format.name) has \(scaling)", scaling, "no thresholds to move"].map {
          StyledText($0)
        }
      let walks: [(String, FormatWalk)] = [
        ("b", .fewer), ("B", .more), ("c", .next(.blocks)), ("s", .next(.symmetry)),
        ("T", .next(.arithmetic)),
      ]
      ways =
        [back]
        + walks.compactMap { key, walk in
          desk.sibling(of: format, walk).map { way(key, $0.name) }
        }
    case .stored:
      let name = RecodingText.storedAs(desk)
      reasons =
        beyond
        ?? [
          "nothing to move: these are the values of the quantized model, stored as \(name)",
          "nothing to move: it is stored as \(name)", "nothing to move",
        ].map { StyledText($0) }
      ways = [way("S", "as tuned, \(RecodingText.name(nil, desk))")]
    }
  }

  /// That values land farther out than the picture goes, in fewer and fewer words.
  private static func beyond(_ landed: ClosedRange<Double>) -> [StyledText] {
    let bounds = [landed.lowerBound, landed.upperBound].map { NumberText.significant($0, 5) }
    return [
      "values land from \(bounds[0]) to \(bounds[1]), which is beyond this picture",
      "from \(bounds[0]) to \(bounds[1]), beyond this picture", "beyond this picture",
    ].map { StyledText($0, Style(.clipped)) }
  }

  /// As many of the keys as some columns have room for.
  func ways(columns: Int) -> StyledText {
    var line = StyledText("")
    for (index, way) in ways.enumerated() {
      let longer = index == 0 ? way : line + StyledText("  ") + way
      guard longer.columns <= columns else { break }
      line = longer
    }
    return line
  }

  /// The longest reason that some columns have room for.
  func reason(columns: Int) -> StyledText {
    reasons.first { $0.columns <= columns } ?? reasons.last ?? ""
  }
}

extension BlockShape {
  /// What is scaled at a time, in words.
  fileprivate var scalingWords: String {
    switch self {
    case .value: "each value is rounded alone"
    case .tensor: "it scales the tensor as a whole"
    case .flat, .row, .channel, .tile: "it scales \(words) at a time"
    }
  }
}
