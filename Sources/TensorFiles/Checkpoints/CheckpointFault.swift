public import QuantizationEngine

/// Why a layer that a checkpoint stores quantized cannot be read.
///
/// Layers are called as they are listed, parts as the file calls them.
public enum CheckpointFault: Error, Hashable, Sendable {
  /// Something that the layout needs is not among the tensors.
  case missingPart(layer: String, part: String)
  /// A part is of a type that the layout does not have there.
  case partType(layer: String, part: String, found: ElementType)
  /// A part has not the shape that those of the others ask for.
  case partShape(layer: String, part: String, found: [Int], expected: [Int])
  /// The codes have a shape that none of the layouts with such parts has.
  case codeShape(layer: String, part: String, found: [Int])
  /// A part is itself not read.
  case partUnread(layer: String, part: String)
  /// A part that says how the layer lies is not what it should be: JSON, or two sizes.
  case description(layer: String, part: String)
  /// A column is of a group that does not exist.
  case groupIndex(layer: String, part: String, column: Int, group: Int, groupCount: Int)
  /// The layout is known and not read.
  case method(layer: String, method: String)
  /// The layer has more elements than can be counted.
  case tooLarge(layer: String, shape: [Int])
}

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
    case .tooLarge(let layer, let shape):
      "layer \(Self.quoted(layer)) of \(shape) has more elements than can be counted"
    }
  }

  private static func quoted(_ text: String) -> String { TensorFileError.quoted(text) }
}
