/// What a scheme makes of every block of a tensor by the block's own range, found by reading alone.
///
/// Where blocks are many and small, no line is worth sorting: the pass reads a block, takes its
/// smallest and largest finite value for the clipping range, makes its encoding by the scheme's
/// rule, quantizes and dequantizes each value with the scheme's arithmetic, and adds up the same
/// sums as ``ErrorSums``, equations (13) to (18). It answers what does not need an order; where both
/// answer, the codes are those of ``TensorDistribution`` and ``AffineQuantizer`` bit for bit.
///
///     let layout = try BlockLayout(shape: [4096, 4096], granularity: .perGroup(axis: 1, size: 32))
///     let pass = BlockPass(scheme: try Scheme(bitWidth: 4), layout: layout)
///     let result = try pass.run(over: stream)
///     result.error.sqnrInDecibels
///
/// - Complexity: O(elements) time on all processors, and memory that does not grow with the tensor.
///   Blocks of at most 65 536 elements are read once; longer ones, and long columns, twice.
public struct BlockPass: Sendable {
  /// The codes, the arithmetic and the rule that makes encodings of ranges.
  public let scheme: Scheme
  /// How elements fall into blocks.
  public let layout: BlockLayout

  private let walk: TileWalk
  private let tileLength: Int
  private let processorCount: Int
  private let tilesOfTurn: Int

  /// The pass of a scheme over a tensor's blocks.
  public init(scheme: Scheme, layout: BlockLayout) {
    self.init(scheme: scheme, layout: layout, processorCount: Parallel.processorCount)
  }

  /// A pass on so many processors, which add up so many tiles before they are put in order.
  ///
  /// Neither changes a bit of the result; the length of a tile does, within its rounding.
  init(
    scheme: Scheme, layout: BlockLayout, processorCount: Int, tilesOfTurn: Int = 64,
    tileLength: Int = TileWalk.tileLength
  ) {
    self.scheme = scheme
    self.layout = layout
    self.processorCount = processorCount
    self.tilesOfTurn = tilesOfTurn
    self.tileLength = tileLength
    walk = TileWalk(layout, tileLength: tileLength)
  }

  /// Reads a tensor and adds up the error of the scheme.
  ///
  /// - Parameters:
  ///   - stream: the elements, in row-major order of the layout's shape.
  ///   - monitor: hears the progress and may cancel; it is asked before each tile, which is a
  ///     fraction of a millisecond.
  ///   - detail: what `eachBlock` wants to know; errors of single blocks cost half as much again.
  ///   - eachBlock: hears of each block, in the order of the layout; without it nothing is kept of a
  ///     block. It is called on the caller's thread.
  /// - Returns: the sums over all blocks, the same bits on any number of processors.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: the stream has as many elements as the layout.
  ///
  /// Edge cases:
  /// - A block without finite values, and one whose range has no encoding, are counted and do not
  ///   touch the others.
  /// - The float32 rounding of a float64 value has the code; the error is that of the value.
  /// - A value whose level overflows to infinity makes an infinite error, as on the line.
  public func run(
    over stream: ElementStream, monitor: ProgressMonitor = .none, detail: BlockDetail = .errors,
    eachBlock: ((PassedBlock) -> Void)? = nil
  ) throws(CancellationError) -> BlockPassResult {
    precondition(stream.count == layout.elementCount, "stream and layout differ in number")
    return stream.elementType.fitsFloat32
      ? try run(
        as: Float.self, over: stream, monitor: monitor, detail: detail, eachBlock: eachBlock)
      : try run(
        as: Double.self, over: stream, monitor: monitor, detail: detail, eachBlock: eachBlock)
  }

  private func run<Element: LaneElement>(
    as type: Element.Type, over stream: ElementStream, monitor: ProgressMonitor,
    detail: BlockDetail, eachBlock: ((PassedBlock) -> Void)?
  ) throws(CancellationError) -> BlockPassResult {
    let crew = PassCrew<Element>(
      scheme: scheme, walk: walk, stream: stream, tileLength: tileLength,
      processorCount: processorCount, tilesOfTurn: tilesOfTurn, monitor: monitor)
    var sum = PassSum()
    if walk.hasWholeBlocks {
      try crew.addWholeBlocks(to: &sum, detail: detail, eachBlock: eachBlock)
    } else {
      try crew.addBands(to: &sum, detail: detail, eachBlock: eachBlock)
    }
    if layout.elementCount == 0 {
      sum.add(emptyBlocks: layout.blockCount)
      for block in 0..<(eachBlock == nil ? 0 : layout.blockCount) {
        eachBlock?(
          PassedBlock(
            block: block, bounds: LaneBounds(), excluded: NonFiniteCounts(),
            quantizer: .noFiniteValues, sums: ErrorSums(), scheme: scheme))
      }
      monitor.report(1)
    }
    try monitor.checkCancellation()
    return BlockPassResult(sum, levelCounts: crew.levelCounts, scheme: scheme)
  }
}
