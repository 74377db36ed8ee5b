public import QuantizationEngine

/// Why a file of tensors could not be opened or read.
///
/// Positions count bytes from 0 at the start of the file. The sentence of each case is in
/// ``description`` and begins with the path as it was given.
public enum TensorFileError: Error, Equatable, Sendable {
  // MARK: The file itself

  /// Nothing has that path.
  case missing(path: String)
  /// The path is a folder.
  case folder(path: String)
  /// The path is something that cannot be mapped.
  case notRegular(path: String, kind: SpecialFile)
  /// The file may not be read by this user.
  case unreadable(path: String)
  /// A call to the system failed in a way that has no case of its own.
  case system(path: String, call: SystemCall, errorNumber: Int32)
  /// The file became shorter after it was opened.
  case fileShrank(path: String, expected: Int, found: Int)
  /// The values of a tensor do not fit into the memory the system grants.
  case notEnoughMemory(path: String, name: String, byteCount: Int)
  /// What cannot be mapped has more bytes than may be held in memory.
  case spoolLimit(path: String, origin: SpooledBytes.Origin, limit: Int)
  /// What is packed cannot be unpacked.
  case gzip(path: String, GzipFault)
  /// The file is of a format that is known but not read.
  case formatNotRead(
    path: String, format: ForeignFormat, by: ForeignEvidence = .contents)
  /// No tensor has that name, and no one's name ends so; these are like it.
  case noSuchTensor(path: String, name: String, near: [String], count: Int)
  /// Several tensors have that name, or names that end so: these, by their numbers.
  case ambiguousTensor(path: String, name: String, matches: [String], positions: [Int])
  /// A folder has no file of tensors in it.
  case noTensorFiles(path: String)
  /// A folder has more files than are looked at.
  case tooManyFiles(path: String, limit: Int)
  /// A zip archive is wrong, or one of its members; the path is then followed by its name.
  case zip(path: String, ZipFault)

  // MARK: Raw values and the layout asked for

  /// The file has no byte.
  case empty(path: String, elementType: ElementType)
  /// The last element of a raw file is cut.
  case partialElement(path: String, byteCount: Int, elementType: ElementType)
  /// A raw file does not have the size of the shape asked for.
  case rawSize(path: String, shape: [Int], elementType: ElementType, expected: Int, found: Int)
  /// A dimension asked for is negative.
  case negativeLayout(path: String, shape: [Int], axis: Int)
  /// No dimension in the place of the -1 asked for gives as many elements as there are.
  case layoutRemainder(path: String, shape: [Int], elementCount: Int)
  /// More dimensions are asked for than a tensor may have.
  case layoutRank(path: String, dimensions: Int, limit: Int)
  /// The shape asked for has more bytes than can be counted.
  case layoutTooLarge(path: String, shape: [Int], elementType: ElementType)
  /// The element type asked for does not have the size of the stored items.
  case elementSize(path: String, asked: ElementType, descr: String, byteCount: Int)
  /// A scale is given for what are no integers.
  case notIntegers(path: String, name: String, storedAs: String)
  /// A zero-point is given that no stored integer can be.
  case zeroPoint(path: String, zeroPoint: Int, elementType: ElementType)
  /// The shape asked for does not have as many elements as the stored one.
  case elementCount(path: String, asked: [Int], stored: [Int])

  // MARK: .npy: before and around the header

  /// The file ends before the length of its header.
  case npyTooShort(path: String, expected: Int, found: Int)
  /// The file does not begin with the signature.
  case notNpy(path: String, found: [UInt8], expected: [UInt8])
  /// The version is not one of the three that exist.
  case npyVersion(path: String, major: UInt8, minor: UInt8, position: Int)
  /// The header is said to be longer than what follows.
  case headerPastEnd(path: String, expected: Int, found: Int, position: Int)
  /// The header is longer than any that is read.
  case headerTooLong(path: String, limit: Int, found: Int, position: Int)
  /// The values take fewer or more bytes than the shape says.
  case dataSize(
    path: String, shape: [Int], elementType: ElementType, expected: Int, found: Int, position: Int)

  // MARK: .npy: the header's text

