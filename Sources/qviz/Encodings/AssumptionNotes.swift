import EncodingFiles

/// What was taken for granted about tensors, each thing said once with how many tensors it is about.
struct AssumptionNotes {
  private var order: [CompletionAssumption] = []
  private var counts: [CompletionAssumption: Int] = [:]

  /// Counts what was taken for granted about a tensor, as far as somebody wants to know.
  ///
  /// - Parameters:
  ///   - tensor: The tensor.
  ///   - members: What somebody wants to know.
  mutating func add(_ tensor: CompletedTensor, about members: Set<TensorMember>) {
    for assumption in tensor.assumptions where !assumption.members.isDisjoint(with: members) {
      if counts[assumption] == nil { order.append(assumption) }
      counts[assumption, default: 0] += 1
    }
  }

  /// The sentences, in the order in which they came up.
  ///
  /// - Parameter format: The format that does not say it.
  /// - Returns: A sentence for each thing.
  func sentences(of format: any EncodingFormat) -> [String] {
    order.map { assumption in
      "\(format.identifier) does not say it: \(assumption.words): "
        + TensorCount.words(counts[assumption] ?? 0)
    }
  }
}

/// A number of tensors in a sentence.
enum TensorCount {
  /// Such as `1 tensor`, or `12 tensors`.
  static func words(_ count: Int) -> String { count == 1 ? "1 tensor" : "\(count) tensors" }
}
