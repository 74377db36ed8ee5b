public import QuantizationEngine

/// What is tuned of a tensor at a moment, to be kept in case the program ends.
///
/// Making one costs nothing: what takes time is done when it is written.
public struct TuningSnapshot: Sendable {
  /// Which of the tensors.
  public let tensor: Int
  /// The codes and the arithmetic.
  public let scheme: Scheme
  /// How elements fall into blocks.
  public let layout: BlockLayout
  private let tuning: Tuning
  private let loaded: LoadedTensor

  init(_ tuning: Tuning, of loaded: LoadedTensor, tensor: Int) {
    self.tensor = tensor
    scheme = tuning.scheme
    layout = loaded.layout
    self.tuning = tuning
    self.loaded = loaded
  }

  /// The range asked for each block, in few words; nil where it takes more of them than `limit`.
  ///
  /// It takes time where there are many blocks.
  public func ranges(atMost limit: Int) -> SparseRanges? {
    guard tuning.ranges.base === loaded.ends else {
      return SparseRanges(Array(tuning.ranges), over: loaded.ends.all, atMost: limit)
    }
    guard tuning.ranges.own.count <= limit else { return nil }
    return SparseRanges(
      chosen: Dictionary(
        uniqueKeysWithValues: tuning.ranges.own.map { block, range in
          (block, SparseRanges.Bounds(range, over: loaded.ends[block]))
        }))
  }
}
