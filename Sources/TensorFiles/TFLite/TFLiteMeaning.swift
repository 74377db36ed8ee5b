import QuantizationEngine

/// What the elements of a constant stand for.
enum TFLiteMeaning {
  /// For the numbers that they are.
  case themselves
  /// For real values.
  case values(StoredEncoding)
  /// For real values that follow from them in a way that is not known here, only what it is called.
  case unknown(String)

  /// A constant whose elements have this meaning.
  ///
  /// Where it is not known, the elements are read as the numbers that they are, and listed as such.
  func tensor(of codes: StoredTensor) -> StoredTensor {
    switch self {
    case .themselves: return codes
    case .values(let encoding): return StoredTensor(quantized: codes, by: encoding)
    case .unknown(let word):
      let description = codes.description
      return StoredTensor(
        description: TensorDescription(
          name: description.name, elementType: description.elementType,
          storedAs: "\(description.storedAs) \(word)", shape: description.shape,
          elementCount: description.elementCount, byteCount: description.byteCount),
        file: codes.file, start: codes.start, form: codes.form)
    }
  }
}

extension ElementType {
  /// The zero-points that codes of this type may have: the codes that float32 has too.
  var zeroPoints: ClosedRange<Int64> {
    let held = integers.clamped(to: -(1 << 24)...(1 << 24) - 1)
    return Int64(held.lowerBound)...Int64(held.upperBound)
  }
}
