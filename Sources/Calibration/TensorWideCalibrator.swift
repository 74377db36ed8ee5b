internal import QuantizationEngine

/// A calibrator whose range for a block depends on the other blocks of the tensor.
protocol TensorWideCalibrator: Calibrator {
  /// The same calibrator, for the blocks of one tensor.
  func knowing(_ tensor: TensorDistribution) -> Self
}

extension Calibrator {
  /// The same calibrator, for the blocks of one tensor.
  func forBlocks(of tensor: TensorDistribution) -> any Calibrator {
    guard let wide = self as? any TensorWideCalibrator else {
      return forOne(of: tensor.blocks.count)
    }
    return wide.knowing(tensor)
  }
}
