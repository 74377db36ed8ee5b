/// What a flatbuffer asks for at some byte; the raw value is its word.
public enum FlatBufferToken: String, CaseIterable, Hashable, Sendable {
  /// A number that leads to what is in the file.
  case offset = "an offset to what is in the file"
  /// The list of a table's fields.
  case fieldList = "the fields of a table"
  /// A vector.
  case vector = "a vector that ends in the file"
  /// A text.
  case text = "a text that ends in the file"
  /// Texts that have bytes of their own.
  case apart = "texts that do not lie in each other"
}
