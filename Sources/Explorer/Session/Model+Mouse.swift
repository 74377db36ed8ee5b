internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

extension Model {
  /// Takes in what the mouse did.
  mutating func mouse(_ action: Key.MouseAction, column: Int, row: Int) -> [Effect] {
    switch action {
    case .wheelUp: return wheel(-1)
    case .wheelDown: return wheel(1)
    case .release:
      grabbed = nil
      history.endRun()
    case .press:
      status = nil
      guard overlay == nil else { return [] }
      if let name = TabBar(size: size, view: view).view(atColumn: column, row: row) {
        return perform(.show(name))
      }
      press(column: column, row: row)
    case .drag:
      drag(column: column)
    }
    return []
  }

  private mutating func wheel(_ direction: Int) -> [Effect] {
    if overlay != nil { return perform(.scroll(direction * 3)) }
    switch view {
    case .explore: return perform(.zoom(direction < 0 ? .closer : .farther))
    case .calibrators: return perform(.row(direction))
    case .tradeOff: return []
    }
  }

  private mutating func press(column: Int, row: Int) {
    history.endRun()
    switch view {
    case .explore:
      let layout = ExploreLayout(self)
      for (threshold, rect) in [(Threshold.lower, layout.minRow), (.upper, layout.maxRow)]
      where rect.contains(column: column, row: row) {
        activeThreshold = threshold
        grabbed = .slider(threshold)
        drag(column: column)
        return
      }
      guard layout.picture.contains(column: column, row: row), let axis = exploreAxis else {
        return
      }
      let lower = axis.column(of: shownRange.lower)
      let upper = axis.column(of: shownRange.upper)
      let place = column - layout.plotColumn
      activeThreshold = abs(place - lower) < abs(place - upper) ? .lower : .upper
      grabbed = .mark(activeThreshold)
      drag(column: column)
    case .tradeOff:
      guard TradeOffLayout(self).plot.contains(column: column, row: row),
        effectiveShape == .curve
      else { return }
      grabbed = .plot
      drag(column: column)
    case .calibrators:
      let rows = table.arranged
      if let place = CalibratorsLayout(self).place(atRow: row), rows.indices.contains(place) {
        table.select(rows[place])
      }
    }
  }

  private mutating func drag(column: Int) {
    guard let grabbed, shown != nil else { return }
    let axis: Axis?
    let first: Int
    switch grabbed {
    case .mark:
      axis = exploreAxis
      first = ExploreLayout(self).plotColumn
    case .slider:
      let track = ExploreLayout(self).sliderTrack
      axis = Axis(window: reach, columns: track.columns)
      first = track.column
    case .plot:
      let plot = TradeOffLayout(self).plot
      axis = tradeOffWindow.flatMap { Axis(window: $0, columns: plot.columns) }
      first = plot.column
    }
    guard let axis else { return }
    var target = axis.value(atColumn: column - first)
    // The ends as they are; a round number in between, and never past zero with ±t.
    if target != axis.bins.lower, target != axis.bins.upper {
      target = step.with(.fine).nearest(to: target)
    }
    if tuning.scheme.locksThresholds {
      target =
        tradeOffSide == .both && grabbed == .plot
        ? max(target, 0)
        : activeThreshold == .upper ? max(target, 0) : min(target, 0)
    }
    moveActive(to: target)
  }

  /// The axis of the explore view; nil where nothing is drawn.
  var exploreAxis: Axis? {
    Axis(window: window, columns: ExploreLayout(self).plotColumns)
  }
}
