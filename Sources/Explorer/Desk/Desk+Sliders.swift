internal import QuantizationEngine

extension Desk {
  /// The slider of a threshold.
  func slider(_ threshold: Threshold) -> SliderLine {
    let value = threshold.value(in: shownRange)
    let representable = reading?.measured.map {
      threshold.value(in: $0.quantizer.encoding.representableRange)
    }
    let width = reach.upperBound - reach.lowerBound
    return SliderLine(
      label: threshold.name, isActive: activeThreshold == threshold,
      share: shown == nil || width <= 0 ? nil : min(max((value - reach.lowerBound) / width, 0), 1),
      asked: shown == nil ? NumberText.missing : thresholdText(value),
      representable: representable.map(thresholdText) ?? NumberText.missing)
  }

  /// Moves the active threshold to where the mouse has dragged it on an axis.
  ///
  /// - Parameters:
  ///   - column: the column of the axis.
  ///   - axis: the axis.
  ///   - threshold: the threshold that ±t stands for; nil for the active one.
  mutating func drag(to column: Int, on axis: Axis, as threshold: Threshold? = nil) {
    guard shown != nil else { return }
    var target = axis.value(atColumn: column)
    // The ends as they are; a round number in between, and never past zero with ±t.
    if target != axis.bins.lower, target != axis.bins.upper {
      target = step.with(.fine).nearest(to: target)
    }
    if tuning.scheme.locksThresholds {
      target = (threshold ?? activeThreshold) == .upper ? max(target, 0) : min(target, 0)
    }
    moveActive(to: target)
  }
}
