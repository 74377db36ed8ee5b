import Calibration
import QuantizationEngine
import TensorFiles

extension Measurement {
  /// Up to how many blocks a pass over many tensors keeps the encodings of one.
  static let keptBlockCount = 1 << 16

  /// Measures a tensor of many by reading it, with the range of each block from its smallest to its
  /// largest value: what ``init(_:_:granularity:)`` does, without an order, and so without divergences.
  ///
  /// Blocks without an encoding do not spoil the others: what is said of the tensor is that of the
  /// values that were quantized.
  ///
  /// - Throws: ``Failure``; a sketch, an empty tensor, and blocks of a Fortran order are measured as
  ///   if alone.
  init(passing open: OpenTensor, _ task: MeasuringTask, monitor: ProgressMonitor = .none) throws {
    let granularity = task.granularity.granularity(amongManyOfShape: open.facts.shape)
    guard case .stored(let file, let position) = open.source, open.facts.elementCount > 0,
      granularity == .perTensor || file.isRowMajor(position)
    else {
      try self.init(open, task, granularity: granularity)
      return
    }
    try open.checkInflation()
    let layout = try open.layout(granularity)
    try task.scheme.check(layout, of: open)
    var blocks: [CalibratedBlock?] = []
    var failures = BlockFailures()
    let isKept = task.keepsEncodings || layout.blockCount <= Self.keptBlockCount
    let scheme = task.scheme.meeting(open.facts.valueType, granularity)
    func pass(_ rule: IgnoreRule) throws -> BlockPassResult {
      blocks = []
      failures = BlockFailures()
      return try file.streaming(position, monitor: monitor) { stream, monitor in
        try BlockPass(scheme: scheme, layout: layout).run(
          over: stream.ignoring(rule), monitor: monitor, detail: .encodings,
          eachBlock: isKept
            ? { passed in
              let block = CalibratedBlock?(passed)
              if let reason = passed.outcome.reason { failures.add(passed.block, reason) }
              blocks.append(block)
            } : nil)
      }
    }
    var result = try pass(open.ignoring)
    if let rule = open.ignoring.unmarking(result.excluded) { result = try pass(rule) }
    guard result.finiteCount > 0 else {
      throw Failure.noFiniteValues(open, result.excluded)
    }
    if result.refusedBlockCount == layout.blockCount, let refusal = result.firstRefusal {
      throw Failure("\(open.path): \(refusal.reason)", exit: .badData)
    }
    self.init(
      open: open, layout: layout, finiteCount: result.finiteCount, excluded: result.excluded,
      bounds: result.bounds, scheme: scheme,
      blocks: isKept
        ? MeasuredBlocks(BlockResults(blocks, failures)) : .counted(layout.blockCount),
      error: result.error, exactness: .exact)
    leftOutCount = result.finiteCount - result.error.sums.count
    deadBlocks = result.deadBlocks
    destroyedBlocks = result.destroyedBlocks
    let reason = "divergences need the values in order: measure the tensor alone with --tensor"
    omissions = ["kl_nats": reason, "js_nats": reason]
    rangeOrigin = task.range.origin
    passedMean = result.total / Double(result.finiteCount)
  }
}

extension CalibratedBlock? {
  /// What a pass found; nil where the block has no encoding.
  fileprivate init(_ passed: PassedBlock) {
    guard case .quantized(let quantizer, _) = passed.outcome, let range = passed.range else {
      self = nil
      return
    }
    self = CalibratedBlock(range: range, quantizer: quantizer)
  }
}

extension PassedBlock.Outcome {
  /// Why there is no encoding; nil if there is one.
  fileprivate var reason: CalibrationError? {
    switch self {
    case .quantized: nil
    case .noFiniteValues: .noFiniteValues
    case .noEncoding(let error): .noEncoding(error)
    }
  }
}
