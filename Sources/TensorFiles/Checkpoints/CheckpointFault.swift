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
  /// The codes are no whole numbers in the order of the values.
  case codesWithoutOrder(layer: String, storedAs: String)
  /// The layer has more elements than can be counted.
  case tooLarge(layer: String, shape: [Int])
}
