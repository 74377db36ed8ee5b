import QuantizationEngine

extension ToolHistogram {
  /// What ONNX Runtime counts values in: equal bins from minus to plus the largest magnitude.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  init(
    aboutZero distribution: any Distribution, count: Int, type: ElementType = .float32, tool: String
  ) throws(CalibrationError) {
    self.init(
      of: .values, in: distribution,
      bins: try NumPyBins(aboutZero: distribution, count: count, type: type, tool: tool))
  }
}

extension NumPyBins {
  /// Equal bins from minus to plus the largest magnitude.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  init(
    aboutZero distribution: any Distribution, count: Int, type: ElementType = .float32, tool: String
  ) throws(CalibrationError) {
    guard let largest = distribution.largestMagnitude else { throw .noFiniteValues }
    try self.init(over: -largest...largest, count: count, type: type, tool: tool)
  }
}
