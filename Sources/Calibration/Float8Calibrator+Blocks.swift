public import QuantizationEngine

extension Float8Calibrator {
  /// What it chooses for each block of a tensor, or why it cannot, in the order of the blocks.
  ///
  /// A block whose values are all left out, in a tensor that has some elsewhere, has a scale of 1; one with
  /// NaN or infinities has none, as with the tool.
  ///
  /// - Returns: one for each block, of which at least one has an encoding.
  /// - Throws: as ``Calibrator/calibratedOrNot(of:scheme:monitor:)``.
  public func float8Encodings(
    of tensor: TensorDistribution, monitor: ProgressMonitor = .none
  ) throws(CalibrationError) -> BlockResults<Float8Encoding> {
    try check(tensor.layout)
    let isSomewhere = tensor.count > 0
    let results: [Result<Float8Encoding?, CalibrationError>] = Parallel.map(tensor.blocks) {
      block in
      do throws(CalibrationError) {
        guard !monitor.isCancelled else { throw .cancelled }
        guard !isSomewhere || block.count > 0 || block.excluded.notFinite > 0 else {
          return .success(nil)
        }
        try requireEncoding(in: block)
        return .success(try float8Encoding(for: block))
      } catch {
        return .failure(error)
      }
    }
    return try BlockResults(results) { Float8Encoding(scale: 1) ?? $0 }
  }
}
