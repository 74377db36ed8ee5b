import Explorer
import QuantizationEngine

extension TuningMemory {
  /// What was tuned of a tensor last, in an earlier session, on its way into a file.
  ///
  /// What is kept says of a bound at the end of the values no more than that, so they are read again.
  ///
  /// - Parameters:
  ///   - open: The tensor.
  ///   - position: Its place among all that are open.
  ///   - monitor: Says when nobody wants it any more.
  /// - Returns: nil where nothing is kept any more.
  /// - Throws: `Failure` where the tensor cannot be read, and `CancellationError` once `monitor` says so.
  func tuned(
    _ open: OpenTensor, at position: Int, _ monitor: ProgressMonitor
  ) throws -> TunedTensor? {
    guard let recalled = recall(position).tunings.first else { return nil }
    let loader = TensorLoader(open)
    let values = try loader.distribution(
      try loader.layout(recalled.granularity), monitor: monitor)
    return TunedTensor(
      recalled, of: LoadedTensor(values, reference: nil), tensor: position, name: open.facts.name)
  }
}
