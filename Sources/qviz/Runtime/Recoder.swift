import Explorer
import NumberFormats
import QuantizationEngine

/// Counts tensors before and after: under a number format, or as their counterparts are stored.
///
/// Nothing is held but the counts and some pieces, whatever the size of the tensor.
struct Recoder: Sendable {
  /// The tensors, by their positions.
  let tensors: [OpenTensor]
  /// What a quantized model holds in their place; nil without one.
  let counterparts: Counterparts?

  /// Counts a tensor, saying how far it is, until the monitor says to stop.
  func recode(
    _ request: RecodingRequest, _ monitor: ProgressMonitor,
    answer: @escaping @Sendable (Answer) -> Void
  ) {
    let open = tensors[request.tensor]
    let clock = LoadClock(byteCount: open.facts.byteCount, monitor: monitor) {
      answer(.progress($0))
    }
    let bins = Bins(over: request.window, count: request.binCount)
    do {
      let recoded =
        switch request.recoding {
        case .format(let format):
          try recoded(open, by: format, over: bins, clock.monitor("encoding", 0...1))
        case .stored:
          try stored(
            request.tensor, on: request.isWholeLine ? .whole(bins) : .part(bins),
            clock.monitor("comparing", 0...1))
        }
      try monitor.checkCancellation()
      answer(.recoded(recoded))
    } catch let failure as Failure {
      answer(.recodingFailed(failure.sentence))
    } catch {
      // Cancelled: whoever asked has gone.
    }
  }

  private func recoded(
    _ open: OpenTensor, by format: NumberFormat, over bins: Bins, _ monitor: ProgressMonitor
  ) throws -> RecodedTensor {
    let pass: FormatPass
    do {
      pass = try FormatPass(
        format, shape: open.facts.shape, importance: open.importance?.weights ?? [])
    } catch {
      throw Failure("\(format.name) does not fit: \(error)", exit: .usage)
    }
    func counted(_ rule: IgnoreRule) throws -> CountedPair {
      try open.rowMajor(monitor: monitor) { stream, monitor in
        var total = CountedPair(over: bins)
        try pass.read(stream, monitor: monitor) { _, values, decoded in
          var counts = CountedPair(over: bins)
          // Blocks are encoded with all of their values, and counted without those that are left out.
          if rule.isEmpty {
            counts.add(values, decoded)
          } else {
            var kept = values.indices.map { values[$0] }
            rule.mark(&kept)
            counts.add(kept.span, decoded)
          }
          return counts
        } taking: {
          total += $0
        }
        return total
      }
    }
    var counts = try counted(open.ignoring)
    if let rule = open.ignoring.unmarking(counts.sums.excluded) { counts = try counted(rule) }
    // Bins are as fine as the screen; the error is from the values of the file, whatever their type.
    let isExact = open.facts.elementType.map(\.fitsFloat32) ?? true
    let result =
      try isExact
      ? FormatResult(counts.sums) : FormatMeasurement(open, format, monitor: monitor).result
    return RecodedTensor(
      result: result, histogram: counts.histogram,
      bitsPerValue: pass.bitsPerValue, byteCount: (pass.storedBits + 7) / 8)
  }

  private func stored(
    _ position: Int, on line: CountedLine, _ monitor: ProgressMonitor
  ) throws -> RecodedTensor {
    guard let counterparts, let place = counterparts.place(of: position) else {
      throw Failure("the quantized model has no counterpart of this tensor", exit: .usage)
    }
    let (counts, change) = try counterparts.reader.count(
      place.pair, part: place.part, on: line, monitor: monitor)
    let storage = counterparts.reader.storage(of: place.pair, part: place.part)
    return RecodedTensor(
      result: FormatResult(counts.sums), histogram: counts.histogram,
      bitsPerValue: storage.bitsPerValue, byteCount: storage.byteCount, change: change)
  }
}
