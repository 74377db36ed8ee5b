import QuantizationEngine

extension Scheme {
  /// Refuses float16 and bfloat16 values where what a tool makes of them is not emulated.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``.
  func requireFloat32(for tool: String, because reason: String) throws(CalibrationError) {
    guard valueType != .float32 else { return }
    throw .notInRepertoire(
      tool: tool, reason: "of \(valueType.rawValue) values it is not emulated: \(reason)")
  }
}
