import ModelComparison
import QuantizationEngine
import TensorFiles

/// What a quantized model did, tensor by tensor: the pairs, read and measured.
struct ModelComparing {
  let original: ComparedSide
  let quantized: ComparedSide
  /// How the tensors were paired.
  let pairing: Pairing
  /// The damage of every pair that was read.
  let damage: ModelDamage
  /// Pairs that were not read, and why.
  let failures: [(name: String, failure: Failure)]

  /// Pairs two sides and measures every pair.
  ///
  /// - Parameters:
  ///   - original: The side of the floats.
  ///   - quantized: The other.
  ///   - chosen: The name of the only tensor that is compared; nil for all.
  /// - Throws: `Failure` where nothing can be paired.
  init(_ original: ComparedSide, _ quantized: ComparedSide, only chosen: String? = nil) throws {
    self.original = original
    self.quantized = quantized
    let facts = quantized.facts.completed(by: original.facts)
    var pairing = Pairing(
      original: original.compared, quantized: quantized.compared,
      hints: ArchitectureHints(
        architecture: facts.architecture, headCount: facts.headCount,
        keyValueHeadCount: facts.keyValueHeadCount))
    let reader = PairReader(original: original.tensors, quantized: quantized.tensors)
    // Two single tensors are compared whatever they are called.
    if pairing.pairs.isEmpty || !pairing.onlyInOriginal.isEmpty {
      pairing = pairing.matchingRest(byContent: reader.relativeError).matchingRestByShape()
    }
    self.pairing = pairing
    guard !pairing.pairs.isEmpty else {
      throw Failure(
        "\(quantized.title): no tensor of it belongs to one of \(original.title)", exit: .badData)
    }
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
    let progress = ModelProgress(pairs.map { original.tensors[$0.original[0]] })
    for (number, pair) in pairs.enumerated() {
      progress.begin(number)
      do {
        damages.append(try reader.damage(of: pair, in: pairing))
      } catch let failure as Failure {
        failures.append((pair.name, failure))
      }
    }
    progress.clear()
    damage = ModelDamage(damages)
    self.failures = failures
  }
}
