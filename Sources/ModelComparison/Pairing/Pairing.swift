/// Which tensors of an original and of its quantized model belong together.
///
/// Names alone decide at first, from the surest match to the least sure: the same name, the name
/// without what tools put around it, the name without the module that holds the model, the part of
/// the architecture. What is left can be paired by values or by shape, with
/// ``matchingRest(byContent:)`` and ``matchingRestByShape()``.
///
///     let pairing = Pairing(original: original, quantized: quantized, hints: hints)
///     for pair in pairing.pairs { pair.name; pair.counterpart; pair.transforms }
///
/// Postconditions:
/// 1. Each tensor of either side is in exactly one pair or in one list of unmatched ones.
/// 2. Pairs, and lists, are in the order of the original, or of the quantized model.
/// 3. A key that two tensors of one side have pairs neither.
///
/// - Complexity: O(n log n) in the number of tensors.
public struct Pairing: Hashable, Sendable {
  /// The tensors of the original.
  public let original: [ComparedTensor]
  /// The tensors of the quantized model.
  public let quantized: [ComparedTensor]
  /// What is known about the model.
  public let hints: ArchitectureHints
  /// What belongs together, in the order of the original.
  public internal(set) var pairs: [TensorPair] = []
  /// What only the original has.
  public internal(set) var onlyInOriginal: [UnmatchedTensor] = []
  /// What only the quantized model has.
  public internal(set) var onlyInQuantized: [UnmatchedTensor] = []
  /// Namesakes that are no pairs.
  private let sizes: OtherSizes

  /// Pairs by names.
  ///
  /// - Parameters:
  ///   - original: the tensors of the original, in the order of its file.
  ///   - quantized: those of the quantized model.
  ///   - hints: what is known about the model.
  public init(
    original: [ComparedTensor], quantized: [ComparedTensor], hints: ArchitectureHints = .none
  ) {
    self.original = original
    self.quantized = quantized
    self.hints = hints
    var matcher = NameMatcher(original: original, quantized: quantized, hints: hints)
    matcher.match()
    sizes = matcher.otherSizes
    settle(matcher.pairs)
  }

  /// Takes pairs in, orders them, and says why the rest has none.
  mutating func settle(_ found: [TensorPair]) {
    pairs = (pairs + found).sorted { $0.original[0] < $1.original[0] }
    let ours = Self.rest(of: original.count, without: pairs.map(\.original))
    let theirs = Self.rest(of: quantized.count, without: pairs.map(\.quantized))
    guard !(ours.isEmpty && theirs.isEmpty) else {
      (onlyInOriginal, onlyInQuantized) = ([], [])
      return
    }
    var reasons = UnmatchedReasons(original: original, quantized: quantized, sizes: sizes)
    onlyInOriginal = ours.map {
      UnmatchedTensor(index: $0, reason: reasons.ofOriginal($0))
    }
    onlyInQuantized = theirs.map {
      UnmatchedTensor(index: $0, reason: reasons.ofQuantized($0))
    }
  }

  private static func rest(of count: Int, without paired: [[Int]]) -> [Int] {
    var isPaired = [Bool](repeating: false, count: count)
    for index in paired.joined() { isPaired[index] = true }
    return isPaired.indices.filter { !isPaired[$0] }
  }
}
