public import QuantizationEngine

/// What is tuned of a tensor at a moment: what is exported, and what is kept for another session.
///
/// Making one costs nothing: what takes time is done by whoever writes it.
public struct TunedTensor: Sendable {
  /// Which of the tensors.
  public let tensor: Int
  /// The tensor's name, as it is in the file it came from.
  public let name: String
  /// How elements fall into blocks.
  public let layout: BlockLayout
  /// What the person has written about it; nil for nothing.
  public let note: String?
  let tuning: Tuning
  /// The values; nil where they were let go.
  private let loaded: LoadedTensor?
  /// The error as somebody has measured it already; nil where nobody has.
  private let knownError: BlockError?

  init(
    _ tuning: Tuning, tensor: Int, name: String, layout: BlockLayout, note: String? = nil,
    loaded: LoadedTensor? = nil, knownError: BlockError? = nil
  ) {
    self.tuning = tuning
    self.tensor = tensor
    self.name = name
    self.layout = layout
    self.note = note
    self.loaded = loaded
    self.knownError = knownError
  }

  /// What an earlier session has tuned, over the values that are there now.
  ///
  /// - Parameters:
  ///   - recalled: What was tuned.
  ///   - loaded: The values, by the blocks by which it was tuned.
  ///   - tensor: Which of the tensors it is.
  ///   - name: Its name.
  public init(_ recalled: RecalledTuning, of loaded: LoadedTensor, tensor: Int, name: String) {
    self.init(
      recalled.tuning(of: loaded), tensor: tensor, name: name, layout: loaded.layout,
      note: recalled.note, loaded: loaded)
  }

  /// The codes and the arithmetic, by the rule of the toolchain in force.
  public var scheme: Scheme { tuning.scheme }

  /// The scheme that the encodings belong to.
  ///
  /// Files have the encodings that a toolchain made, and no word for the toolchain itself.
  public var writtenScheme: Scheme { tuning.scheme.written }

  /// The type in which the toolchain stores the scales.
  public var scaleType: ElementType { tuning.scheme.scaleType }

  /// The clipping range of each block.
  ///
  /// - Complexity: O(blocks), as long as many keys at a million: it is for whoever writes.
  public var ranges: [ClippingRange] { tuning.effectiveRanges }

  /// What chose the clipping ranges: `min-max`, a calibrator, `by hand` or `file`; nil where nobody
  /// knows.
  public var rangeOrigin: String? { tuning.ranges.origin }

  /// The encoding of each block, with its arithmetic.
  ///
  /// - Parameter monitor: Says when nobody wants them any more.
  /// - Returns: As many as there are blocks.
  /// - Throws: ``MissingEncodings`` where blocks have none, and `CancellationError` once `monitor` says
  ///   that nobody wants them.
  /// - Complexity: O(blocks), as above.
  public func quantizers(_ monitor: ProgressMonitor = .none) throws -> [AffineQuantizer] {
    let arithmetic = writtenScheme.arithmetic
    let ranges = ranges
    var quantizers: [AffineQuantizer] = []
    quantizers.reserveCapacity(ranges.count)
    var missing = ListedBlocks()
    var reason: EncodingError?
    let stretch = 1 << 14
    for start in stride(from: 0, to: ranges.count, by: stretch) {
      try monitor.checkCancellation()
      for block in start..<min(start + stretch, ranges.count) {
        do throws(EncodingError) {
          quantizers.append(
            AffineQuantizer(
              encoding: try tuning.scheme.encoding(for: ranges[block]).narrowed,
              arithmetic: arithmetic))
        } catch {
          missing.add(block)
          reason = reason ?? error
        }
      }
    }
    if let reason { throw MissingEncodings(blocks: missing, reason: reason, layout: layout) }
    return quantizers
  }

  /// The range asked for each block, in few words; nil where it takes more of them than `limit`, or the
  /// values were let go.
  ///
  /// It takes time where there are many blocks.
  public func sparseRanges(atMost limit: Int) -> SparseRanges? {
    guard let loaded else { return nil }
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

  /// The steps of so many levels are added up within a frame or two.
  private static let levelLimit = 1 << 18

  /// What the encodings do to the values: the sums over all blocks that have one.
  ///
  /// - Returns: nil where the values are a sample, and where nobody has measured it and there are so many
  ///   blocks and levels that it would take long.
  public var error: BlockError? {
    if let knownError { return knownError }
    guard let loaded, !loaded.isSample, layout.blockCount <= Self.levelLimit,
      layout.blockCount * scheme.levelCount <= Self.levelLimit
    else { return nil }
    // Without a monitor nothing is cancelled.
    return (try? BlockErrors(of: loaded.distribution, tuned: tuning, monitor: .none))?.sum
  }
}
