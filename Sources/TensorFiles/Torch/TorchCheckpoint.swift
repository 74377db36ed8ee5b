import QuantizationEngine

/// What was saved: values that hold each other, tensors among them, and where their bytes are.
struct TorchCheckpoint {
  /// What was saved.
  let graph: PickleGraph
  /// The file.
  let path: String
  /// The file, or the member, in which the pickle lies: what sentences about it begin with.
  let place: String
  /// The bytes of storages.
  let storages: any TorchStorages
  /// The order of the bytes of an element.
  let byteOrder: ByteOrder

  /// The tensors by the names of what holds them, in the order in which they were saved.
  ///
  /// - Parameter prefix: What every name begins with; empty for none.
  /// - Returns: The tensors, those that are not read among them.
  /// - Throws: ``TensorFileError/torch(path:_:)``, where there are too many names.
  func tensors(prefix: String) throws(TensorFileError) -> [StoredTensor] {
    var walk = TorchWalk(graph)
    try located { () throws(TorchFault) in try walk.visit(graph.root, name: prefix, depth: 0) }
    var known = TorchKnown()
    return walk.found.map { found in
      // A tensor that was saved by itself is called as the file.
      let name = found.name.isEmpty ? FileName(path: path).base : found.name
      do throws(TensorFileError) {
        return try stored(found, name: name, &known)
      } catch {
        return unread(found, name: name, error)
      }
    }
  }

  /// A tensor in its place.
  ///
  /// - Throws: ``TensorFileError/torch(path:_:)``, the cases about a tensor, and `zip`.
  func stored(
    _ found: TorchFinding, name: String, _ known: inout TorchKnown
  ) throws(TensorFileError) -> StoredTensor {
    let view = try located { () throws(TorchFault) in try found.view(in: graph, name: name) }
    let key = view.storage.key
    if known.places[key] == nil { known.places[key] = try storages.place(of: key) }
    let bytes = known.places[key]
    let stored = try located { () throws(TorchFault) in
      guard let bytes else { throw .missing(name: name, key: key, position: found.position) }
      return try TorchTensor(name: name, view: view, position: found.position)
        .stored(in: bytes, byteOrder: byteOrder)
    }
    guard found.rebuild == .quantized else { return stored }
    guard let encoding = try encoding(of: stored, found, &known) else {
      throw .torch(path: place, .encoding(name: name, position: found.position))
    }
    return StoredTensor(quantized: stored, by: encoding)
  }

  /// A tensor that is listed and says why it cannot be read.
  private func unread(
    _ found: TorchFinding, name: String, _ error: TensorFileError
  ) -> StoredTensor {
    let view = try? TorchView(found.arguments, of: found.rebuild ?? .plain, in: graph, name: "")
    let shape = (view?.shape.count ?? 0) <= TorchView.rankLimit ? view?.elementShape : nil
    let count = shape == nil ? nil : view?.elementCount
    return StoredTensor(
      description: TensorDescription(
        name: name, elementType: view?.type.elementType ?? .uint8,
        storedAs: view?.type.rawValue ?? "unknown", shape: count == nil ? [0] : shape ?? [0],
        elementCount: count ?? 0, byteCount: (count ?? 0) * (view?.type.byteCount ?? 1)),
      file: graph.file, start: 0, form: .unread(error))
  }

  /// What `body` makes, what is wrong being said of the place where the pickle lies.
  private func located<Result>(
    _ body: () throws(TorchFault) -> Result
  ) throws(TensorFileError) -> Result {
    do throws(TorchFault) {
      return try body()
    } catch {
      throw .torch(path: place, error)
    }
  }
}

/// What is known of a checkpoint already, so that tensors share it.
struct TorchKnown {
  /// Where storages lie, by their keys.
  var places: [String: TorchPlace] = [:]
  /// The scales and zero-points in lists.
  var numbers: [PickleValue: [Float]] = [:]
}
