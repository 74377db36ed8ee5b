public import QuantizationEngine

extension Calibrator {
  /// What it chooses for each block of a tensor, or why it cannot, in the order of the blocks.
  ///
  /// Blocks are calibrated on all processors. A block without finite values, in a tensor that has
  /// some elsewhere, has what the calibrator gives a block of zeros, for there is nothing in it to
  /// choose by, or to lose; where it gives none, a scale of 1 and the codes of the other blocks.
  ///
  /// - Parameters:
  ///   - tensor: the values, by block.
  ///   - scheme: the codes and the arithmetic.
  ///   - monitor: asked before each block, and within those that take long, whether anybody still wants
  ///     the answer; it hears the share of the blocks that are done.
  /// - Returns: one for each block, of which at least one has an encoding.
  /// - Throws: ``CalibrationError`` where no block has an encoding, and for what is no matter of a single
  ///   block, such as a scheme that the tool does not have; ``CalibrationError/cancelled``.
  public func calibratedOrNot(
    of tensor: TensorDistribution, scheme: Scheme, monitor: ProgressMonitor = .none
  ) throws(CalibrationError) -> BlockResults<CalibratedBlock> {
    let asked = scheme.meeting(tensor.layout.granularity)
    try check(tensor.layout, scheme: asked)
    if let given = self as? GivenCalibrator { return BlockResults(given.blocks.map(Optional.init)) }
    // A tool's scheme is made once, and not for each of a million blocks; why it has none, they say.
    let toolchain = (self as? any ToolCalibrator)?.toolchain(for: asked)
    let scheme = (try? toolchain?.scheme(asked)) ?? asked
    let isSomewhere = tensor.count > 0
    let calibrator = watched(by: monitor).forBlocks(of: tensor)
    let isTool = calibrator is any NotFiniteAnswering
    let blocks = tensor.blocks
    let calibrate: @Sendable (Range<Int>) -> BlockTurn<CalibratedBlock> = { turn in
      var results = BlockTurn<CalibratedBlock>(count: turn.count)
      for block in turn {
        do throws(CalibrationError) {
          guard !monitor.isCancelled else { throw .cancelled }
          let values = blocks[block]
          results.add(
            isSomewhere && values.count == 0 && !(isTool && values.excluded.notFinite > 0)
              ? nil : try calibrator.answered(values, scheme: scheme))
        } catch {
          results.add(failing: error)
        }
      }
      return results
    }
    // What all of them fail on, the first of many says.
    if blocks.count > Self.fewBlocks {
      for failure in calibrate(0..<1).failures where failure.reason.isOfWholeTensor {
        throw failure.reason
      }
    }
    // Turn by turn, for there may be a million blocks, and what one of them has is soon found.
    let turns = Parallel.map(Parallel.turns(of: blocks.count), monitor: monitor, calibrate)
    guard !monitor.isCancelled else { throw .cancelled }
    return try BlockResults(turns) { empty(beside: $0, scheme: scheme) }
  }

  /// So many blocks take no longer than one of them does by itself.
  private static var fewBlocks: Int { 1 << 10 }

  /// What it chooses for each block of a tensor, where it can choose for all of them.
  ///
  /// - Throws: as ``calibratedOrNot(of:scheme:monitor:)``, and ``CalibrationError/block(_:_:)`` with the
  ///   first block it cannot choose for.
  public func calibratedBlocks(
    of tensor: TensorDistribution, scheme: Scheme, monitor: ProgressMonitor = .none
  ) throws(CalibrationError) -> [CalibratedBlock] {
    try calibratedOrNot(of: tensor, scheme: scheme, monitor: monitor).all()
  }

  /// What a block without values has, beside one that has some.
  private func empty(beside other: CalibratedBlock, scheme: Scheme) -> CalibratedBlock {
    let codes = other.quantizer.encoding
    if let zeros = try? calibrated(SortedDistribution([Float(0)]), scheme: scheme),
      zeros.quantizer.encoding.quantMin == codes.quantMin,
      zeros.quantizer.encoding.quantMax == codes.quantMax
    {
      return zeros
    }
    // A tool may fail on zeros.
    return CalibratedBlock(
      range: ClippingRange(lower: 0, upper: 0),
      quantizer: AffineQuantizer(
        encoding: codes.ofNothing, arithmetic: other.quantizer.arithmetic))
  }

  /// The range it chooses for each block of a tensor, in the order of the blocks.
  ///
  /// - Throws: as ``calibratedBlocks(of:scheme:)``.
  public func clippingRanges(
    for tensor: TensorDistribution, scheme: Scheme
  ) throws(CalibrationError) -> [ClippingRange] {
    try calibratedBlocks(of: tensor, scheme: scheme).map(\.range)
  }
}
