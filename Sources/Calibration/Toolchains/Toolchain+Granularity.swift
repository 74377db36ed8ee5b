public import QuantizationEngine

extension Toolchain {
  /// Refuses what should share an encoding, as far as that is known before there is a tensor.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``.
  public func check(
    _ choice: GranularityChoice, _ scheme: Scheme
  ) throws(CalibrationError) {
    guard let reason = granularities.refusal(of: choice, scheme) else { return }
    throw .notInRepertoire(tool: name, reason: reason)
  }

  /// Refuses the blocks of a tensor that the tool does not have.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``.
  public func check(_ layout: BlockLayout, _ scheme: Scheme) throws(CalibrationError) {
    guard let reason = granularities.refusal(of: layout, scheme) else { return }
    throw .notInRepertoire(tool: name, reason: reason)
  }
}

extension Scheme {
  /// The toolchain whose arithmetic is in force; nil for qviz's own.
  public var toolchain: (any Toolchain)? {
    rule.name.flatMap { try? ToolchainCatalog.toolchain(named: $0) }
  }

  /// Refuses the blocks of a tensor that the toolchain in force does not have.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try toolchain?.sharing(layout.granularity.scope).check(layout, self)
  }

  /// Refuses what should share an encoding, as far as the toolchain in force lacks it whatever the tensor.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``.
  public func check(_ choice: GranularityChoice) throws(CalibrationError) {
    try toolchain?.sharing(choice.scope).check(choice, self)
  }
}
