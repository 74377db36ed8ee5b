import QuantizationEngine

extension TensorFileError: CustomStringConvertible {
  /// One sentence: the path, what is wrong and where, what was expected and what was found.
  ///
  /// Text out of the file is shown in quotes, cut to 40 characters and free of control characters;
  /// the path is passed through as given.
  public var description: String {
    switch self {
    // The file itself.
    case .missing(path: ""): "the name of the file is empty, expected a path"
    case .missing(let path): "\(path): no such file"
    case .folder(let path): "\(path): is a folder, expected a file"
    case .notRegular(let path, let kind):
      "\(path): is \(kind.rawValue), expected a regular file, which can be mapped"
    case .unreadable(let path): "\(path): permission to read it is denied"
    case .system(let path, let call, let number):
      "\(path): \(call.rawValue) failed: \(Self.systemWords(number)) (errno \(number))"
    case .fileShrank(let path, let expected, let found):
      "\(path): was cut to \(Self.bytes(found)) while open, expected \(expected)"
    case .notEnoughMemory(let path, let name, let count):
      "\(path): the values of \(Self.quoted(name)) need \(Self.bytes(count)) of memory, "
        + "which the system does not grant; read a part of them"
    case .spoolLimit(let path, let origin, let limit):
      "\(path): has more than \(Self.bytes(limit))\(origin == .pipe ? "" : " unpacked"), "
        + "the most that is held in memory; --memory says how much may be"
    case .gzip(let path, let fault): "\(path): \(fault.predicate)"
    case .formatNotRead(let path, let format, let evidence):
      "\(path): \(evidence.rawValue) \(format.name): \(format.advice) "
        + "(--dtype reads its bytes as they are)"
    case .noSuchTensor(let path, let name, let near, let count):
      "\(path): has no tensor \(Self.quoted(name)); "
        + (near.isEmpty
          ? "'qviz list' shows the \(count) it has" : "did you mean \(Self.list(near))?")
    case .ambiguousTensor(let path, let name, let matches, let positions):
      "\(path): \(Self.quoted(name)) is the end of \(positions.count) names, expected one: "
        + "\(Self.list(matches)); a number says which, from 0 in the order of 'qviz list': "
        + positions.prefix(Self.listedCount).map(String.init).joined(separator: ", ")
        + (positions.count > Self.listedCount ? ", …" : "")
    case .noTensorFiles(let path): "\(path): there are no files of tensors in it"
    case .tooManyFiles(let path, let limit):
      "\(path): has more than \(limit) files of tensors in it; name fewer"
    case .zip(let path, let fault): "\(path): \(fault.sentence)"

    // Raw values and the layout asked for.
    case .empty(let path, let type):
      "\(path): is empty, expected at least one \(type.rawValue) (\(Self.bytes(type.byteCount)))"
    case .partialElement(let path, let count, let type):
      "\(path): has \(Self.bytes(count)), expected a multiple of \(type.byteCount) "
        + "(\(type.rawValue)): \(count % type.byteCount) left over\(Self.fitting(count, count: nil))"
    case .rawSize(let path, let shape, let type, let expected, let found):
      "\(path): has \(Self.bytes(found)), expected \(expected) for \(type.rawValue) \(shape)"
        + Self.fitting(
          found, count: TensorDescription.elementCount(of: shape, elementByteCount: 1))
    case .negativeLayout(let path, let shape, let axis):
      "\(path): the shape asked for, \(shape), is negative at axis \(axis), "
        + "expected dimensions of 0 or more, or one -1 for what is left"
    case .layoutRemainder(let path, let shape, let count):
      "\(path): has \(count) elements, which the shape asked for, \(shape), does not divide"
    case .layoutRank(let path, let dimensions, let limit):
      "\(path): the shape asked for has \(dimensions) dimensions, expected at most \(limit)"
    case .layoutTooLarge(let path, let shape, let type):
      "\(path): the shape asked for, \(shape) of \(type.rawValue), "
        + "has more bytes than can be counted in 63 bits"
    case .notIntegers(let path, let name, let storedAs):
      "\(path): a scale is given and \(Self.quoted(name)) is stored as \(storedAs), expected "
        + "integers: a --scale is for what stands for real values"
    case .zeroPoint(let path, let zeroPoint, let type):
      "\(path): the zero-point \(zeroPoint) is no \(type.rawValue), expected one from "
        + "\(type.integers.lowerBound) to \(type.integers.upperBound)"
    case .elementSize(let path, let asked, let descr, let count):
      "\(path): its items of \(Self.bytes(count)) (\(Self.quoted(descr))) cannot be read as "
        + "\(asked.rawValue), which has \(asked.byteCount)"
    case .elementCount(let path, let asked, let stored):
      "\(path): the shape asked for, \(asked), has not as many elements as the stored \(stored)"

    // .npy: before and around the header.
    case .npyTooShort(let path, let expected, let found):
      "\(path): has \(Self.bytes(found)), too short for an .npy header, "
        + "expected at least \(expected)"
    case .notNpy(let path, let found, let expected):
      "\(path): begins with \(Self.hexadecimal(found)), "
        + "expected the .npy signature \(Self.hexadecimal(expected))"
    case .npyVersion(let path, let major, let minor, let position):
      "\(path): .npy version is \(major).\(minor) (byte \(position)), expected 1.0, 2.0 or 3.0"
    case .headerPastEnd(let path, let expected, let found, let position):
      "\(path): header should have \(Self.bytes(expected)) (says byte \(position)), "
        + "but only \(found) follow"
    case .headerTooLong(let path, let limit, let found, let position):
      "\(path): header has \(Self.bytes(found)) (says byte \(position)), "
        + "expected at most \(limit)"
    case .dataSize(let path, let shape, let type, let expected, let found, let position):
      "\(path): \(Self.bytes(found)) of values from byte \(position) on, "
        + "expected \(expected) for \(type.rawValue) \(shape): "
        + (found < expected ? "\(expected - found) missing" : "\(found - expected) too many")

    // .npy: the header's text.
    case .headerSyntax(let path, let token, let found, let position):
      if let found {
        "\(path): header has \(Self.character(found)) at byte \(position), "
          + "expected \(token.rawValue)"
      } else {
        "\(path): header ends at byte \(position), expected \(token.rawValue)"
      }
    case .headerNesting(let path, let limit, let position):
      "\(path): header nests brackets deeper than \(limit) at byte \(position)"
    case .headerInteger(let path, let position):
      "\(path): header has an integer of more than 64 bits at byte \(position)"
    case .notDictionary(let path, let found, let position):
      "\(path): header is \(found.rawValue) (byte \(position)), expected a dictionary"
    case .missingKey(let path, let key):
      "\(path): header has no key '\(key.rawValue)'"
    case .duplicateKey(let path, let key, let position):
      "\(path): header has the key '\(key.rawValue)' a second time at byte \(position)"
    case .unknownKey(let path, let key, let position):
      "\(path): header has the key \(Self.quoted(key)) at byte \(position), "
        + "expected only 'descr', 'fortran_order' and 'shape'"
    case .headerValue(let path, let key, let expected, let found, let position):
      "\(path): header's '\(key.rawValue)' has \(found.rawValue) at byte \(position), "
        + "expected \(expected.rawValue)"

    // .npy: what the header says.
    case .negativeDimension(let path, let dimension, let axis, let position):
      "\(path): shape has \(dimension) at axis \(axis) (byte \(position)), expected 0 or more"
    case .headerRank(let path, let dimensions, let limit, let position):
      "\(path): shape has \(dimensions) dimensions (byte \(position)), expected at most \(limit)"
    case .headerTooLarge(let path, let shape, let count, let position):
      "\(path): shape \(shape) (byte \(position)) of \(Self.bytes(count)) each "
        + "has more bytes than can be counted in 63 bits"
    case .objectElements(let path, let descr, let position):
      "\(path): holds Python objects (\(Self.quoted(descr)) at byte \(position)): reading them "
        + "would execute the pickle inside, so they are refused; save real numbers instead"
    case .structuredElements(let path, let position):
      "\(path): holds records of several fields (byte \(position)), expected one real number "
        + "an item; save one field by itself"
    case .notRealElements(let path, let descr, let kind, let position):
      "\(path): holds \(kind.rawValue) (\(Self.quoted(descr)) at byte \(position)), "
        + "expected real numbers of at most 64 bits"
    case .untypedElements(let path, let descr, let count, let position):
      "\(path): items are \(Self.bytes(count)) without a type (\(Self.quoted(descr)) at byte "
        + "\(position)); \(Self.types(ofSize: count))"
    case .unknownElements(let path, let descr, let position):
      "\(path): item type \(Self.quoted(descr)) at byte \(position) is unknown, "
        + "expected one like '<f4'; or say their --dtype"

    case .safetensors(let path, let fault): "\(path): \(fault.predicate)"
    case .safetensorsIndex(let path, let fault): "\(path): \(fault.predicate)"
    case .gguf(let path, let fault): "\(path): \(fault.predicate)"
    case .onnx(let path, let fault): "\(path): \(fault.predicate)"
    case .tflite(let path, let fault): "\(path): \(fault.predicate)"
    case .torch(let path, let fault): "\(path): \(fault.predicate)"
    case .checkpoint(let path, let fault): "\(path): \(fault.predicate)"
    case .importance(let path, let fault): "\(path): \(fault.predicate)"
    }
  }
}
