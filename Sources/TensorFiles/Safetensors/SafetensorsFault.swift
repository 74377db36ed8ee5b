/// What is wrong with a safetensors file, or with one tensor in it.
///
/// Positions count bytes from 0 at the start of the file; the offsets of tensors are counted as the
/// format does it, from the first byte behind the header.
public enum SafetensorsFault: Error, Hashable, Sendable {
  // MARK: Around the header

  /// The file ends within the length of its header.
  case tooShort(found: Int)
  /// The header is said to be longer than the format allows.
  case headerTooLong(limit: Int, found: UInt64)
  /// The header is said to be longer than what follows.
  case headerPastEnd(expected: Int, found: Int)
  /// The header begins with something else than a brace; `found` is `nil` if it is empty.
  case headerStart(found: UInt8?)
  /// The header is filled up with something else than spaces.
  case padding(found: UInt8, position: Int)

  // MARK: The header's text

  /// The header is not JSON, or has a name twice.
  case json(JSONFault)
  /// What is said about the file is not an object.
  case annotations(found: JSONValueKind, position: Int)
  /// One of the things said about the file is not a string.
  case annotation(name: String, found: JSONValueKind, position: Int)
  /// What is said about a tensor is not an object.
  case entry(name: String, found: JSONValueKind, position: Int)
  /// A field that every tensor has is not there.
  case missingField(name: String, field: SafetensorsField, position: Int)
  /// A field is of another kind than it should be.
  case field(
    name: String, field: SafetensorsField, expected: JSONValueKind, found: JSONValueKind,
    position: Int)
  /// A dimension or an offset is negative.
  case negative(name: String, field: SafetensorsField, value: Int, position: Int)
  /// There are more dimensions than a tensor may have.
  case rank(name: String, dimensions: Int, limit: Int, position: Int)
  /// There are more or fewer offsets than a beginning and an end.
  case offsetCount(name: String, found: Int, position: Int)

  // MARK: Where the tensors lie

  /// A tensor ends before it begins.
  case reversed(name: String, begin: Int, end: Int, position: Int)
  /// A tensor ends behind the end of the file.
  case pastEnd(name: String, end: Int, available: Int, position: Int)
  /// A tensor has more bytes than can be counted.
  case tooLarge(name: String, storedAs: String, shape: [Int], position: Int)
  /// The elements of a tensor do not fill the last of its bytes.
  case partialByte(name: String, storedAs: String, shape: [Int], position: Int)
  /// A tensor takes more or fewer bytes than its shape says.
  case byteCount(
    name: String, storedAs: String, shape: [Int], expected: Int, found: Int, position: Int)
  /// A tensor does not begin where the one before it ends.
  case notContiguous(name: String, expected: Int, found: Int, position: Int)
  /// Bytes behind the last tensor belong to none.
  case uncovered(expected: Int, found: Int)

  // MARK: Tensors that are listed and not read

  /// The elements are complex numbers.
  case complexElements(name: String, position: Int)
  /// The type of the elements is unknown.
  case unknownType(name: String, storedAs: String, position: Int)
  /// A field is none of the three that say how a tensor lies.
  case unknownField(name: String, field: String, position: Int)

  // MARK: What is asked for

  /// A type or a shape is asked for, and the file has its own for each tensor.
  case layout
}

/// A field that a safetensors header has for every tensor; the raw value is its name there.
public enum SafetensorsField: String, CaseIterable, Hashable, Sendable {
  /// The type of the elements.
  case type = "dtype"
  /// The dimensions.
  case shape
  /// The first byte and the one behind the last.
  case offsets = "data_offsets"
}
