extension TFLiteSubgraph {
  /// A tensor, if it is a constant; one that cannot be read says why.
  func constant(_ index: Int, _ budget: inout TFLiteBudget) -> TFLiteConstant? {
    guard let tensors else { return nil }
    budget.countTensor()
    var constant = TFLiteConstant(subgraph: name, number: number, index: index)
    do throws(TFLiteTensorFault) {
      let tensor = try TFLiteTensor(index, of: tensors)
      guard try constant.read(tensor, buffers: buffers, &budget) else { return nil }
      let codes = try constant.codes(named: "", in: buffers.buffer.file).description
      if codes.elementType.isInteger, codes.elementCount > 0, let table = try tensor.quantization {
        constant.meaning = try TFLiteQuantization(table).meaning(of: codes, in: self, &budget)
      }
    } catch {
      constant.fault = error
    }
    return constant
  }
}
