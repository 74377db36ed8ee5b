import QuantizationEngine

/// The layers of a checkpoint that it stores quantized, in place of the tensors that they are stored in.
///
/// A layer is listed under the name of its weight where its codes were, and its other parts are not; what
/// is no part of one stays as it is. A layer whose parts do not fit together, or whose layout is not read,
/// is listed and says why. Nothing but names, types and shapes, and the few numbers that say how a layer
/// lies, is looked at.
struct QuantizedCheckpoint {
  /// The layouts, in the order in which they are asked.
  private static let layouts: [any CheckpointLayout.Type] = [
    ForeignLayout.self, GPTQLayout.self, AWQLayout.self, PackedLayout.self, FloatPairsLayout.self,
    BitsAndBytesLayout.self, PlainCodesLayout.self, RowPairLayout.self, BlocksLayout.self,
    TorchAOLayout.self,
  ]

  /// Parts that a module without quantized weights may have as well.
  private static let common: Set<CheckpointPart> = [
    .weight, .scale, .marlinScales, .marlinWords, .scales, .blocks, .blockScales, .codebooks,
    .preQuantScale,
  ]

  /// Sets of parts, of which those of a quantized layer have one, besides those that are not common.
  private static let telling: [Set<CheckpointPart>] = [
    [.blocks, .blockScales], [.weight, .scale], [.marlinWords, .marlinScales],
    [.codebooks, .scales],
  ]

  private let tensors: [StoredTensor]
  private let annotations: [ExactText: String]
  private let path: String

  /// The tensors of a checkpoint.
  ///
  /// - Parameters:
  ///   - tensors: As they are stored.
  ///   - annotations: What the header says of weights, as JSON in text.
  ///   - path: The file that was opened, beside which others say more.
  init(_ tensors: [StoredTensor], annotations: [ExactText: String] = [:], path: String) {
    self.tensors = tensors
    self.annotations = annotations
    self.path = path
  }

  /// The tensors as they are meant.
  ///
  /// - Complexity: O(tensors).
  func layers() -> [StoredTensor] {
    let modules = modules()
    guard !modules.isEmpty else { return tensors }
    let configuration = CheckpointConfiguration(beside: path)
    var listed = tensors.map { Optional($0) }
    for (name, places) in modules {
      let module = CheckpointModule(
        name: name, parts: places.mapValues { tensors[$0] }, configuration: configuration,
        annotation: annotation(of: name))
      guard let layer = layer(of: module) else { continue }
      var used = Set(places.values)
      if case .layered(let layer) = layer.form {
        let names = Set(layer.parts.map { ExactText($0.description.name) })
        used = used.filter { names.contains(ExactText(tensors[$0].description.name)) }
        // A weight that is no part of the layer has its name.
        if let weight = places[.weight], !used.contains(weight) { continue }
      }
      let place = used.first { tensors[$0].start == layer.start && tensors[$0].file === layer.file }
      guard let first = place ?? used.min() else { continue }
      for place in used { listed[place] = nil }
      listed[first] = layer
    }
    return listed.compactMap(\.self)
  }

  /// The modules whose tensors may be those of a quantized layer, with their places.
  private func modules() -> [(name: String, places: [CheckpointPart: Int])] {
    var order: [ExactText] = []
    var modules: [ExactText: [CheckpointPart: Int]] = [:]
    for (place, tensor) in tensors.enumerated() {
      guard let (name, part) = CheckpointPart.split(tensor.description.name) else { continue }
      let key = ExactText(name)
      if modules[key] == nil { order.append(key) }
      modules[key, default: [:]][part] = place
    }
    return order.compactMap { key in
      guard let places = modules[key] else { return nil }
      let parts = Set(places.keys)
      let isTold =
        !parts.isSubset(of: Self.common) || Self.telling.contains { $0.isSubset(of: parts) }
      return isTold ? (key.text, places) : nil
    }
  }

  /// What the header says of a module's weight.
  private func annotation(of module: String) -> ParsedJSON? {
    guard let text = annotations[ExactText(module + ".weight")] else { return nil }
    let bytes = Array(text.utf8)
    return try? ParsedJSON(bytes, in: 0..<bytes.count)
  }

  /// The layer that a module is, read or not; nil where it is none.
  private func layer(of module: CheckpointModule) -> StoredTensor? {
    do throws(CheckpointFault) {
      for layout in Self.layouts {
        guard let found = try layout.layer(of: module) else { continue }
        guard
          let count = TensorDescription.elementCount(of: found.shape, elementByteCount: 8)
        else { throw .tooLarge(layer: module.layerName, shape: found.shape) }
        let byteCount = found.layer.parts.reduce(0) { $0 + $1.description.byteCount }
        return StoredTensor(
          layer: found.layer,
          description: TensorDescription(
            name: module.layerName, elementType: .float32, storedAs: found.storedAs,
            shape: found.shape, elementCount: count, byteCount: byteCount,
            roundedTo: found.layer.roundedTo))
      }
      return nil
    } catch {
      return unread(module, error)
    }
  }

  /// A layer that is listed, and why it is not read.
  private func unread(_ module: CheckpointModule, _ fault: CheckpointFault) -> StoredTensor? {
    let parts = module.parts.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
    guard let first = parts.first else { return nil }
    // Where a part is not read, that is the reason.
    let reasons = parts.lazy.compactMap { part -> TensorFileError? in
      if case .unread(let error) = part.form { error } else { nil }
    }
    return StoredTensor(
      description: TensorDescription(
        name: module.layerName, elementType: .float32, storedAs: "unknown", shape: [0],
        elementCount: 0, byteCount: parts.reduce(0) { $0 + $1.description.byteCount }),
      file: first.file, start: first.start,
      form: .unread(reasons.first ?? .checkpoint(path: first.file.path, fault)))
  }
}
