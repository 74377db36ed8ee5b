public import QuantizationEngine

/// A way to choose the clipping range of a block of values.
///
/// A calibrator is a value: its settings are members, so two with different settings differ.
public protocol Calibrator: Sendable {
  /// The name by which the command line and the screen call it, in kebab-case; it never changes.
  var name: String { get }

  /// Its settings as a person reads them, such as `99.9 %`; nil if it has none.
  var setting: String? { get }

  /// What it minimises or keeps, in one sentence of plain words.
  var summary: String { get }

  /// What it computes, in three to six lines: what it minimises, with which bins, levels, divisor and
  /// rounding, and its source.
  var explanation: [String] { get }

  /// About how long it takes for a block. By default ``CalibrationEffort/low``.
  var effort: CalibrationEffort { get }

  /// Refuses a layout that it has no way of calibrating, such as channels where it knows whole
  /// tensors only. By default every layout is accepted.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``.
  func check(_ layout: BlockLayout) throws(CalibrationError)

  /// Refuses what it has no way of calibrating whatever the values: a layout, or a scheme that its
  /// tool does not have. By default the layout alone is asked for.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)``.
  func check(_ layout: BlockLayout, scheme: Scheme) throws(CalibrationError)

  /// The range it chooses.
  ///
  /// - Parameters:
  ///   - distribution: the values of one block.
  ///   - scheme: the codes and the arithmetic that the range is for.
  /// - Returns: the range, which need not contain zero.
  /// - Throws: ``CalibrationError`` where it cannot choose; it never falls back to another way.
  func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange

  /// The range it chooses with the quantizer that comes of it.
  ///
  /// By default the scheme makes the quantizer. A calibrator that emulates a tool gives the scale,
  /// zero-point, codes and arithmetic of that tool (see ``ToolCalibrator``); one that chooses a scale
  /// rather than a range gives that scale.
  ///
  /// - Throws: ``CalibrationError`` where it cannot choose or the range has no encoding.
  func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock
}

extension Calibrator {
  /// No settings.
  public var setting: String? { nil }

  /// Hardly any.
  public var effort: CalibrationEffort { .low }

  /// The summary alone.
  public var explanation: [String] { [summary] }

  /// Every layout.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {}

  /// The layout.
  public func check(_ layout: BlockLayout, scheme: Scheme) throws(CalibrationError) {
    try check(layout)
  }

  /// The range it chooses with the quantizer that the scheme makes of it.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    try CalibratedBlock(try clippingRange(for: distribution, scheme: scheme), scheme: scheme)
  }
}
