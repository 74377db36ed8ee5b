/// A tensor of the original and its counterpart in the quantized model.
///
/// A side may be several tensors one behind the other: experts that the other side stacks, q, k and
/// v that it has fused.
public struct TensorPair: Hashable, Sendable {
  /// Which tensors of the original's list, in the order in which they follow each other.
  public let original: [Int]
  /// Which tensors of the quantized model's list.
  public let quantized: [Int]
  /// The original's name; of several tensors their names as one.
  public let name: String
  /// The counterpart's name.
  public let counterpart: String
  /// How the two were found to belong together.
  public let match: PairMatch
  /// The original's shape; a stack has its number of tensors in front.
  public let shape: [Int]
  /// What the converter may have done, likeliest first; never empty.
  public let transforms: [TensorTransform]
  /// How many elements both sides have; less than the original's if the counterpart has fewer rows.
  public let comparedCount: Int
  /// How many rows of axis 0 the counterpart has more than the original, or fewer if negative:
  /// vocabularies are padded, and cut.
  public let extraRows: Int

  /// The pair with the transform under which the two sides are nearest to each other.
  ///
  /// Candidates are compared with each other and with nothing else, for a right transform of a
  /// ternary format has a larger error than some wrong ones of a fine format. The first of equal
  /// ones is taken, and no number at all counts as infinite.
  ///
  /// - Parameter relativeError: ‖x − y‖ / ‖x‖ under a transform, of a sample or of all values.
  /// - Returns: the transform; without a choice `relativeError` is not asked.
  public func nearestTransform(
    by relativeError: (TensorPair, TensorTransform) -> Double
  ) -> TensorTransform {
    nearest(by: relativeError).transform
  }

  /// The same, with its error; nil where there was no choice.
  func nearest(
    by relativeError: (TensorPair, TensorTransform) -> Double, evenAlone: Bool = false
  ) -> (transform: TensorTransform, error: Double?) {
    guard transforms.count > 1 || evenAlone else { return (transforms[0], nil) }
    var best = (transform: transforms[0], error: Double.infinity)
    for transform in transforms {
      let error = relativeError(self, transform)
      if error < best.error { best = (transform, error) }
    }
    return (best.transform, best.error)
  }
}

/// How two tensors were found to belong together, from the surest to the least sure.
public enum PairMatch: String, CaseIterable, Hashable, Sendable {
  /// Both have the same name.
  case name = "name"
  /// The names are the same without what a tool puts around them: `_quantized`, `base_layer`.
  case producer = "producer"
  /// The names are the same without the module that holds the whole model: `model.`.
  case holder = "holder"
  /// The names mean the same part of a transformer, in the naming of two programs.
  case architecture = "architecture"
  /// No names fit; of all tensors of this size these two have the nearest values.
  case content = "content"
  /// No names fit; these are the only two of this shape, or the n-th of it on both sides.
  case shape = "shape"

  /// A few words for a person.
  public var words: String {
    switch self {
    case .name: "same name"
    case .producer: "same name but for what a tool added"
    case .holder: "same name within the model"
    case .architecture: "same part of the architecture"
    case .content: "nearest values of the same size"
    case .shape: "same shape in the same place"
    }
  }
}
