/// What is wrong with a TensorFlow Lite model, or with one tensor in it.
///
/// Positions count bytes from 0 at the start of the file.
public enum TFLiteFault: Error, Hashable, Sendable {
  /// Bytes 4 to 7 are not the signature.
  case signature(found: [UInt8], expected: [UInt8], byteCount: Int)
  /// The tables in which tensors are listed do not hold together.
  case tree(TFLitePart, FlatBufferFault)
  /// The version of the schema is another than that of every model of today.
  case version(found: UInt32, expected: UInt32, position: Int)
  /// The model has none of something that every model has.
  case missing(TFLitePart)
  /// There are more tensors than are looked at, or than the file has room for.
  case tensorCount(limit: Int)
  /// Names and scales are longer than any that are read, or serve for so many tensors.
  case namesAndScales(limit: Int)
  /// A tensor cannot be read, which harms no other.
  case tensor(name: String, position: Int, TFLiteTensorFault)
  /// The model is a member of an archive, and packed in it.
  case packed
  /// A type or a shape is asked for.
  case layout
}

/// A part of a TensorFlow Lite model.
public enum TFLitePart: Hashable, Sendable {
  /// The table from which all others are reached.
  case model
  /// The list of graphs.
  case subgraphs
  /// The list of buffers.
  case buffers
  /// One graph.
  case subgraph(Int)
}

extension TFLiteFault {
  /// What is wrong and where, as the rest of a sentence that began with the path.
  var predicate: String {
    switch self {
    case .signature(let found, let expected, let byteCount):
      found.isEmpty
        ? "has \(TensorFileError.bytes(byteCount)), too short for a TensorFlow Lite model, "
          + "expected at least \(FlatBuffer.leastByteCount)"
        : "has \(TensorFileError.hexadecimal(found)) at byte 4, expected the TensorFlow Lite "
          + "signature \(TensorFileError.hexadecimal(expected))"
    case .tree(let part, let fault): "\(part.words) \(fault.predicate)"
    case .version(let found, let expected, let position):
      "TensorFlow Lite version is \(found) (byte \(position)), expected \(expected)"
    case .missing(let part): "has no \(part.words)"
    case .tensorCount(let limit): "has more than \(limit) tensors, expected at most so many"
    case .namesAndScales(let limit):
      "has more than \(TensorFileError.bytes(limit)) of names and scales, if each tensor's are "
        + "counted, expected at most so many"
    case .tensor(let name, 0, let fault):
      "tensor \(TensorFileError.quoted(name)) \(fault.predicate)"
    case .tensor(let name, let position, let fault):
      "tensor \(TensorFileError.quoted(name)) (byte \(position)) \(fault.predicate)"
    case .packed:
      "is packed in the archive, expected a model that is stored as it is; unpack it (unzip)"
    case .layout:
      "says the type and the shape of each tensor itself, so none can be asked for"
    }
  }
}

extension TFLitePart {
  /// What a sentence calls it.
  var words: String {
    switch self {
    case .model: "model"
    case .subgraphs: "subgraphs"
    case .buffers: "buffers"
    case .subgraph(let number): "subgraph \(number)"
    }
  }
}
