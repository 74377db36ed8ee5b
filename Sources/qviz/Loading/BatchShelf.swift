import Calibration
import QuantizationEngine
import Synchronization

/// The batches that were read last, so that every calibrator of a table finds them there.
///
/// Batches with their values take as much memory as the tensor; those of another number replace them.
final class BatchShelf: Sendable {
  private let loader: TensorLoader
  private let last = Mutex<BatchSequence?>(nil)

  /// An empty shelf for the batches of a loader's tensor.
  init(_ loader: TensorLoader) {
    self.loader = loader
  }

  /// So many batches, of which so much is known; nil where the values have no order.
  ///
  /// - Throws: ``Failure``, or `CancellationError` once the monitor says so.
  func batches(
    _ count: Int, _ detail: BatchDetail, monitor: ProgressMonitor = .none
  ) throws -> BatchSequence? {
    if let last = last.withLock(\.self), last.count == count,
      detail == .bounds || last.values != nil
    {
      return last
    }
    let batches = try loader.batches(count, detail, monitor: monitor)
    last.withLock { $0 = batches }
    return batches
  }

  /// A calibrator over so many batches of a tensor, or as many as it has by standard.
  ///
  /// Channels and groups have no batches, and nothing is read for them.
  ///
  /// - Throws: ``Failure``, or `CancellationError` once the monitor says so.
  func calibrator(
    _ calibrator: any Calibrator, over count: Int?, of layout: BlockLayout,
    monitor: ProgressMonitor = .none
  ) throws -> any Calibrator {
    try calibrator.over(count ?? loader.open.joined?.batches.count) { count, detail in
      layout.granularity == .perTensor ? try batches(count, detail, monitor: monitor) : nil
    }
  }
}
