internal import QuantizationEngine

// Which granularities each tool has, by the sources that its toolchain names.

extension OrtToolchain {
  /// Tensors and channels along any axis; or, for `compute_scale_zp_blocked`, groups of any size of a
  /// matrix, of which the last may be shorter.
  public var granularities: GranularityRepertoire {
    formula == .blocked
      ? GranularityRepertoire(
        hasTensors: false, groups: .init(fit: .lastMayBeShorter, dimensionCount: 2),
        elsewhere: [.tensors: "ort has whole tensors", .channels: "ort has channels"])
      : GranularityRepertoire(channels: .any, elsewhere: [.groups: "ort-blocked has groups"])
  }
}

extension TorchToolchain {
  /// Tensors for `quantize_per_tensor`, channels along any axis for `quantize_per_channel`, and both for
  /// fake quantization.
  public var granularities: GranularityRepertoire {
    switch form {
    case .stored, .reduced:
      GranularityRepertoire(elsewhere: [
        .channels: "torch-per-channel has channels", .groups: "torchao has groups",
      ])
    case .channels:
      GranularityRepertoire(
        hasTensors: false, channels: .any,
        elsewhere: [.tensors: "torch has whole tensors", .groups: "torchao has groups"])
    case .fake:
      GranularityRepertoire(channels: .any, elsewhere: [.groups: "torchao has groups"])
    }
  }
}

extension TorchAOToolchain {
  /// Channels along any axis, and blocks of any size that divides the axis.
  public var granularities: GranularityRepertoire {
    GranularityRepertoire(channels: .any, groups: .init(fit: .dividesAxis))
  }
}

extension AimetToolchain {
  /// Tensors and channels; blocks that divide the axis since 2.0, in the library those of a matrix.
  public var granularities: GranularityRepertoire {
    switch generation {
    case .current, .fixed:
      GranularityRepertoire(
        channels: .any, groups: .init(fit: .dividesAxis, dimensionCount: 2))
    case .torch: GranularityRepertoire(channels: .any, groups: .init(fit: .dividesAxis))
    case .first:
      GranularityRepertoire(channels: .any, elsewhere: [.groups: "aimet has groups"])
    case .snpe: GranularityRepertoire()
    }
  }
}

extension TensorRTToolchain {
  /// Channels along any axis, and blocks of any size, of which the last is filled up with zeros.
  public var granularities: GranularityRepertoire {
    GranularityRepertoire(channels: .any, groups: .init(fit: .lastMayBeShorter))
  }
}

extension TFLiteToolchain {
  /// Tensors, and symmetric channels along the axis of the operator.
  public var granularities: GranularityRepertoire {
    GranularityRepertoire(
      channels: .firstOrLast, channelSymmetries: [.symmetric, .restrictedSymmetric],
      elsewhere: [.groups: "litert has groups"])
  }
}

extension LiteRTToolchain {
  /// Channels along the axis of the operator, and blocks of four sizes along the last axis of a matrix.
  public var granularities: GranularityRepertoire {
    GranularityRepertoire(
      channels: .firstOrLast,
      groups: .init([32, 64, 128, 256], fit: .dividesAxis, axes: .last, dimensionCount: 2))
  }
}

extension TensorFlowFakeQuantToolchain {
  /// Tensors, or for the op for channels those along the last axis.
  public var granularities: GranularityRepertoire {
    variant == .channels
      ? GranularityRepertoire(
        hasTensors: false, channels: .last,
        elsewhere: [.tensors: "tf-fake-quant has whole tensors"])
      : GranularityRepertoire(elsewhere: [.channels: "tf-fake-quant-per-channel has channels"])
  }
}

extension TensorFlowQuantizeToolchain {
  /// Tensors, and channels along any axis.
  public var granularities: GranularityRepertoire { GranularityRepertoire(channels: .any) }
}

extension TensorFlowRoundTripToolchain {
  /// Tensors, and channels along any axis.
  public var granularities: GranularityRepertoire { GranularityRepertoire(channels: .any) }
}

extension PPQToolchain {
  /// Tensors, and channels along any axis.
  public var granularities: GranularityRepertoire { GranularityRepertoire(channels: .any) }
}

extension NcnnToolchain {
  /// Tensors, and the output channels of a weight.
  public var granularities: GranularityRepertoire { GranularityRepertoire(channels: .first) }
}

extension NNCFToolchain {
  /// Tensors, and channels along any axis.
  public var granularities: GranularityRepertoire {
    GranularityRepertoire(
      channels: .any,
      elsewhere: [.groups: "NNCF compresses weights by groups, which is another arithmetic"])
  }
}

extension BrevitasToolchain {
  /// Channels along any axis, and groups of any size, of which the last is filled up with zeros.
  public var granularities: GranularityRepertoire {
    GranularityRepertoire(channels: .any, groups: .init(fit: .lastMayBeShorter))
  }
}

extension CompressedTensorsToolchain {
  /// Output channels, and groups of any size that divides the last axis.
  public var granularities: GranularityRepertoire {
    GranularityRepertoire(channels: .first, groups: .init(fit: .dividesAxis, axes: .last))
  }
}
