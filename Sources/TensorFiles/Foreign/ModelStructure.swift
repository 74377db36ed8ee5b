/// What the beginnings of models say that must be true of the rest.
enum ModelStructure {
  /// A number of entries, and the first of them: a name, two counts, and as many float32.
  ///
  /// Source: llama.cpp, `tools/imatrix`, before it wrote GGUF.
  static func isImportanceMatrix(_ glimpse: FileGlimpse) -> Bool {
    guard let entries = glimpse.little(at: 0, count: 4), (1...65_536).contains(entries),
      let length = glimpse.little(at: 4, count: 4), (4...255).contains(length),
      let name = glimpse.bytes(at: 8, count: length), name.allSatisfy(isPrintable),
      let values = glimpse.little(at: 8 + length + 4, count: 4), values > 0
    else { return false }
    return glimpse.bytes(at: 8 + length + 8, count: values * 4) != nil
  }

  /// One graph with its description, up to the end of the file.
  ///
  /// Source: tensorflow, `saved_model.proto`.
  static func isSavedModel(_ glimpse: FileGlimpse) -> Bool {
    guard let graph = MessageField(glimpse, at: 2), graph.contents.upperBound <= glimpse.byteCount,
      graph.contents.upperBound >= glimpse.byteCount - 3,
      let description = MessageField(glimpse, at: graph.contents.lowerBound)
    else { return false }
    return description.number == 1 && description.isCounted
      && description.contents.upperBound <= graph.contents.upperBound
  }

  /// Two nodes or more of a graph: each with a name, and the name of an operation.
  ///
  /// Source: tensorflow, `graph.proto` and `node_def.proto`.
  static func isTensorFlowGraph(_ glimpse: FileGlimpse) -> Bool {
    var position = 0
    for _ in 0..<2 {
      guard let node = MessageField(glimpse, at: position), node.number == 1,
        node.isCounted,
        let name = MessageField(glimpse, at: node.contents.lowerBound), name.number == 1,
        let operation = MessageField(glimpse, at: name.contents.upperBound), operation.number == 2,
        name.isText(in: glimpse), operation.isText(in: glimpse),
        operation.contents.upperBound <= node.contents.upperBound
      else { return false }
      position = node.contents.upperBound
    }
    return true
  }

  /// A name, and layers behind it, all within the file.
  ///
  /// Source: Caffe, `caffe.proto`: `name` is 1, `layers` 2, `layer` 100.
  static func isCaffe(_ glimpse: FileGlimpse) -> Bool {
    guard let name = MessageField(glimpse, at: 0), name.number == 1, name.isText(in: glimpse),
      let layer = MessageField(glimpse, at: name.contents.upperBound), layer.isCounted,
      [2, 100].contains(layer.number),
      let first = MessageField(glimpse, at: layer.contents.lowerBound)
    else { return false }
    return first.contents.upperBound <= layer.contents.upperBound
      && first.number == (layer.number == 100 ? 1 : first.number) && first.number <= 200
      && (!first.isCounted || first.isText(in: glimpse) || layer.number == 2)
  }

  /// A version, a description, and a model of one of the kinds, whose fields begin at 200.
  ///
  /// Source: coremltools, `Model.proto`.
  static func isCoreML(_ glimpse: FileGlimpse) -> Bool {
    var position = 0
    var numbers: Set<Int> = []
    while position < glimpse.byteCount, numbers.count < 16 {
      guard let field = MessageField(glimpse, at: position) else { break }
      numbers.insert(field.number)
      position = field.contents.upperBound
    }
    // The description's first field is an input, an output or a function, whose first is its name.
    guard position >= glimpse.byteCount - 3, numbers.isSuperset(of: [1, 2]),
      let description = MessageField(glimpse, at: 2), description.number == 2,
      let feature = MessageField(glimpse, at: description.contents.lowerBound),
      [1, 10, 20].contains(feature.number), feature.isCounted,
      feature.contents.upperBound <= description.contents.upperBound,
      let name = MessageField(glimpse, at: feature.contents.lowerBound), name.number == 1
    else { return false }
    return name.isText(in: glimpse) && numbers.contains { (200...3000).contains($0) }
  }

  /// A first block, whose number is 0 and whose parent is none.
  ///
  /// Source: Paddle, `framework.proto`: `BlockDesc`.
  static func isPaddleProgram(_ glimpse: FileGlimpse) -> Bool {
    guard let block = MessageField(glimpse, at: 0), block.number == 1, block.isCounted
    else {
      return false
    }
    let none = [0x08, 0x00, 0x10] + [UInt8](repeating: 0xFF, count: 9) + [0x01]
    return glimpse.bytes(at: block.contents.lowerBound, count: none.count) == none
  }

  /// Versions and levels of 0, and the description of a tensor with its type and dimensions.
  ///
  /// Source: Paddle, `lod_tensor.cc` and `tensor_util.cc`.
  static func isPaddleParameters(_ glimpse: FileGlimpse) -> Bool {
    guard let zeros = glimpse.bytes(at: 0, count: 16), zeros.allSatisfy({ $0 == 0 }),
      let length = glimpse.little(at: 16, count: 4), (4...128).contains(length),
      let type = MessageField(glimpse, at: 20), type.number == 1, !type.isCounted,
      let dimension = MessageField(glimpse, at: type.contents.upperBound)
    else { return false }
    return dimension.number == 2 && dimension.contents.upperBound <= 20 + length
  }

  private static func isPrintable(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) }
}
