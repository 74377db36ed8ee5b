extension TensorFileFormat {
  /// What says which tensor of a checkpoint is in which of its safetensors files, its shards.
  ///
  ///     {"metadata": {…}, "weight_map": {"layer.0.weight": "model-00001-of-00002.safetensors", …}}
  ///
  /// The tensors are those of the map, in its order. A tensor that a shard has and the map does not
  /// name is not among them, as for those who load such a checkpoint; open the shard to see it.
  static let safetensorsIndex = TensorFileFormat(
    signature: [], fileExtension: "json", tensors: indexedTensors, resembles: resemblesIndex)

  /// The tensors that an index names, each in the shard that has it.
  @Sendable
  private static func indexedTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    let entries: [SafetensorsIndexEntry]
    do throws(SafetensorsIndexFault) {
      guard layout == RawLayout() else { throw .layout }
      entries = try SafetensorsIndex(file).entries
    } catch {
      throw .safetensorsIndex(path: file.path, error)
    }
    let paths = try shardPaths(of: entries, index: file)
    let shards = ShardSet(paths: paths)
    return QuantizedCheckpoint(
      entries.map { shards.tensor($0, index: file) }, annotations: shards.annotations,
      path: file.path
    ).layers()
  }

  /// Where each shard lies that an index names, in its order.
  ///
  /// - Throws: ``TensorFileError/safetensorsIndex(path:_:)`` for a name that is refused.
  private static func shardPaths(
    of entries: [SafetensorsIndexEntry], index: MappedFile
  ) throws(TensorFileError) -> [ExactText: String] {
    let folder = CompanionFolder(path: index.path)
    var paths: [ExactText: String] = [:]
    for entry in entries where paths[ExactText(entry.shard)] == nil {
      if let refusal = folder.refusal(of: entry.shard, fileExtension: "safetensors") {
        let fault = SafetensorsIndexFault.shardName(
          shard: entry.shard, refusal: refusal, position: entry.shardPosition)
        throw .safetensorsIndex(path: index.path, fault)
      }
      paths[ExactText(entry.shard)] = folder.path(of: entry.shard)
    }
    return paths
  }

  /// Whether a file is one: by its whole name, or all the same, as those in caches of downloads are.
  @Sendable
  private static func resemblesIndex(_ file: MappedFile) -> Bool {
    if file.path.hasSuffix(".index.json") { return true }
    let beginning = file.bytes(in: 0..<min(1 << 16, file.byteCount))
    guard beginning.first == UInt8(ascii: "{") else { return false }
    return beginning.firstRange(of: Array("\"weight_map\"".utf8)) != nil
  }
}
