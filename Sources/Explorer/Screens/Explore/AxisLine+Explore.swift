internal import QuantizationEngine
internal import TerminalScreen

extension AxisLine {
  /// The axis of the explore screen: both thresholds, the ends, and zero; nil without values.
  init?(_ desk: Desk, on axis: Axis) {
    guard desk.shown != nil else { return nil }
    guard desk.inForce == nil else {
      self.init(axis, clippedOutside: nil)
      labelEnds(of: axis, desk.thresholdText)
      return
    }
    let range = desk.shownRange
    let active = desk.activeThreshold
    self.init(axis, clippedOutside: desk.reading?.measured?.staircase.representableRange)
    if let given = desk.givenFileRange?.range {
      for bound in [given.lower, given.upper] { mark(bound, on: axis, "◇", Style(.quantized)) }
    }
    for threshold in [active.other, active] {
      let isActive = threshold == active
      mark(
        threshold.value(in: range), on: axis, isActive ? "▲" : "△",
        Style(.accent, isBold: isActive))
    }
    for threshold in [active, active.other] {
      let value = threshold.value(in: range)
      guard let column = axis.visibleColumn(of: value) else { continue }
      label(
        desk.thresholdText(value), atColumn: column,
        threshold == active ? Style(.accent, isBold: true) : .accent)
    }
    labelEnds(of: axis, desk.thresholdText)
  }
}
