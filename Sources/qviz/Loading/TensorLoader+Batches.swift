import Calibration
import QuantizationEngine
import TensorFiles

extension TensorLoader {
  /// How many elements are read at a time: few enough to stay in a processor's cache.
  private static let stretch = 1 << 18

  /// The batches of a tensor in a file, for calibrators whose tools collect one after another; nil for
  /// a sketch, whose values have no order.
  ///
  /// The file is read once more, a stretch at a time. For bounds memory stays as it is. For values
  /// each batch is made as the tensor is: sorted, counted or sketched; where there is no room for
  /// that beside the tensor there are bounds only.
  ///
  /// - Throws: ``Failure``, or `CancellationError` once the monitor says so.
  func batches(
    _ count: Int, _ detail: BatchDetail, monitor: ProgressMonitor = .none
  ) throws -> BatchSequence? {
    guard let batches = try loadedBatches(count, detail, monitor) else { return nil }
    let excluded = batches.excluded.reduce(NonFiniteCounts(), +)
    return try unmarking(excluded)?.batches(count, detail, monitor: monitor) ?? batches
  }

  private func loadedBatches(
    _ count: Int, _ detail: BatchDetail, _ monitor: ProgressMonitor
  ) throws -> BatchSequence? {
    guard case .stored(let file, let position) = open.source else { return nil }
    try file.prepare(position, monitor)
    let files = open.joined?.parts
    let isOfFiles = files?.count == count
    let parts =
      isOfFiles
      ? files ?? [] : BatchSequence.parts(of: open.facts.elementCount, count: count)
    let origin: BatchSequence.Origin = isOfFiles ? .files : .cuts
    do {
      guard detail == .values, let way = try way(ofBatches: parts, file: file, position: position)
      else {
        return BatchSequence(
          try parts.map { try bounds(of: $0, file, position, monitor) }, origin: origin)
      }
      return BatchSequence(
        try parts.map { elements -> any Distribution in
          try monitor.checkCancellation()
          let layout = BlockLayout(elementCount: elements.count)
          let batch =
            switch way {
            case .sorted: try sorted(elements, file, position, monitor)
            case .counted:
              try file.streaming(position, part: elements, monitor: monitor) {
                try TensorDistribution(
                  counting: $0, layout: layout, ignoring: ignoring, monitor: $1)
              }
            case .sketched:
              try file.streaming(position, part: elements, monitor: monitor) {
                try TensorDistribution(
                  sketching: $0.ignoring(ignoring), layout: layout, monitor: $1)
              }
            }
          return batch.blocks[0]
        }, origin: origin)
    } catch let error as TensorFileError {
      throw Failure(error)
    }
  }

  /// How batches are made; nil where there is no room for them.
  private func way(
    ofBatches parts: [Range<Int>], file: TensorFile, position: Int
  ) throws -> Way? {
    let type = file.tensors[position].elementType
    let whole = BlockLayout(elementCount: open.facts.elementCount)
    let isRowMajor = file.isRowMajor(position)
    let largest = parts.map(\.count).max() ?? 0
    switch try way(for: whole, file: file, position: position) {
    case .counted where isRowMajor && largest >= TensorDistribution.smallestCountedBlock:
      let needed = parts.count * Self.countedByteCount
      return needed <= max(open.budget.byteCount, Self.smallBudget) ? .counted : nil
    case .counted:
      let needed = sortedByteCount(whole.elementCount, of: type)
      return needed <= max(open.budget.byteCount, Self.smallBudget) ? .sorted : nil
    case .sorted:
      // The tensor and its batches as they stay, and one batch while it is sorted.
      let needed = sortedByteCount(whole.elementCount + largest, of: type)
      return needed <= open.budget.byteCount ? .sorted : nil
    case .sketched:
      return isRowMajor ? .sketched : nil
    }
  }

  private func sorted(
    _ elements: Range<Int>, _ file: TensorFile, _ position: Int, _ monitor: ProgressMonitor
  ) throws -> TensorDistribution {
    var singles: [Float] = []
    var doubles: [Double] = []
    try forEachStretch(of: elements, file, position, monitor) { values in
      switch values {
      case .float32(let values): singles += values
      case .float64(let values): doubles += values
      }
    }
    let layout = BlockLayout(elementCount: elements.count)
    guard doubles.isEmpty else {
      return try TensorDistribution(consume doubles, layout: layout, monitor: monitor)
    }
    return try TensorDistribution(consume singles, layout: layout, monitor: monitor)
  }

  private func bounds(
    of elements: Range<Int>, _ file: TensorFile, _ position: Int, _ monitor: ProgressMonitor
  ) throws -> RunningBounds {
    var bounds = RunningBounds()
    try forEachStretch(of: elements, file, position, monitor) { values in
      switch values {
      case .float32(let values): for value in values { bounds.add(value) }
      case .float64(let values): for value in values { bounds.add(Float(value)) }
      }
    }
    return bounds
  }

  private func forEachStretch(
    of elements: Range<Int>, _ file: TensorFile, _ position: Int, _ monitor: ProgressMonitor,
    _ body: (TensorValues) -> Void
  ) throws {
    for start in stride(from: elements.lowerBound, to: elements.upperBound, by: Self.stretch) {
      try monitor.checkCancellation()
      let end = min(start + Self.stretch, elements.upperBound)
      body(try file.values(of: position, elements: start..<end).ignoring(ignoring))
    }
  }
}
