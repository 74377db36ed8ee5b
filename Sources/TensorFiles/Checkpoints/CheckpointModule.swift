import QuantizationEngine

/// A module of a model: the tensors that its weight is stored in.
struct CheckpointModule {
  /// The name of the module.
  let name: String
  /// Its tensors, by what they are.
  let parts: [CheckpointPart: StoredTensor]
  /// What the files beside the checkpoint say.
  let configuration: CheckpointConfiguration
  /// What the file itself says of the weight: torchao's description of it.
  let annotation: ParsedJSON?

  /// What the weight is called.
  var layerName: String { parts[.blocks] == nil ? name + ".weight" : name }

  /// A part; nil where there is none.
  subscript(part: CheckpointPart) -> StoredTensor? { parts[part] }

  /// A part that the layout needs, of one of some types.
  ///
  /// - Throws: ``CheckpointFault``, the cases about a part.
  func required(
    _ part: CheckpointPart, _ types: [ElementType], rank: ClosedRange<Int> = 0...8
  ) throws(CheckpointFault) -> StoredTensor {
    guard let tensor = parts[part] else {
      throw .missingPart(layer: layerName, part: part.rawValue)
    }
    return try checked(tensor, types, rank: rank)
  }

  /// A part of one of some types, where there is one.
  ///
  /// - Throws: ``CheckpointFault``, the cases about a part.
  func optional(
    _ part: CheckpointPart, _ types: [ElementType], rank: ClosedRange<Int> = 0...8
  ) throws(CheckpointFault) -> StoredTensor? {
    guard let tensor = parts[part] else { return nil }
    return try checked(tensor, types, rank: rank)
  }

  private func checked(
    _ tensor: StoredTensor, _ types: [ElementType], rank: ClosedRange<Int>
  ) throws(CheckpointFault) -> StoredTensor {
    let description = tensor.description
    guard case .elements(.little, .rowMajor) = tensor.form, tensor.deflated == nil else {
      throw .partUnread(layer: layerName, part: description.name)
    }
    guard types.contains(description.elementType) else {
      throw .partType(
        layer: layerName, part: description.name, found: description.elementType)
    }
    guard rank.contains(description.shape.count) else {
      throw .codeShape(layer: layerName, part: description.name, found: description.shape)
    }
    return tensor
  }

  /// Throws unless a part has a shape.
  ///
  /// - Throws: ``CheckpointFault/partShape(layer:part:found:expected:)``.
  func require(_ part: StoredTensor, _ expected: [Int]) throws(CheckpointFault) {
    guard part.description.shape == expected else {
      throw .partShape(
        layer: layerName, part: part.description.name, found: part.description.shape,
        expected: expected)
    }
  }

  /// The fault of codes whose shape suits nothing else.
  func codeShape(_ part: StoredTensor) -> CheckpointFault {
    .codeShape(layer: layerName, part: part.description.name, found: part.description.shape)
  }

  /// The types that scales are stored in.
  static let scaleTypes: [ElementType] = [.float32, .float16, .bfloat16, .float64]
}

/// A layer that was recognised: how it is listed, and how it is read.
struct CheckpointLayer {
  /// The dimensions of the weight.
  let shape: [Int]
  /// What it is stored as.
  let storedAs: String
  /// How it is read.
  let layer: any DequantizedLayer
}

/// One way in which checkpoints store a layer.
protocol CheckpointLayout: SendableMetatype {
  /// The layer that the parts of a module are; nil where they are not of this layout.
  ///
  /// - Throws: ``CheckpointFault`` where they are of this layout and do not fit together.
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer?
}
