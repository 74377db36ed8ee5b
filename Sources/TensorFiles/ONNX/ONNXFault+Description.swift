extension ONNXFault {
  /// What is wrong and where, as the rest of a sentence that began with the path.
  var predicate: String {
    switch self {
    // The model.
    case .message(let fault): "is not a whole ONNX model: \(fault.clause)"
    case .noVersion: "has no 'ir_version', expected an ONNX model"
    case .noGraph: "has no 'graph', expected an ONNX model"
    case .repeatedPart(let part, let position):
      "has \(part.rawValue) a second time at byte \(position)"
    case .nesting(let limit, let position):
      "nests graphs deeper than \(limit) at byte \(position)"
    case .tensorCount(let limit): "has more than \(limit) tensors"
    case .layout: "says the type and the shape of each tensor itself, so none can be asked for"

    // Tensors that are listed and not read.
    case .nameEncoding(let name, let position):
      "\(Self.tensor(name, position)) has a name that is not UTF-8"
    case .duplicateName(let name, let position):
      "\(Self.tensor(name, position)) is not the only one of its graph with that name"
    case .rank(let name, let limit, let position):
      "\(Self.tensor(name, position)) has more than \(limit) dimensions"
    case .negative(let name, let dimension, let axis, let position):
      "\(Self.tensor(name, position)) has the dimension \(dimension) at axis \(axis), "
        + "expected 0 or more"
    case .tooLarge(let name, let shape, let position):
      "\(Self.tensor(name, position)) has the shape \(shape), "
        + "more bytes than can be counted in 63 bits"
    case .undefinedType(let name, let position):
      "\(Self.tensor(name, position)) does not say its type"
    case .unknownType(let name, let found, let position):
      "\(Self.tensor(name, position)) is of type \(found), which is not known"
    case .notReal(let name, let storedAs, let position):
      "\(Self.tensor(name, position)) is stored as \(storedAs), expected real numbers"
    case .sparse(let name, let position):
      "\(Self.tensor(name, position)) is sparse, which is not read"
    case .segment(let name, let position):
      "\(Self.tensor(name, position)) is a segment of a tensor, which is not read"
    case .noValues(let name, let field, let position):
      "\(Self.tensor(name, position)) has no values, "
        + "expected them in '\(ONNXValueField.raw.rawValue)' or '\(field.rawValue)'"
    case .byteCount(let name, let field, let expected, let found, let position):
      "\(Self.tensor(name, position)) has \(TensorFileError.bytes(found)) as "
        + "'\(field.rawValue)', expected \(expected) for its type and shape"
    case .numberCount(let name, let field, let expected, let byteCount, let position):
      "\(Self.tensor(name, position)) has \(TensorFileError.bytes(byteCount)) as "
        + "'\(field.rawValue)', expected those of \(expected) "
        + "\(expected == 1 ? "number" : "numbers") for its type and shape"
    case .decodedCount(let name, let expected, let position):
      "\(Self.tensor(name, position)) has more or fewer than the \(expected) "
        + "\(expected == 1 ? "number" : "numbers") of its type and shape"
    case .noLocation(let name, let position):
      "\(Self.tensor(name, position)) lies in another file and does not say in which"
    case .location(let name, let location, let refusal, let position):
      "\(Self.tensor(name, position)) lies in the file \(TensorFileError.quoted(location)), "
        + "which \(refusal.rawValue)"
    case .number(let key, let name, let found, let position):
      "\(Self.tensor(name, position)) has \(TensorFileError.quoted(found)) as "
        + "'\(key.rawValue)', expected a number of bytes"
    case .pastEnd(let name, let location, let offset, let byteCount, let available, let position):
      "\(Self.tensor(name, position)) has \(TensorFileError.bytes(byteCount)) from byte \(offset) "
        + "of \(TensorFileError.quoted(location)) on, which has \(available)"
    }
  }

  private static func tensor(_ name: String, _ position: Int) -> String {
    "tensor \(TensorFileError.quoted(name)) (byte \(position))"
  }
}
