internal import QuantizationEngine

extension Desk {
  /// Makes another scheme the current one, or says why it cannot be.
  mutating func adopt(_ outcome: SchemeOutcome) {
    switch outcome {
    case .changed(let scheme, let label, let words):
      if change(to: Tuning(scheme: scheme, ranges: tuning.ranges), label: label) { say(words) }
    case .same(let words): say(words)
    case .refused(let words): say(words, .bad)
    }
  }
}
