extension TorchFault {
  /// What is wrong and where, as the rest of a sentence that began with the path.
  var predicate: String {
    switch self {
    // The file.
    case .signature(let found):
      found.isEmpty
        ? "is empty, expected a checkpoint of PyTorch"
        : "begins with \(TensorFileError.hexadecimal(found)), expected a checkpoint of PyTorch: "
          + "a zip archive, or the magic number of its legacy form"
    case .tar: "is of PyTorch's form of 2016, a tar archive, which is not read"
    case .pickle(let fault): fault.predicate
    case .pickleTooLong(let found, let limit):
      "pickle has \(TensorFileError.bytes(found)), expected at most \(limit)"
    case .byteOrder(let found):
      "says that its byte order is \(TensorFileError.quoted(found)), expected 'little' or 'big'"
    case .legacyProtocol(let position):
      "does not say the protocol 1001 at byte \(position), expected that of PyTorch's legacy form"
    case .legacyKeys(let position):
      "does not list at byte \(position) the storages that its pickle describes"
    case .legacyStorage(let key, let expected, let found, let position):
      "storage \(TensorFileError.quoted(key)) has \(found) items (byte \(position)), "
        + "expected \(expected)"
    case .legacyEnd(let key, let expected, let found, let position):
      "storage \(TensorFileError.quoted(key)) needs \(TensorFileError.bytes(expected)) "
        + "at byte \(position), but only \(found) follow"
    case .legacyTrailing(let count, let position):
      "has \(TensorFileError.bytes(count)) behind its last storage (byte \(position))"
    case .nesting(let limit): "holds values in each other deeper than \(limit)"
    case .names(let limit):
      "names the same values so often that the names have more than \(limit) bytes"
    case .noTensors: "holds no tensor"
    case .layout:
      "says the type and the shape of each tensor itself, so none can be asked for"

    // A tensor.
    case .arguments(let name, let position):
      Self.tensor(name, position) + " is not described as PyTorch does it"
    case .type(let name, let type, let position):
      Self.tensor(name, position) + " is of the type \(TensorFileError.quoted(type)), "
        + "which is not known"
    case .undecoded(let name, let type, let position):
      Self.tensor(name, position) + " is of the type \(type), which is not read"
    case .unread(let name, let kind, let position):
      Self.tensor(name, position) + " is \(kind.rawValue), which is not read"
    case .missing(let name, let key, let position):
      Self.tensor(name, position) + " is in the storage \(TensorFileError.quoted(key)), "
        + "which the file does not have"
    case .storageSize(let name, let key, let expected, let found, let position):
      Self.tensor(name, position) + " is in the storage \(TensorFileError.quoted(key)) of "
        + "\(TensorFileError.bytes(found)), expected \(expected)"
    case .numbers(let name, let shape, let strides, let offset, let position):
      Self.tensor(name, position) + " has the shape \(Self.list(shape)) with the strides "
        + "\(Self.list(strides)) from \(offset) on, expected a stride for each dimension, "
        + "nothing negative, and elements that can be counted in 63 bits"
    case .outside(let name, let end, let available, let position):
      Self.tensor(name, position) + " reaches to element \(end) of a storage that has "
        + "\(available)"
    case .scattered(let name, let type, let position):
      Self.tensor(name, position) + " has elements of \(type) that do not lie one after another, "
        + "which is not read"
    case .encoding(let name, let position):
      Self.tensor(name, position) + " is quantized with scales and zero-points that do not suit it"
    case .repeated(let name, let elementCount, let limit, let position):
      Self.tensor(name, position) + " repeats its storage to \(elementCount) elements, "
        + "expected at most \(limit)"
    }
  }

  private static func tensor(_ name: String, _ position: Int) -> String {
    "tensor \(TensorFileError.quoted(name)) (byte \(position))"
  }

  /// Some numbers, cut where there are more than a sentence holds.
  private static func list(_ numbers: [Int]) -> String {
    let shown = numbers.prefix(8).map { String($0) }
    return "[\((shown + (numbers.count > 8 ? ["…"] : [])).joined(separator: ", "))]"
  }
}
