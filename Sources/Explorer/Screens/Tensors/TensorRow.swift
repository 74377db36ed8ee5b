/// A row of the list.
enum TensorRow: Hashable, Sendable {
  /// A tensor, by its position.
  case tensor(Int)
  /// A group of tensors whose names begin alike.
  case group(Int)
  /// The line between what is below the threshold and the rest.
  case line
  /// A tensor that only the quantized model has.
  case surplus(Int)
  /// A file that was not read.
  case unread(Int)

  /// The tensor; nil where it is something else.
  var tensor: Int? {
    if case .tensor(let tensor) = self { tensor } else { nil }
  }
}
