/// The batches that a tensor was joined of.
struct JoinedBatches: Hashable, Sendable {
  /// The name of the tensor.
  let name: String
  /// The batches, in their order.
  let batches: [Batch]

  /// One batch.
  struct Batch: Hashable, Sendable {
    /// The file's path as it was given.
    let path: String
    /// How many elements it has.
    let elementCount: Int
  }

  /// Which elements make up each batch.
  var parts: [Range<Int>] {
    var start = 0
    return batches.map { batch in
      defer { start += batch.elementCount }
      return start..<start + batch.elementCount
    }
  }

  /// The batches as JSON.
  var json: JSONValue {
    .array(
      batches.map {
        .object(["file": .string($0.path), "count": .integer($0.elementCount)])
      })
  }
}
