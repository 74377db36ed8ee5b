import QuantizationEngine

extension ONNXQuantization {
  /// Takes down what the weights of products of integers stand for.
  mutating func stateProducts(_ products: ONNXIntegerProducts) {
    var stated: [(codes: Int, scale: Int, zeroPoint: Int?, isConvolution: Bool)] = []
    products.forEach { product, factors in
      let scales = factors.compactMap { position($0, product.scope) }
      let zeroPoint = product.input(3)
      let zeroPoints = position(zeroPoint, product.scope)
      guard scales.count == 1, (zeroPoint == nil) == (zeroPoints == nil),
        let codes = position(product.input(1), product.scope)
      else { return }
      stated.append((codes, scales[0], zeroPoints, product.node.op == "ConvInteger"))
    }
    for (codes, scale, zeroPoint, isConvolution) in stated {
      guard let stored = tensor(codes), let scales = tensor(scale)?.description else { continue }
      let shape = stored.description.shape
      let granularity: Granularity
      if scales.shape == [] || scales.shape == [1] {
        granularity = .perTensor
      } else if !isConvolution, scales.shape.count == 1, scales.shape[0] == shape.last {
        granularity = .perChannel(axis: shape.count - 1)
      } else {
        continue
      }
      state(codes, scales: scale, zeroPoints: zeroPoint, granularity, .float32)
    }
  }
}
