import QuantizationEngine

/// What int32 codes make of a bias, beside the error.
struct BiasMeasurement {
  /// One encoding for all values, or one for each.
  let encodings: [BiasEncoding]
  /// The code of each value.
  let codes: [Int32]
  /// Where the scales of the weight come from; nil where the scale of the bias was said.
  let weights: String?
  /// The values that saturate, by their places.
  let saturated: ListedBlocks
  /// The smallest weight scale of each encoding, at its input scale, with which nothing saturates; nil where none
  /// is large enough.
  let smallestScales: [Float?]

  /// The codes of some values.
  ///
  /// - Precondition: there is one encoding, or there are as many as values.
  init(_ values: [Float], _ encodings: [BiasEncoding], weights: String?) {
    func encoding(_ index: Int) -> BiasEncoding { encodings[encodings.count == 1 ? 0 : index] }
    self.encodings = encodings
    self.weights = weights
    codes = values.indices.map { encoding($0).quantize(values[$0]) }
    saturated = ListedBlocks(
      values.indices.lazy.filter { values[$0].isFinite && encoding($0).saturates(values[$0]) })
    let magnitudes = values.map { $0.isFinite ? $0.magnitude : 0 }
    smallestScales =
      encodings.count == 1
      ? [encodings[0].smallestWeightScale(forMagnitude: magnitudes.max() ?? 0)]
      : zip(encodings, magnitudes).map { $0.smallestWeightScale(forMagnitude: $1) }
  }

  /// The levels of the codes.
  var levels: [Float] {
    codes.indices.map { encodings[encodings.count == 1 ? 0 : $0].dequantize(codes[$0]) }
  }
}
