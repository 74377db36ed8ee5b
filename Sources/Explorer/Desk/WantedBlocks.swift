internal import QuantizationEngine

/// A way of sharing encodings that the loader was asked for and has not agreed to.
struct WantedBlocks: Sendable {
  /// Why it is wanted.
  enum Reason: Hashable, Sendable {
    /// Somebody asked for it.
    case asked
    /// The change from it is taken back.
    case undo
    /// The change to it is done again.
    case redo
    /// What was tuned in an earlier session was tuned by them, and is taken up.
    case takingUp(RecalledTuning)
  }

  /// Which elements are to share an encoding.
  let granularity: Granularity
  /// Why.
  let reason: Reason
}
