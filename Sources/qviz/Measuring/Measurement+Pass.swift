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
    var blocks: [CalibratedBlock?] = []
    var reasons: [Int: String] = [:]
    let isKept = layout.blockCount <= Self.keptBlockCount
    let result = try file.streaming(position, monitor: monitor) { stream, monitor in
      try BlockPass(scheme: task.scheme, layout: layout).run(
        over: stream, monitor: monitor, detail: .encodings,
        eachBlock: isKept
          ? { passed in
            let block = CalibratedBlock?(passed)
            if block == nil { reasons[passed.block] = passed.outcome.reason }
            blocks.append(block)
          } : nil)
    }
    guard result.finiteCount > 0 else {
      throw Failure.noFiniteValues(open, result.excluded)
    }
    if result.refusedBlockCount == layout.blockCount, let refusal = result.firstRefusal {
      throw Failure("\(open.path): \(refusal.reason)", exit: .badData)
    }
    self.init(
      open: open, layout: layout, finiteCount: result.finiteCount, excluded: result.excluded,
      bounds: result.bounds, scheme: task.scheme,
      blocks: isKept ? MeasuredBlocks(blocks, reasons) : .counted(layout.blockCount),
      error: result.error, exactness: .exact)
    let reason = "divergences need the values in order: measure the tensor alone with --tensor"
    omissions = ["kl_nats": reason, "js_nats": reason]
  }
}

extension MeasuredBlocks {
  fileprivate init(_ blocks: [CalibratedBlock?], _ reasons: [Int: String]) {
    self = reasons.isEmpty ? .each(blocks.compactMap(\.self)) : .some(blocks, reasons: reasons)
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
  /// Why there is no encoding.
  fileprivate var reason: String {
    switch self {
    case .quantized: ""
    case .noFiniteValues: "the block has no finite values"
    case .noEncoding(let error): "\(error)"
    }
  }
}
