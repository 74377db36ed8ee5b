import QuantizationEngine
import TestSupport

extension Fixture {
  /// All finite values of the tensor as one block.
  var block: (any Distribution)? {
    (try? tensor(.perTensor))?.blocks.first
  }

  /// The tensor's distribution.
  func tensor(_ granularity: Granularity) throws -> TensorDistribution {
    TensorDistribution(values, layout: try BlockLayout(shape: shape, granularity: granularity))
  }
}
