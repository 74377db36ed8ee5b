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

  /// What it computes.
  public var explanation: [String] {
    [
      scope == .tensor
        ? "Keeps every value of the tensor: from the smallest to the largest, widened to zero."
        : "Keeps every value of each channel by itself: from its smallest to its largest, and"
          + " zero.",
      "Asymmetric: scale (max − min) / 255 at 8 bits; symmetric: absmax / 127.5, so +absmax is"
        + " clipped to 127.",
      "A scale is at least 2^-23, so values much smaller than that all become zero.",
      "Zero-point q − half-even(min / scale), clamped; all in float32.",
      "8-bit codes half-even(x · (1 / scale) + zero-point), others as fake quantization: the"
        + " zero-point after rounding.",
      "Source: torch 2.13, ao/quantization/observer.py, "
        + (scope == .tensor ? "MinMaxObserver." : "PerChannelMinMaxObserver."),
    ]
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
    case (.tensor, _): try layout.requireWholeTensor(for: name)
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
