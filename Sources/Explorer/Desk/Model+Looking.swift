internal import Calibration
internal import QuantizationEngine

extension Model {
  /// Changes what is on the screen, and nothing that is tuned.
  mutating func look(_ action: Action) {
    switch action {
    case .show(let name): view = name
    case .toggleCounts:
      countScale = countScale == .logarithmic ? .linear : .logarithmic
      say(countScale == .logarithmic ? "logarithmic counts" : "linear counts")
    case .zoom(let zoom): self.zoom(zoom)
    case .fit:
      zoomWindow = nil
      reach = freshReach
      say("the whole range")
    case .toggleMap: toggleMap()
    case .block(let step): showBlock(further: step)
    case .row(let step): table.select(by: step)
    case .reorder:
      table.reorder()
      say(table.order == .tool ? "rows by tool" : "rows by \(table.order.name), the best first")
    case .markRow: toggleMark()
    case .explain: overlay = .explanation(firstLine: 0)
    case .choose(let threshold): activeThreshold = threshold
    case .chooseOther: activeThreshold = activeThreshold.other
    case .help: overlay = .help(firstLine: 0)
    default: break
    }
  }

  private mutating func toggleMap() {
    if tuning.scheme.locksThresholds {
      tradeOff.shape = .curve
      say("a symmetric scheme has one threshold, so there is no map; = frees the other")
    } else {
      tradeOff.shape = tradeOff.shape == .curve ? .map : .curve
    }
  }

  private mutating func toggleMark() {
    guard table.calibrators.indices.contains(table.selection) else { return }
    table.toggleMark()
    let name = table.calibrators[table.selection].name
    say(table.marked == nil ? "no row is marked" : "\(name) marked; x on another row compares them")
  }

  private mutating func showBlock(further step: Int) {
    guard let loaded, let shown else { return }
    guard loaded.blockCount > 1 else {
      say("the whole tensor shares one encoding; :channel or :group parts it")
      return
    }
    showBlock(min(max(shown.index + step, 0), loaded.blockCount - 1))
  }

  /// Shows a block of the tensor, all of it.
  mutating func showBlock(_ index: Int) {
    guard let loaded else { return }
    shown = ShownBlock(index, of: loaded)
    zoomWindow = nil
    reach = freshReach
    history.endRun()
  }

  /// The extent of the sliders if no threshold has been anywhere else.
  ///
  /// A symmetric scheme has it symmetric, so that the axis stays where it is while ±t moves.
  var freshReach: ClosedRange<Double> {
    let bounds = shown?.distribution.bounds ?? 0...0
    let asked = shownRange
    let lower = min(bounds.lowerBound, asked.lower, 0)
    let upper = max(bounds.upperBound, asked.upper, 0)
    guard tuning.scheme.locksThresholds else { return lower...upper }
    let largest = max(-lower, upper)
    return -largest...largest
  }

  /// Widens what the sliders and the picture show to where the thresholds are now.
  mutating func reachThresholds() {
    let fresh = freshReach
    reach = min(reach.lowerBound, fresh.lowerBound)...max(reach.upperBound, fresh.upperBound)
    guard let zoomed = zoomWindow else { return }
    let place = activeThreshold.value(in: shownRange)
    guard !zoomed.contains(place) else { return }
    let width = zoomed.upperBound - zoomed.lowerBound
    zoomWindow =
      place < zoomed.lowerBound
      ? place - width / 8...place + width * 7 / 8 : place - width * 7 / 8...place + width / 8
  }

  /// The narrowest window, as a share of what there is to see.
  private static let deepestZoom = 0x1p-24

  private mutating func zoom(_ zoom: Action.Zoom) {
    let whole = reach.upperBound - reach.lowerBound
    let seen = zoomWindow ?? reach
    let width = seen.upperBound - seen.lowerBound
    let center = activeThreshold.value(in: shownRange)
    switch zoom {
    case .closer:
      guard width / 2 > max(whole, center.magnitude) * Model.deepestZoom else {
        say("this is as close as it gets")
        return
      }
      // Half the width, around the threshold as far as there is anything to see.
      let half = width / 2
      let last = max(reach.upperBound - half, reach.lowerBound)
      let lower = min(max(center - half / 2, reach.lowerBound), last)
      zoomWindow = lower...lower + half
    case .farther:
      guard zoomWindow != nil else {
        say("this is the whole range")
        return
      }
      guard width * 2 < whole else {
        zoomWindow = nil
        return
      }
      let lower = min(
        max(center - width, reach.lowerBound), reach.upperBound - width * 2)
      zoomWindow = lower...lower + width * 2
    }
  }
}
