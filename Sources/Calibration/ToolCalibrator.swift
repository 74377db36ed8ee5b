public import QuantizationEngine

/// A calibrator that emulates a tool: its ranges are for that tool's arithmetic, whatever the scheme's.
public protocol ToolCalibrator: Calibrator {
  /// The tool's arithmetic.
  var toolchain: any Toolchain { get }

  /// The tool's arithmetic for a scheme: by default ``toolchain``.
  ///
  /// A tool of several toolchains takes the one in force, ``Scheme/rule``, where it is its own.
  func toolchain(for scheme: Scheme) -> any Toolchain
}

extension ToolCalibrator {
  /// The one toolchain it has.
  public func toolchain(for scheme: Scheme) -> any Toolchain { toolchain }

  /// The layout, by what the calibrator and its tool have, and the scheme.
  public func check(_ layout: BlockLayout, scheme: Scheme) throws(CalibrationError) {
    try check(layout)
    let toolchain = toolchain(for: scheme)
    try toolchain.check(scheme)
    try toolchain.check(layout, scheme)
  }

  /// The range it chooses under the tool's arithmetic, and what the tool makes of it.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` where the tool has no such scheme,
  ///   ``CalibrationError/noEncoding(_:)``, and what
  ///   ``Calibrator/clippingRange(for:scheme:)`` throws.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let scheme = try toolchain(for: scheme).scheme(scheme)
    return try CalibratedBlock(
      try clippingRange(for: distribution, scheme: scheme), scheme: scheme)
  }
}
