/// Pairs tensors by their names, from the surest match to the least sure.
struct NameMatcher {
  let original: [ComparedTensor]
  let quantized: [ComparedTensor]
  let hints: ArchitectureHints
  private(set) var pairs: [TensorPair] = []
  private(set) var otherSizes = OtherSizes()
  private var originalIsPaired: [Bool]
  private var quantizedIsPaired: [Bool]

  init(original: [ComparedTensor], quantized: [ComparedTensor], hints: ArchitectureHints) {
    self.original = original
    self.quantized = quantized
    self.hints = hints
    originalIsPaired = Array(repeating: false, count: original.count)
    quantizedIsPaired = Array(repeating: false, count: quantized.count)
  }

  mutating func match() {
    match(.name) { [$0] }
    match(.producer, PlainName.withoutProducer)
    match(.holder, PlainName.withoutHolder)
    matchByArchitecture()
  }

  /// The originals without a pair so far, in their order.
  var restOfOriginal: [Int] { originalIsPaired.indices.filter { !originalIsPaired[$0] } }
  /// The quantized tensors without a pair so far, in their order.
  var restOfQuantized: [Int] { quantizedIsPaired.indices.filter { !quantizedIsPaired[$0] } }

  /// Pairs tensors with a key in common that no other tensor of their side has.
  private mutating func match(_ match: PairMatch, _ keys: (String) -> [String]) {
    let rest = restOfOriginal
    let ourKeys = rest.map { keys(original[$0].name) }
    let ours = Self.places(rest, ourKeys)
    let otherRest = restOfQuantized
    let theirs = Self.places(otherRest, otherRest.map { keys(quantized[$0].name) })
    for (index, keys) in zip(rest, ourKeys) {
      for key in keys where !originalIsPaired[index] {
        guard ours[key] == [index], let others = theirs[key], others.count == 1 else { continue }
        pair([index], others, match)
      }
    }
  }

  private static func places<Key: Hashable>(
    _ indices: [Int], _ keys: [[Key]]
  ) -> [Key: [Int]] {
    var places: [Key: [Int]] = [:]
    for (index, keys) in zip(indices, keys) {
      for key in keys where places[key]?.last != index {
        places[key, default: []].append(index)
      }
    }
    return places
  }

  /// Makes a pair if the sizes agree, and notes it if they do not.
  mutating func pair(
    _ originals: [Int], _ counterparts: [Int], _ match: PairMatch,
    role: String? = nil
  ) {
    guard originals.allSatisfy({ !originalIsPaired[$0] }),
      counterparts.allSatisfy({ !quantizedIsPaired[$0] })
    else { return }
    let maker = PairMaker(original: original, quantized: quantized, hints: hints)
    guard let pair = maker.pair(originals, counterparts, match, role: role) else {
      for index in originals where otherSizes.ofOriginal[index] == nil {
        otherSizes.ofOriginal[index] = counterparts[0]
      }
      for index in counterparts where otherSizes.ofQuantized[index] == nil {
        otherSizes.ofQuantized[index] = originals[0]
      }
      return
    }
    pairs.append(pair)
    for index in originals { originalIsPaired[index] = true }
    for index in counterparts { quantizedIsPaired[index] = true }
  }
}
