public import QuantizationEngine

/// Cuts one value in ten thousand off each side, by rank.
///
///     lower = x[⌊n · (1 − p)⌋],  upper = x[min(⌊n · p⌋, n − 1)],  p = 0.9999
///
/// of the sorted values x, without interpolation; below 10,000 values that is min-max.
///
/// Source: `TorchPercentileObserver` of PPQ 0.6.6, for one batch.
public struct PPQPercentileCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `ppq-percentile`.
  public var name: String { "ppq-percentile" }

  /// The percentage.
  public var setting: String? { "99.99 %" }

  /// What it keeps.
  public var summary: String { "cuts one value in ten thousand off each side" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Cuts ⌊n / 10,000⌋ values off below and as many above, so 0.02 % in all.",
      "By rank, without a histogram and without interpolation; below 10,000 values it is min-max.",
      "Scale and zero-point as ppq-minmax; per tensor only (PPQ averages the cuts of its batches).",
      "Source: PPQ 0.6.6, quantization/observer/range.py.",
    ]
  }

  /// PPQ's arithmetic.
  public var toolchain: any Toolchain { PPQToolchain() }

  /// The one of PPQ's that is in force.
  public func toolchain(for scheme: Scheme) -> any Toolchain { PPQToolchain.inForce(for: scheme) }

  /// Whole tensors.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// From one rank to the other.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/notInRepertoire(tool:reason:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard distribution.count > 0 else { throw .noFiniteValues }
    try PPQToolchain().check(scheme)
    let ranks = Self.ranks(of: distribution)
    let last = distribution.count - 1
    return ClippingRange(
      lower: Double(Float(distribution.value(atRank: min(max(ranks.lowerBound, 0), last)))),
      upper: Double(Float(distribution.value(atRank: min(max(ranks.upperBound, 0), last)))))
  }

  /// The two ranks among the finite values, counted with all elements: what is below 0 is −infinity.
  static func ranks(of distribution: any Distribution) -> ClosedRange<Int> {
    let share = 0.9999
    let total = distribution.count + distribution.excluded.notFinite
    let below = distribution.excluded.negativeInfinity
    let lower = Int(Double(total) * (1 - share)) - below
    let upper = min(Int(Double(total) * share), total - 1) - below
    return min(lower, upper)...upper
  }
}
