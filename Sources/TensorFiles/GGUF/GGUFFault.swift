/// What is wrong with a GGUF file, or with one tensor in it.
///
/// Positions count bytes from 0 at the start of the file; the offsets of tensors are counted as the
/// format does it, from the first aligned byte behind the header. A shape has the slowest dimension
/// first.
public enum GGUFFault: Error, Hashable, Sendable {
  // MARK: Around the header

  /// The file does not begin with the signature.
  case signature(found: [UInt8], expected: [UInt8])
  /// The version is not one of the two that are read.
  case version(found: UInt32, position: Int)
  /// There are said to be more things than are read.
  case count(GGUFField, found: UInt64, limit: Int, position: Int)
  /// There are said to be more things than the file has room for.
  case countPastEnd(GGUFField, found: UInt64, expected: Int, available: Int, position: Int)
  /// The file ends within the header.
  case cut(GGUFField, expected: UInt64, found: Int, position: Int)
  /// The header is longer than any that is read.
  case headerTooLong(GGUFField, limit: Int, position: Int)
  /// A name is longer than any that is read.
  case textLength(GGUFField, found: UInt64, limit: Int, position: Int)

  // MARK: The metadata

  /// A key has no name.
  case emptyKey(position: Int)
  /// A key is there twice.
  case duplicateKey(key: String, position: Int)
  /// The type of a value is unknown.
  case valueType(key: String, found: UInt32, position: Int)
  /// Arrays lie too deep in arrays.
  case nesting(key: String, limit: Int, position: Int)
  /// An array is said to have more values than the file has room for.
  case arrayCount(key: String, element: GGUFValueType, found: UInt64, limit: Int, position: Int)
  /// A key that matters here has a value of the wrong type.
  case keyType(GGUFKey, found: GGUFValueType, position: Int)
  /// The alignment is no power of 2.
  case alignment(found: UInt32, position: Int)
  /// The number of a part is missing, or none of those that there are.
  case part(number: Int?, count: Int)

  // MARK: The tensors

  /// There are more dimensions than a tensor may have.
  case rank(name: String, found: UInt32, limit: Int, position: Int)
  /// A tensor has more bytes than can be counted.
  case tooLarge(name: String, shape: [UInt64], position: Int)
  /// A name is there twice.
  case duplicateName(name: String, position: Int)
  /// A tensor does not begin where the one before it ends.
  case misplaced(
    name: String, expected: GGUFPlace, found: UInt64, alignment: Int, position: Int)

  // MARK: Tensors that are listed and not read

  /// The name is not UTF-8.
  case nameEncoding(name: String, position: Int)
  /// The rows are no whole number of blocks.
  case partialBlock(
    name: String, storedAs: String, rowLength: Int, valueCount: Int, position: Int)
  /// The blocks are of a type that is not decoded.
  case undecoded(name: String, storedAs: String, position: Int)
  /// The type is one that the format no longer has.
  case removedType(name: String, storedAs: String, position: Int)
  /// The type is unknown.
  case unknownType(name: String, storedAs: String, position: Int)
  /// The order of the bytes of such elements is not the same in all big-endian files.
  case byteOrder(name: String, storedAs: String, position: Int)
  /// A tensor ends behind the end of the file.
  case pastEnd(name: String, offset: UInt64, byteCount: Int, available: Int, position: Int)
  /// An earlier part of the model has a tensor of this name.
  case repeatedName(name: String)

  // MARK: The parts of a split model

  /// The first part does not have the name by which the others are found.
  case renamed(count: Int, expected: String)
  /// Parts are missing: these.
  case missingParts(count: Int, missing: [String])
  /// A file says that it is another part than its name does, or no part.
  case otherPart(number: Int?, count: Int?, expected: Int, expectedCount: Int)

  // MARK: What is asked for

  /// A type or a shape is asked for.
  case layout
}
