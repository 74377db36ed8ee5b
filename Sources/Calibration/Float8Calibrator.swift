public import QuantizationEngine

/// A calibrator whose codes are float8 numbers, whatever the scheme's.
///
/// Its row has a scale, a range and an error like any other, but an integer scheme cannot take it,
/// so as a range it refuses with the reason.
public protocol Float8Calibrator: Calibrator {
  /// The encoding it chooses for a block.
  ///
  /// - Throws: ``CalibrationError`` where it cannot choose.
  func float8Encoding(
    for distribution: any Distribution
  ) throws(CalibrationError) -> Float8Encoding
}

extension Float8Calibrator {
  /// None: no integers have its levels.
  ///
  /// - Throws: ``CalibrationError/codesAreFloat8(tool:_:)``, or why it cannot choose.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    throw .codesAreFloat8(tool: name, try float8Encoding(for: distribution))
  }
}
