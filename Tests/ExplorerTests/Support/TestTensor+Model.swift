import TestSupport

extension TestTensor {
  /// A small model: an embedding, some layers of four tensors each, and a head.
  static func model(layers: Int) -> [TestTensor] {
    var random = SplitMix64(seed: 11)
    func tensor(_ name: String, _ shape: [Int], tail: Double = 0) -> TestTensor {
      let count = shape.reduce(1, *)
      var values = (0..<count).map { _ in Float(random.nextNormal() * 0.05) }
      if tail > 0 { values[0] = Float(tail) }
      return TestTensor(name: name, shape: shape, values: values)
    }
    let blocks = (0..<layers).flatMap { layer in
      [
        tensor("model.layers.\(layer).attention.output.weight", [16, 16]),
        tensor("model.layers.\(layer).attention.query_key_value.weight", [48, 16]),
        tensor("model.layers.\(layer).mlp.down.weight", [16, 64], tail: Double(layer + 1) * 0.3),
        tensor("model.layers.\(layer).norm.bias", [16]),
      ]
    }
    return [tensor("embeddings.word.weight", [100, 16])] + blocks
      + [tensor("head.weight", [100, 16])]
  }
}
