/// What is wrong with an index of safetensors files, or with one tensor that it names.
///
/// Positions count bytes from 0 at the start of the index.
public enum SafetensorsIndexFault: Error, Hashable, Sendable {
  /// The index is longer than any that is read.
  case tooLong(limit: Int, found: Int)
  /// The index is not JSON, or has a name twice.
  case json(JSONFault)
  /// The index does not say which tensor is in which file.
  case noWeightMap
  /// What should say which tensor is in which file is not an object.
  case weightMap(found: JSONValueKind, position: Int)
  /// The file of a tensor is not a string.
  case shardKind(name: String, found: JSONValueKind, position: Int)
  /// The name of a file is refused.
  case shardName(shard: String, refusal: CompanionRefusal, position: Int)
  /// A file does not have a tensor that the index says is in it.
  case notInShard(name: String, shard: String)
  /// A type or a shape is asked for, and the files have their own for each tensor.
  case layout
}

extension SafetensorsIndexFault {
  /// What is wrong and where, as the rest of a sentence that began with the path.
  var predicate: String {
    switch self {
    case .tooLong(let limit, let found):
      "has \(TensorFileError.bytes(found)), expected at most \(limit) for an index of shards"
    case .json(let fault): fault.predicate
    case .noWeightMap:
      "has no 'weight_map', expected an index of the shards of a checkpoint"
    case .weightMap(let found, let position):
      "has \(found.rawValue) as 'weight_map' at byte \(position), expected an object"
    case .shardKind(let name, let found, let position):
      "has \(found.rawValue) as the shard of tensor \(TensorFileError.quoted(name)) "
        + "(byte \(position)), expected a string"
    case .shardName(let shard, let refusal, let position):
      "names the shard \(TensorFileError.quoted(shard)) (byte \(position)), "
        + "which \(refusal.rawValue)"
    case .notInShard(let name, let shard):
      "says that tensor \(TensorFileError.quoted(name)) is in "
        + "\(TensorFileError.quoted(shard)), which does not have it"
    case .layout:
      "its shards say the type and the shape of each tensor, so none can be asked for"
    }
  }
}
