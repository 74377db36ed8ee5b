import QuantizationEngine

extension BlockLayout {
  /// Refuses channels and groups.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``.
  func requireWholeTensor(for tool: String) throws(CalibrationError) {
    guard granularity != .perTensor else { return }
    throw .notInRepertoire(
      tool: tool, reason: "it looks at whole tensors, not at channels or groups")
  }
}
