/// Documents whose tensors are members of an object, by their names.
enum NameKeys {
  /// Makes an object of the tensors of a document.
  ///
  /// - Parameters:
  ///   - tensors: the tensors.
  ///   - format: the format's name for people.
  ///   - value: what stands under the name of a tensor.
  /// - Returns: the members.
  /// - Throws: ``EncodingFileError/nameNotExpressible(format:tensor:reason:)`` for two names that differ in
  ///   the spelling of a letter alone, which are one name to the library, and what `value` throws.
  static func members<Value>(
    of tensors: [TensorEncodings], format: String,
    _ value: (TensorEncodings) throws(EncodingFileError) -> Value
  ) throws(EncodingFileError) -> [String: Value] {
    var members: [String: Value] = [:]
    for tensor in tensors {
      guard members[tensor.name] == nil else {
        throw .nameNotExpressible(
          format: format, tensor: tensor.name,
          reason: "another one differs from it in the spelling of a letter alone")
      }
      members[tensor.name] = try value(tensor)
    }
    return members
  }

  /// How many blocks a document may have in the formats that say each apart, in hundreds of bytes of memory.
  static let objectLimit = 1 << 18

  /// Refuses a document with an object for each block that has too many.
  ///
  /// - Throws: ``EncodingFileError/tooManyBlocks(limit:found:)``.
  static func checkObjects(of document: EncodingDocument) throws(EncodingFileError) {
    let count = document.tensors.reduce(0) { $0 + $1.encodings.count }
    guard count <= objectLimit else { throw .tooManyBlocks(limit: objectLimit, found: count) }
  }
}
