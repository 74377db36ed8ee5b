import Calibration
import QuantizationEngine
import TensorFiles

extension TensorLoader {
  /// How many elements are read at a time: few enough to stay in a processor's cache.
  private static let stretch = 1 << 18

  /// The bounds of the batches of a tensor in a file, for calibrators that go by the order of its
  /// values; nil for a sketch, which has none.
  ///
  /// The file is read once more, a stretch at a time, so that memory stays as it is.
  ///
  /// - Throws: ``Failure``, or `CancellationError` once the monitor says so.
  func batches(monitor: ProgressMonitor = .none) throws -> BatchBounds? {
    guard case .stored(let file, let position) = open.source else { return nil }
    do {
      return BatchBounds(
        batches: try BatchBounds.parts(of: open.facts.elementCount).compactMap { elements in
          var bounds = RunningBounds()
          for start in stride(from: elements.lowerBound, to: elements.upperBound, by: Self.stretch)
          {
            try monitor.checkCancellation()
            let end = min(start + Self.stretch, elements.upperBound)
            switch try file.values(of: position, elements: start..<end) {
            case .float32(let values): for value in values { bounds.add(value) }
            case .float64(let values): for value in values { bounds.add(Float(value)) }
            }
          }
          return bounds.range
        })
    } catch let error as TensorFileError {
      throw Failure(error)
    }
  }
}
