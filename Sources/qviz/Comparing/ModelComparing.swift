import ModelComparison
import QuantizationEngine
import TensorFiles

/// What a quantized model did, tensor by tensor: the pairs, read and measured.
struct ModelComparing {
  /// One of the two sides.
  enum Side { case original, quantized }

  let original: ComparedSide
  let quantized: ComparedSide
  /// How the tensors were paired.
  let pairing: Pairing
  /// The damage of every pair that was read.
  let damage: ModelDamage
  /// Pairs that were not read, and why.
  let failures: [(name: String, failure: Failure)]
  /// How many constants of whole numbers, such as shapes and indices, are equal on both sides of a model of
  /// floats: they are no weights, and in no sum.
  let equalIntegerCount: Int
  /// For which pairs an importance matrix has a row; nil where none was given.
  let coverage: ImportanceCoverage?

  private let originalUnread: NameLookup
  private let quantizedUnread: NameLookup

  /// Pairs two sides and measures every pair.
  ///
  /// - Parameters:
  ///   - original: The side of the floats.
  ///   - quantized: The other.
  ///   - chosen: The name of the only tensor that is compared; nil for all.
  ///   - importance: How much the inputs matter; nil where all matter alike.
  /// - Throws: `Failure` where nothing can be paired.
  init(
    _ original: ComparedSide, _ quantized: ComparedSide, only chosen: String? = nil,
    importance: Importance? = nil
  ) throws {
    self.original = original
    self.quantized = quantized
    originalUnread = NameLookup(original.unreadNames)
    quantizedUnread = NameLookup(quantized.unreadNames)
    var reader = PairReader(
      original: original.tensors, quantized: quantized.tensors, importance: importance)
    let pairing = try reader.pairing(original, quantized)
    self.pairing = pairing
    reader.norms = InputNorms(pairing)
    var pairs = pairing.pairs
    if let chosen {
      switch TensorChoice(chosen, among: pairs.map(\.name)) {
      case .one(let position): pairs = [pairs[position]]
      case .several(let positions):
        throw Failure(
          "\(chosen): is the end of \(positions.count) names, such as "
            + pairs[positions[0]].name, exit: .usage)
      case .none:
        throw Failure(
          "\(chosen): no tensor of that name has a counterpart; 'qviz compare' without --tensor "
            + "lists all", exit: .usage)
      }
    }
    var damages: [TensorDamage] = []
    var failures: [(name: String, failure: Failure)] = []
    var coverage = importance.map { ImportanceCoverage(path: $0.path) }
    var equalIntegerCount = 0
    let hasFloats = pairs.contains { !pairing.hasIntegers($0) }
    let progress = ModelProgress(pairs.map { original.tensors[$0.original[0]] })
    for (number, pair) in pairs.enumerated() {
      progress.begin(number)
      do {
        let (damage, row) = try reader.damage(of: pair, in: pairing)
        guard !hasFloats || !pairing.hasIntegers(pair) || damage.error.changes.values > 0 else {
          equalIntegerCount += 1
          continue
        }
        damages.append(damage)
        if let row { coverage?.add(pair.name, shape: pair.shape, row) }
      } catch let failure as Failure {
        failures.append((pair.name, failure))
      }
    }
    progress.clear()
    damage = ModelDamage(damages)
    self.failures = failures
    self.coverage = coverage
    self.equalIntegerCount = equalIntegerCount
  }

  /// The name of a tensor without a counterpart, and why it has none: one that is not read may have been it.
  func explained(_ tensor: UnmatchedTensor, of side: Side) -> (name: String, reason: String) {
    let (name, unread) =
      side == .original
      ? (pairing.original[tensor.index].name, quantizedUnread)
      : (pairing.quantized[tensor.index].name, originalUnread)
    guard let counterpart = unread.found(name) else { return (name, tensor.reason.description) }
    return (name, "its counterpart \(counterpart.name) is not read")
  }
}

extension Pairing {
  /// Whether the original of a pair is stored as whole numbers that stand for nothing else.
  fileprivate func hasIntegers(_ pair: TensorPair) -> Bool {
    pair.original.allSatisfy { index in
      guard let type = original[index].elementType?.rawValue else { return false }
      return type.hasPrefix("int") || type.hasPrefix("uint") || type == "bool"
    }
  }
}