  /// The header is not the literal it should be; `found` is `nil` at its end.
  case headerSyntax(path: String, expected: HeaderToken, found: UInt8?, position: Int)
  /// The brackets of a header nest too deep.
  case headerNesting(path: String, limit: Int, position: Int)
  /// An integer in a header does not fit into 64 bits.
  case headerInteger(path: String, position: Int)
  /// The header is a value of some other kind than a dictionary.
  case notDictionary(path: String, found: HeaderValueKind, position: Int)
  /// A key that a header must have is not there.
  case missingKey(path: String, key: NpyKey)
  /// A key is there twice.
  case duplicateKey(path: String, key: NpyKey, position: Int)
  /// A key is none of the three.
  case unknownKey(path: String, key: String, position: Int)
  /// The value of a key is of the wrong kind.
  case headerValue(
    path: String, key: NpyKey, expected: HeaderValueKind, found: HeaderValueKind, position: Int)

  // MARK: .npy: what the header says

  /// A dimension is negative.
  case negativeDimension(path: String, dimension: Int, axis: Int, position: Int)
  /// There are more dimensions than a tensor may have.
  case headerRank(path: String, dimensions: Int, limit: Int, position: Int)
  /// The shape has more bytes than can be counted.
  case headerTooLarge(path: String, shape: [Int], itemByteCount: Int, position: Int)
  /// The items are pickled Python objects.
  case objectElements(path: String, descr: String, position: Int)
  /// The items are records of several fields.
  case structuredElements(path: String, position: Int)
  /// The items are of a type that has no real numbers to quantize.
  case notRealElements(path: String, descr: String, kind: ForeignElement, position: Int)
  /// The items are bytes that say only how many they are.
  case untypedElements(path: String, descr: String, byteCount: Int, position: Int)
  /// The type of the items is unknown.
  case unknownElements(path: String, descr: String, position: Int)

  // MARK: Safetensors

  /// A safetensors file, or a tensor in it, is wrong or not read.
  case safetensors(path: String, SafetensorsFault)
  /// An index of safetensors files, or a tensor in it, is wrong or not read.
  case safetensorsIndex(path: String, SafetensorsIndexFault)

  // MARK: GGUF

  /// A GGUF file, or a tensor in it, is wrong or not read.
  case gguf(path: String, GGUFFault)

  // MARK: ONNX

  /// An ONNX model, or a tensor in it, is wrong or not read.
  case onnx(path: String, ONNXFault)

  // MARK: TensorFlow Lite

  /// A TensorFlow Lite model, or a tensor in it, is wrong or not read.
  case tflite(path: String, TFLiteFault)

  // MARK: Checkpoints

  /// A layer that a checkpoint stores quantized is wrong or not read.
  case checkpoint(path: String, CheckpointFault)

  // MARK: Importance

  /// A file is no importance matrix.
  case importance(path: String, ImportanceFault)

  // MARK: PyTorch

  /// A checkpoint of PyTorch, or a tensor in it, is wrong or not read.
  case torch(path: String, TorchFault)
}

extension TensorFileError {
  /// What sort of failure it is, for the program's exit code.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// What was asked for does not suit the file (sysexits 64).
    case usage
    /// The contents of the file are wrong (sysexits 65).
    case badData
    /// There is no such file to read (sysexits 66).
    case noInput
    /// The system failed while reading (sysexits 74).
    case ioError
  }

  /// What sort of failure this is.
  public var kind: Kind {
    switch self {
    case .missing, .folder, .notRegular, .unreadable, .noTensorFiles: .noInput
    case .system, .fileShrank, .notEnoughMemory: .ioError
    case .noSuchTensor, .ambiguousTensor, .tooManyFiles, .spoolLimit, .negativeLayout, .layoutRank,
      .layoutTooLarge, .layoutRemainder, .elementSize, .notIntegers, .zeroPoint,
      .elementCount:
      .usage
    case .zip, .gzip, .formatNotRead, .empty, .partialElement, .rawSize, .npyTooShort, .notNpy,
      .npyVersion,
      .headerPastEnd, .headerTooLong, .dataSize, .headerSyntax, .headerNesting, .headerInteger,
      .notDictionary, .missingKey, .duplicateKey, .unknownKey, .headerValue, .negativeDimension,
      .headerRank, .headerTooLarge, .objectElements, .structuredElements, .notRealElements,
      .untypedElements, .unknownElements:
      .badData
    case .safetensors(_, .layout), .safetensorsIndex(_, .layout): .usage
    case .safetensors, .safetensorsIndex: .badData
    case .gguf(_, .layout): .usage
    case .gguf(_, .missingParts): .noInput
    case .gguf: .badData
    case .onnx(_, .layout): .usage
    case .onnx: .badData
    case .tflite(_, .layout): .usage
    case .tflite: .badData
    case .checkpoint, .importance: .badData
    case .torch(_, .layout): .usage
    case .torch: .badData
    }
  }
}
