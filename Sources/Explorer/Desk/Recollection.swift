internal import QuantizationEngine

/// What was tuned of a tensor in earlier sessions, and what is kept of this one.
struct Recollection: Sendable {
  /// How far the asking is.
  enum Stage: Hashable, Sendable {
    /// Nobody has asked.
    case unasked
    /// Nobody has answered.
    case asked
    /// There is something to be taken up, and the person has done nothing about it.
    case offered
    /// There is nothing to be taken up, or something was done.
    case closed
  }

  /// How far the asking is.
  var stage = Stage.unasked
  /// What was tuned in earlier sessions and is not what the tensor starts with, the newest first.
  var tunings: [RecalledTuning] = []
  /// What was asked to be kept last, by which blocks, and with which note.
  var kept: (granularity: Granularity, tuning: Tuning, note: String?)?

  /// Hears that nobody will answer.
  mutating func abandon() {
    if stage == .asked { stage = .unasked }
  }
}
