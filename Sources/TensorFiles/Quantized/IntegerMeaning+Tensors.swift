import QuantizationEngine

extension IntegerMeaning {
  /// The tensors of the real values that tensors of integers stand for.
  ///
  /// - Throws: ``TensorFileError/notIntegers(path:name:storedAs:)`` and `zeroPoint`.
  func reals(of tensors: [StoredTensor]) throws(TensorFileError) -> [StoredTensor] {
    var reals: [StoredTensor] = []
    for tensor in tensors { reals.append(try self.reals(of: tensor)) }
    return reals
  }

  /// The tensor of the real values that a tensor of integers stands for.
  ///
  /// - Throws: ``TensorFileError/notIntegers(path:name:storedAs:)`` and `zeroPoint`.
  func reals(of tensor: StoredTensor) throws(TensorFileError) -> StoredTensor {
    if case .unread = tensor.form { return tensor }
    let description = tensor.description
    guard description.elementType.isInteger,
      description.storedAs == description.elementType.rawValue,
      let encoding = StoredEncoding(
        codeType: description.elementType, granularity: .perTensor, shape: description.shape,
        scales: .all(scale), zeroPoints: .all(Float(zeroPoint)), product: .float64)
    else {
      throw .notIntegers(
        path: tensor.file.path, name: description.name, storedAs: description.storedAs)
    }
    guard description.elementType.integers.contains(Int(zeroPoint)) else {
      throw .zeroPoint(
        path: tensor.file.path, zeroPoint: Int(zeroPoint), elementType: description.elementType)
    }
    return StoredTensor(quantized: tensor, by: encoding)
  }
}
