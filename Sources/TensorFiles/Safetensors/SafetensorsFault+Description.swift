extension SafetensorsFault {
  /// What is wrong and where, as the rest of a sentence that began with the path.
  var predicate: String {
    switch self {
    // Around the header.
    case .tooShort(let found):
      "has \(Self.bytes(found)), too short for a safetensors header, expected at least 8"
    case .headerTooLong(let limit, let found):
      "header should have \(found) bytes (says byte 0), expected at most \(limit)"
    case .headerPastEnd(let expected, let found):
      "header should have \(Self.bytes(expected)) (says byte 0), but only \(found) follow"
    case .headerStart(let found?):
      "header begins with \(TensorFileError.character(found)) at byte 8, expected '{'"
    case .headerStart(nil): "header is empty, expected at least '{}'"
    case .padding(let found, let position):
      "header has \(TensorFileError.character(found)) at byte \(position), "
        + "expected only spaces behind the closing '}'"

    // The header's text.
    case .json(let fault): "header \(fault.predicate)"
    case .annotations(let found, let position):
      "header has \(found.rawValue) as '__metadata__' at byte \(position), expected an object"
    case .annotation(let name, let found, let position):
      "header has \(found.rawValue) as \(Self.quoted(name)) of '__metadata__' at byte "
        + "\(position), expected a string"
    case .entry(let name, let found, let position):
      "tensor \(Self.quoted(name)) is \(found.rawValue) (byte \(position)), expected an object"
    case .missingField(let name, let field, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) has no '\(field.rawValue)'"
    case .field(let name, let field, let expected, let found, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) has \(found.rawValue) "
        + "\(field == .type || expected == .array ? "as" : "in") its '\(field.rawValue)', "
        + "expected \(expected.rawValue)"
    case .negative(let name, let field, let value, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) has \(value) in its '\(field.rawValue)', "
        + "expected 0 or more"
    case .rank(let name, let dimensions, let limit, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) has \(dimensions) dimensions, "
        + "expected at most \(limit)"
    case .offsetCount(let name, let found, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) has \(found) 'data_offsets', expected 2"

    // Where the tensors lie.
    case .reversed(let name, let begin, let end, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) ends at offset \(end), "
        + "expected no less than its beginning, \(begin)"
    case .pastEnd(let name, let end, let available, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) ends at offset \(end), "
        + "past the \(Self.bytes(available)) of values"
    case .tooLarge(let name, let type, let shape, let position):
      "tensor \(Self.quoted(name)) (byte \(position)), \(shape) of \(Self.quoted(type)), "
        + "has more bits than can be counted in 63 bits"
    case .partialByte(let name, let type, let shape, let position):
      "tensor \(Self.quoted(name)) (byte \(position)), \(shape) of \(Self.quoted(type)), "
        + "does not fill its last byte"
    case .byteCount(let name, let type, let shape, let expected, let found, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) has \(Self.bytes(found)), "
        + "expected \(expected) for \(shape) of \(Self.quoted(type))"
    case .notContiguous(let name, let expected, let found, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) begins at offset \(found), expected "
        + "\(expected), where the one before it ends"
    case .uncovered(let expected, let found):
      "has \(Self.bytes(found)) of values, expected \(expected), where the last tensor ends"

    // Tensors that are listed and not read.
    case .complexElements(let name, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) holds complex numbers ('C64'), "
        + "expected real numbers"
    case .unknownType(let name, let type, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) is of the unknown type \(Self.quoted(type))"
    case .unknownField(let name, let field, let position):
      "tensor \(Self.quoted(name)) (byte \(position)) has the unknown field "
        + "\(Self.quoted(field)), so what its bytes mean is not sure"

    // What is asked for.
    case .layout:
      "says the type and the shape of each tensor itself, so none can be asked for"
    }
  }

  private static func quoted(_ text: String) -> String { TensorFileError.quoted(text) }

  private static func bytes(_ count: Int) -> String { TensorFileError.bytes(count) }
}
