internal import QuantizationEngine

/// What a key asks for, free of which key it is.
enum Action: Hashable, Sendable {
  /// Move the active threshold.
  case move(StepSize.Direction, StepSize.Reach)
  /// Make a threshold the active one.
  case choose(Threshold)
  /// Make the other threshold the active one.
  case chooseOther
  /// Type the value of the active threshold.
  case typeThreshold
  /// Keep every value of the block.
  case minMax
  /// Go to the least MSE of the block.
  case leastError
  /// One bit more or less.
  case bits(Int)
  /// The next symmetry.
  case cycleSymmetry
  /// Lock the thresholds to each other, or free them.
  case toggleLock
  /// Signed or unsigned codes.
  case toggleSignedness
  /// The next rounding of ties.
  case cycleRounding
  /// Divide by the scale or multiply by its inverse.
  case toggleScaling
  /// The arithmetic of the next tool.
  case cycleToolchain
  /// Show a block further on.
  case block(Int)
  /// Logarithmic or linear counts.
  case toggleCounts
  /// See less of the line, around the active threshold, or more of it.
  case zoom(Zoom)
  /// See all of the line.
  case fit
  /// Take the newest change back.
  case undo
  /// Do what was taken back again.
  case redo
  /// Show a view.
  case show(ViewName)
  /// The curve or the map.
  case toggleMap
  /// Select a row further down.
  case row(Int)
  /// Sort the rows by something else.
  case reorder
  /// Mark the selected row to compare others with it.
  case markRow
  /// Explain the selected row, and how it differs from the marked one.
  case explain
  /// Take the ranges of the selected row.
  case takeRow
  /// A percentage of the percentile calibrator further on.
  case percentile(Int)
  /// Type the percentage of the percentile calibrator.
  case typePercentile
  /// Open the export dialog.
  case export
  /// Show the keys.
  case help
  /// Type a command.
  case command
  /// Leave.
  case quit
  /// Leave at once, unless something would be lost.
  case interrupt
  /// Give the terminal back to the shell.
  case suspend
  /// Close what lies over the view.
  case dismiss
  /// Agree: apply the line, save, yes.
  case accept
  /// Show text further down.
  case scroll(Int)
  /// Another format of the export.
  case format(Int)
  /// Change the line being typed.
  case edit(LineEditor.Edit)

  /// Which way the view of the line changes.
  enum Zoom: Hashable, Sendable {
    /// Half of what was seen.
    case closer
    /// Twice of what was seen.
    case farther
  }
}

/// Where a key is pressed: the same key may mean different things.
enum Place: Hashable, Sendable, CaseIterable {
  /// The explore view.
  case explore
  /// The trade-off view.
  case tradeOff
  /// The table of calibrators.
  case calibrators
  /// The keys.
  case help
  /// What a calibrator does, and why.
  case explanation
  /// A line being typed.
  case entry
  /// The export dialog, while the person chooses.
  case export
  /// A question that wants yes or no.
  case question

  /// The views.
  static let views: Set<Place> = [.explore, .tradeOff, .calibrators]
  /// The views in which thresholds move.
  static let tuning: Set<Place> = [.explore, .tradeOff]
  /// Where text is typed.
  static let typing: Set<Place> = [.entry, .export]
}
