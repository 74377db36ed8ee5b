/// Tensors whose namesake on the other side has another size.
struct OtherSizes: Hashable, Sendable {
  /// By the original's place, the place of the namesake.
  var ofOriginal: [Int: Int] = [:]
  /// By the quantized tensor's place, the place of the namesake.
  var ofQuantized: [Int: Int] = [:]
}

/// Says why tensors have no counterpart.
struct UnmatchedReasons {
  let original: [ComparedTensor]
  let quantized: [ComparedTensor]
  let sizes: OtherSizes
  private let originalNames: Set<String>
  private let allNames: Set<String>
  private lazy var originalHasEmbedding = Self.hasEmbedding(original)
  private lazy var quantizedHasEmbedding = Self.hasEmbedding(quantized)

  init(original: [ComparedTensor], quantized: [ComparedTensor], sizes: OtherSizes) {
    self.original = original
    self.quantized = quantized
    self.sizes = sizes
    originalNames = Set(original.map(\.name))
    allNames = originalNames.union(quantized.lazy.map(\.name))
  }

  mutating func ofOriginal(_ index: Int) -> UnmatchedReason {
    if let other = sizes.ofOriginal[index] { return .otherSize(counterpart: quantized[other].name) }
    let reason = reason(original[index].name, among: originalNames)
    return reason == .tied && !quantizedHasEmbedding ? .noCounterpart : reason
  }

  mutating func ofQuantized(_ index: Int) -> UnmatchedReason {
    if let other = sizes.ofQuantized[index] { return .otherSize(counterpart: original[other].name) }
    let reason = reason(quantized[index].name, among: allNames)
    return reason == .tied && !originalHasEmbedding ? .noCounterpart : reason
  }

  /// Why, if the other side has an embedding.
  private func reason(_ name: String, among names: Set<String>) -> UnmatchedReason {
    if UnmatchedReason.isDerived(name) { return .derived }
    if let owner = CompanionName.owners(of: name).first(where: { names.contains($0) }) {
      return .companion(of: owner)
    }
    if let tensor = scaled(name, among: names) { return .companion(of: tensor) }
    return Self.isOuter(name, "output") ? .tied : .noCounterpart
  }

  /// What a scale or a zero-point is that of, if the other of the two is there as well: an input or an
  /// output of a layer, which is no tensor of the file.
  private func scaled(_ name: String, among names: Set<String>) -> String? {
    let endings = ["_scale", "_zero_point"]
    for (ending, other) in zip(endings, endings.reversed()) where name.ends(in: ending) {
      let stem = name.withoutLast(ending.utf8.count)
      if names.contains(stem + other) { return stem }
    }
    return nil
  }

  private static func hasEmbedding(_ tensors: [ComparedTensor]) -> Bool {
    tensors.contains { isOuter($0.name, "token_embd") }
  }

  private static func isOuter(_ name: String, _ role: String) -> Bool {
    CanonicalReading.readings(of: name).contains {
      $0.name.layer == nil && $0.name.role == role && $0.name.parameter == "weight"
    }
  }
}
