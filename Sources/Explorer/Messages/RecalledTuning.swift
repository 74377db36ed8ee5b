public import QuantizationEngine

/// What was tuned of a tensor in an earlier session.
public struct RecalledTuning: Hashable, Sendable {
  /// What has become of the file since.
  public enum FileChange: Hashable, Sendable {
    /// Its size and time are the same.
    case none
    /// It has another size or time: its values may be others.
    case changed
  }

  /// The codes and the arithmetic.
  public let scheme: Scheme
  /// Which elements shared an encoding.
  public let granularity: Granularity
  /// The ranges asked for.
  public let ranges: SparseRanges
  /// What chose the ranges; nil where nobody knows.
  public let rangeOrigin: String?
  /// What the person wrote about the tensor; nil for nothing.
  public let note: String?
  /// When it was tuned last, in words.
  public let time: String
  /// What has become of the file since.
  public let fileChange: FileChange

  /// What was tuned, as it was kept.
  public init(
    scheme: Scheme, granularity: Granularity, ranges: SparseRanges, rangeOrigin: String? = nil,
    note: String? = nil, time: String, fileChange: FileChange
  ) {
    self.scheme = scheme
    self.granularity = granularity
    self.ranges = ranges
    self.rangeOrigin = rangeOrigin
    self.note = note
    self.time = time
    self.fileChange = fileChange
  }
}
