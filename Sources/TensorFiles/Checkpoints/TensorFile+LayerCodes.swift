import QuantizationEngine

extension TensorFile {
  /// The codes of a checkpoint's layer as an array in the order of its values; nil of any other tensor.
  ///
  /// - Throws: ``TensorFileError/checkpoint(path:_:)`` where the codes are no whole numbers, or lie in
  ///   another order than the values.
  func layerCodes(of tensor: Int) throws(TensorFileError) -> TensorArray? {
    guard case .layered(let layer) = stored[tensor].form else { return nil }
    let description = stored[tensor].description
    guard let codes = storedCodes(of: tensor), layer.storedColumnCount == description.shape.last
    else {
      throw .checkpoint(
        path: path, .codesWithoutOrder(layer: description.name, storedAs: description.storedAs))
    }
    let isSigned = codes.range.lowerBound < 0
    return TensorArray(
      descr: isSigned ? "|i1" : "|u1", shape: description.shape, count: description.elementCount
    ) { (run) throws(TensorFileError) in
      try codes.codes(run).map { isSigned ? UInt8(bitPattern: Int8($0)) : UInt8($0) }
    }
  }
}
