internal import TerminalScreen

/// How far the keys move a threshold, in words.
enum StepText {
  /// The words for the active threshold, as many as a screen of so many columns has room for.
  static func moves(_ desk: Desk, columns: Int) -> String {
    func text(_ reach: StepSize.Reach) -> String {
      NumberText.significant(desk.step.with(reach).multiple(1), 1)
    }
    let name = desk.tuning.scheme.locksThresholds ? "±t" : desk.activeThreshold.name
    let short = "\(name) moves by \(text(.normal))"
    guard columns >= ScreenShape.smallestFull.columns else { return short }
    return short + ", with Shift by \(text(.coarse)), with , . by \(text(.fine))"
  }
}
