import QuantizationEngine

extension CheckpointFault {
  /// What is wrong, as the rest of a sentence that began with the path.
  var predicate: String {
    switch self {
    case .missingPart(let layer, let part):
      "layer \(Self.quoted(layer)) is stored quantized and has no \(Self.quoted(part))"
    case .partType(let layer, let part, let found):
      "layer \(Self.quoted(layer)) has \(found.rawValue) in \(Self.quoted(part)), which its layout "
        + "does not have there"
    case .partShape(let layer, let part, let found, let expected):
      "layer \(Self.quoted(layer)) has \(found) as the shape of \(Self.quoted(part)), expected "
        + "\(expected) beside its other parts"
    case .codeShape(let layer, let part, let found):
      "layer \(Self.quoted(layer)) has \(found) as the shape of \(Self.quoted(part)), which suits "
        + "none of its other parts"
    case .partUnread(let layer, let part):
      "layer \(Self.quoted(layer)) needs \(Self.quoted(part)), which is not read by itself"
    case .description(let layer, let part):
      "layer \(Self.quoted(layer)) is described by \(Self.quoted(part)), which makes no sense"
    case .groupIndex(let layer, let part, let column, let group, let count):
      "layer \(Self.quoted(layer)) has column \(column) in group \(group) (\(Self.quoted(part))), "
        + "expected one of 0 to \(count - 1)"
    case .method(let layer, let method):
      "layer \(Self.quoted(layer)) is stored as \(method), which is not read"
    case .codesWithoutOrder(let layer, let storedAs):
      "layer \(Self.quoted(layer)) is stored as \(storedAs), whose codes are no whole numbers in the "
        + "order of its values, so they cannot be written"
    case .tooLarge(let layer, let shape):
      "layer \(Self.quoted(layer)) of \(shape) has more elements than can be counted"
    }
  }

  private static func quoted(_ text: String) -> String { TensorFileError.quoted(text) }
}
