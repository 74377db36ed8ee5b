import QuantizationEngine

extension IgnoreRule {
  /// A rule that leaves out nothing either, but tells NaN from the mark of what is left out.
  ///
  /// The mark is a NaN that hardly any file has. So where nothing is to be left out values are not searched
  /// for it, and are read once more where something was left out nevertheless.
  ///
  /// - Parameter excluded: what was found under this rule.
  /// - Returns: nil where no NaN was taken for the mark.
  func unmarking(_ excluded: NonFiniteCounts) -> IgnoreRule? {
    // Nothing is below the infinity.
    isEmpty && excluded.ignored > 0 ? IgnoreRule(below: -.infinity) : nil
  }
}
