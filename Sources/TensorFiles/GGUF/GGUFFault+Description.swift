extension GGUFFault {
  /// What is wrong and where, as the rest of a sentence that began with the path.
  var predicate: String {
    switch self {
    // Around the header.
    case .signature(let found, let expected):
      found.isEmpty
        ? "is empty, expected the GGUF signature \(Self.hexadecimal(expected))"
        : "begins with \(Self.hexadecimal(found)), "
          + "expected the GGUF signature \(Self.hexadecimal(expected))"
    case .version(let found, let position):
      "GGUF version is \(found) (byte \(position)), expected 2 or 3"
    case .count(let field, let found, let limit, let position):
      "\(field.rawValue) is \(found) (byte \(position)), expected at most \(limit)"
    case .countPastEnd(let field, let found, let expected, let available, let position):
      "ends within its header: \(field.rawValue) is \(found) (byte \(position)), which takes "
        + "\(Self.bytes(expected)) or more, but only \(available) follow"
    case .cut(let field, let expected, let found, let position):
      "ends within its header: \(field.rawValue) at byte \(position) needs "
        + "\(expected == 1 ? "1 byte" : "\(expected) bytes"), but only \(found) follow"
    case .headerTooLong(let field, let limit, let position):
      "header goes on past \(Self.bytes(limit)), expected at most so many "
        + "(\(field.rawValue) at byte \(position))"
    case .textLength(let field, let found, let limit, let position):
      "\(field.rawValue) has \(found) bytes (says byte \(position)), expected at most \(limit)"

    // The metadata.
    case .emptyKey(let position): "metadata key at byte \(position) has no name"
    case .duplicateKey(let key, let position):
      "metadata has the key \(Self.quoted(key)) a second time at byte \(position)"
    case .valueType(let key, let found, let position):
      "metadata \(Self.quoted(key)) has type \(found) (byte \(position)), expected 0 to 12"
    case .nesting(let key, let limit, let position):
      "metadata \(Self.quoted(key)) nests arrays deeper than \(limit) at byte \(position)"
    case .arrayCount(let key, let element, let found, let limit, let position):
      "metadata \(Self.quoted(key)) has an array of \(found) \(element) (byte \(position)), "
        + "but what follows has room for at most \(limit)"
    case .keyType(let key, let found, let position):
      "metadata '\(key.rawValue)' is of type \(found) (byte \(position)), "
        + "expected \(key.valueType)"
    case .alignment(let found, let position):
      "metadata '\(GGUFKey.alignment.rawValue)' is \(found) (byte \(position)), "
        + "expected a power of 2"
    case .part(nil, let count):
      "is one of \(count) parts, but does not say which: metadata has no "
        + "'\(GGUFKey.partNumber.rawValue)'"
    case .part(let number?, let count):
      "metadata '\(GGUFKey.partNumber.rawValue)' is \(number), expected less than "
        + "'\(GGUFKey.partCount.rawValue)', \(count)"

    // The tensors.
    case .rank(let name, let found, let limit, let position):
      "tensor \(Self.quoted(name)) has \(found) dimensions (byte \(position)), "
        + "expected at most \(limit)"
    case .tooLarge(let name, let shape, let position):
      "tensor \(Self.quoted(name)) has the shape \(shape) (byte \(position)), "
        + "more bytes than can be counted in 63 bits"
    case .duplicateName(let name, let position):
      "has the tensor \(Self.quoted(name)) a second time at byte \(position)"
    case .misplaced(let name, .exactly(let expected), let found, _, let position):
      "tensor \(Self.quoted(name)) begins at offset \(found) (byte \(position)), "
        + "expected \(expected), where the one before it ends"
    case .misplaced(let name, .from(let expected), let found, let alignment, let position):
      "tensor \(Self.quoted(name)) begins at offset \(found) (byte \(position)), "
        + "expected a multiple of \(alignment) from \(expected) on"

    // Tensors that are listed and not read.
    case .nameEncoding(let name, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) has a name that is not UTF-8"
    case .partialBlock(let name, let storedAs, let rowLength, let valueCount, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) has \(rowLength) values a row, "
        + "expected a multiple of \(valueCount) for \(storedAs)"
    case .undecoded(let name, let storedAs, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) is stored as \(storedAs), "
        + "which is not decoded"
    case .removedType(let name, let storedAs, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) is stored as \(storedAs), "
        + "which the format no longer has"
    case .unknownType(let name, let storedAs, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) is stored as \(storedAs), "
        + "which is not known"
    case .byteOrder(let name, let storedAs, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) is stored as \(storedAs) in a big-endian "
        + "file, where the order of its bytes depends on who wrote them"
    case .pastEnd(let name, let offset, let byteCount, let available, let position):
      "tensor \(Self.quoted(name)) has \(Self.bytes(byteCount)) from offset \(offset) on "
        + "(byte \(position)), but only \(Self.bytes(available)) follow the header"
    case .repeatedName(let name):
      "tensor \(Self.quoted(name)) is in an earlier part of the model too"

    // The parts of a split model, and what is asked for.
    case .renamed(let count, let expected):
      "is the first of \(count) parts, but its name does not end in '\(expected)', "
        + "so the others are not found"
    case .missingParts(let count, let missing):
      "is the first of \(count) parts, of which \(missing.count) "
        + "\(missing.count == 1 ? "is" : "are") missing: \(TensorFileError.list(missing))"
    case .otherPart(let number?, let count?, let expected, let expectedCount):
      "says that it is part \(number + 1) of \(count), "
        + "expected \(expected + 1) of \(expectedCount)"
    case .otherPart(_, _, let expected, let expectedCount):
      "says that it is a whole model, expected part \(expected + 1) of \(expectedCount)"
    case .layout:
      "says the type and the shape of each tensor itself, so none can be asked for"
    }
  }

  private static func quoted(_ text: String) -> String { TensorFileError.quoted(text) }

  private static func bytes(_ count: Int) -> String { TensorFileError.bytes(count) }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    TensorFileError.hexadecimal(bytes)
  }
}
