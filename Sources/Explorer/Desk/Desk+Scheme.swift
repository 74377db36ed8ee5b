internal import Calibration
internal import QuantizationEngine

extension Desk {
  /// Makes another scheme the current one, or says why it cannot be.
  mutating func adopt(_ outcome: SchemeOutcome) {
    switch outcome {
    case .changed(let changed, let label, let words):
      let scheme = changed.meeting(subject.valueType, coming)
      if let refusal = refusal(of: scheme, sharing: coming) {
        say(refusal, .bad)
        return
      }
      if make(.scheme(scheme), label: label) { say(words) }
    case .same(let words): say(words)
    case .refused(let words): say(words, .bad)
    }
  }
}
