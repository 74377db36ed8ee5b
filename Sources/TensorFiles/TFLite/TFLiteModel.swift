/// The constants of a TensorFlow Lite model.
struct TFLiteModel {
  /// The constants of all subgraphs in the order of the file; those that are not read say why.
  let tensors: [StoredTensor]

  /// What bytes 4 to 7 are.
  static let signature = Array("TFL3".utf8)
  /// The one version of the schema that there is; it has grown without a new number.
  static let version: UInt32 = 3

  /// Whether a file has the signature.
  static func isSigned(_ file: MappedFile) -> Bool { isSigned(file, in: 0..<file.byteCount) }

  /// Whether some bytes of a file have the signature.
  static func isSigned(_ file: MappedFile, in range: Range<Int>) -> Bool {
    beginning(of: file, in: range) == signature
  }

  /// The bytes where the signature should be, or as many as there are.
  private static func beginning(of file: MappedFile, in range: Range<Int>) -> [UInt8] {
    let place = min(4, range.count)..<min(8, range.count)
    return file.bytes(
      in: range.lowerBound + place.lowerBound..<range.lowerBound + place.upperBound)
  }

  /// The model in some bytes of a file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - range: The bytes of the model, and of its constants.
  ///   - path: What sentences about a tensor begin with.
  ///   - prefix: What names of tensors begin with.
  /// - Throws: ``TFLiteFault``, where nobody can be sure what the model has in it.
  init(
    _ file: MappedFile, in range: Range<Int>, path: String, prefix: String = ""
  ) throws(TFLiteFault) {
    guard Self.isSigned(file, in: range) else {
      throw .signature(
        found: Self.beginning(of: file, in: range), expected: Self.signature,
        byteCount: range.count)
    }
    let (subgraphs, buffers) = try Self.parts(of: FlatBuffer(file: file, range: range))
    guard let subgraphs, subgraphs.count > 0 else { throw .missing(.subgraphs) }
    guard let buffers else { throw .missing(.buffers) }

    var budget = TFLiteBudget(byteCount: range.count)
    var constants: [TFLiteConstant] = []
    for number in 0..<subgraphs.count {
      let graph = try TFLiteSubgraph(number, of: subgraphs, buffers: buffers, &budget)
      try budget.check()
      for index in 0..<graph.tensorCount {
        if let constant = graph.constant(index, &budget) {
          constants.append(constant)
          // Either may come to stand before the name.
          budget.count(bytes: graph.name.utf8.count + prefix.utf8.count)
        }
        try budget.check()
      }
    }
    let names = TFLiteNaming(constants).names
    tensors = zip(constants, names).map { $0.stored(named: prefix + $1, in: file, path: path) }
  }

  /// Where a model lists its subgraphs and its buffers.
  private static func parts(
    of tree: FlatBuffer
  ) throws(TFLiteFault) -> (subgraphs: FlatBufferVector?, buffers: FlatBufferVector?) {
    let found: UInt32
    let model: FlatBufferTable
    let parts: (FlatBufferVector?, FlatBufferVector?)
    do throws(FlatBufferFault) {
      model = try FlatBufferTable(rootOf: tree)
      found = try model.integer(Field.version)
      parts = (
        try model.vector(Field.subgraphs, elementByteCount: 4),
        try model.vector(Field.buffers, elementByteCount: 4)
      )
    } catch {
      throw .tree(.model, error)
    }
    guard found == version else {
      throw .version(found: found, expected: version, position: model.position)
    }
    return parts
  }

  private enum Field {
    static let version = 0
    static let subgraphs = 2
    static let buffers = 4
  }
}
