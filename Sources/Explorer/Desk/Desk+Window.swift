internal import QuantizationEngine

extension Desk {
  /// The part of the line on the screen: all of ``reach`` and of where values land, unless zoomed.
  ///
  /// Nudging puts the outermost level up to half a step beyond the outermost value.
  var window: ClosedRange<Double> {
    inForce == nil ? zoomWindow ?? schemeLine : recodedWindow
  }

  /// All of ``reach`` and of where values land under the scheme.
  var schemeLine: ClosedRange<Double> {
    guard let landing = reading?.landing else { return reach }
    return min(reach.lowerBound, landing.lowerBound)...max(reach.upperBound, landing.upperBound)
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

  /// Which way the view of the line changes.
  enum Zoom: Hashable, Sendable {
    /// Half of what was seen.
    case closer
    /// Twice of what was seen.
    case farther
  }

  /// Goes from logarithmic counts to linear ones, or back.
  mutating func toggleCountScale() {
    countScale = countScale == .logarithmic ? .linear : .logarithmic
    say(countScale == .logarithmic ? "logarithmic counts" : "linear counts")
  }

  /// Shows all of the line.
  mutating func fit() {
    zoomWindow = nil
    reach = freshReach
    say("the whole range")
  }

  /// Shows less of the line, around ``zoomCenter``, or more of it.
  mutating func zoom(_ zoom: Zoom) {
    let line = inForce == nil ? reach : loaded?.line ?? reach
    let whole = line.upperBound - line.lowerBound
    let seen = zoomWindow ?? line
    let width = seen.upperBound - seen.lowerBound
    let center = zoomCenter
    switch zoom {
    case .closer:
      guard width / 2 > max(whole, center.magnitude) * Desk.deepestZoom else {
        say("this is as close as it gets")
        return
      }
      // Half the width, around the threshold as far as there is anything to see.
      let half = width / 2
      let last = max(line.upperBound - half, line.lowerBound)
      let lower = min(max(center - half / 2, line.lowerBound), last)
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
        max(center - width, line.lowerBound), line.upperBound - width * 2)
      zoomWindow = lower...lower + width * 2
    }
  }

  /// Where one looks closer: at the active threshold, or where there is none at the middle of what is
  /// seen, and first at zero, about which most values are.
  private var zoomCenter: Double {
    guard inForce != nil else { return activeThreshold.value(in: shownRange) }
    return zoomWindow.map { ($0.lowerBound + $0.upperBound) / 2 } ?? 0
  }
}
