public import QuantizationEngine

/// PyTorch's `MinMaxObserver` and `PerChannelMinMaxObserver`: keeps every value.
///
/// Source: torch 2.13, `torch/ao/quantization/observer.py`.
public struct TorchMinMaxCalibrator: ToolCalibrator {
  /// What the observer looks at.
  public let scope: Scope
  /// What an observer looks at.
  public enum Scope: Hashable, Sendable {
    /// All values of the tensor at once: `MinMaxObserver`.
    case tensor
    /// Each channel by itself: `PerChannelMinMaxObserver`.
    case channel
  }

  /// The observer; by default of whole tensors.
  public init(scope: Scope = .tensor) {
    self.scope = scope
  }

  /// `torch-minmax` or `torch-per-channel-minmax`.
  public var name: String { scope == .tensor ? "torch-minmax" : "torch-per-channel-minmax" }

  /// What it keeps.
  public var summary: String {
    scope == .tensor
      ? "PyTorch: keeps every value" : "PyTorch: keeps every value, channel by channel"
  }

  /// PyTorch's arithmetic.
  public var toolchain: any Toolchain { TorchToolchain() }

  /// The form in force, or stored codes for 8 bits and fake quantization for others.
  public func toolchain(for scheme: Scheme) -> any Toolchain {
    TorchToolchain(for: scheme, stored: scope == .tensor ? .stored : .channels)
  }

  /// Whole tensors, or channels.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for the other.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    switch (scope, layout.granularity) {
    case (.tensor, .perTensor), (.channel, .perChannel): return
    case (.tensor, _):
      throw .notInRepertoire(
        tool: name, reason: "it looks at whole tensors, not at channels or groups")
    case (.channel, _):
      throw .notInRepertoire(tool: name, reason: "it looks at channels: choose them as granularity")
    }
  }

  /// The range from the smallest to the largest value.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    return ClippingRange(lower: Double(bounds.lowerBound), upper: Double(bounds.upperBound))
  }
}
