/// A choice made better by exchanging the format of one tensor, or of two at once, within a budget.
struct PlanMending {
  /// An exchange: which tensor, and for which candidate.
  private struct Exchange {
    let tensor: Int
    let choice: Int
    /// How many bits more it takes; below 0 where it gives some back.
    let bits: Int
    /// How much less the error is; below 0 where it is more.
    let gain: Double
  }

  private(set) var choices: [Int]

  private let tensors: [PlannedTensor]
  private let budget: Int
  private var bits: Int

  /// How many tensors are tried in pairs: those whose exchanges are nearest to paying.
  private static let pairedCount = 96

  init(_ tensors: [PlannedTensor], choices: [Int], budget: Int) {
    self.tensors = tensors
    self.choices = choices
    self.budget = budget
    bits = zip(tensors, choices).reduce(0) { $0 + $1.0.candidates[$1.1].bits }
  }

  /// Exchanges as long as that makes the error less; each round takes the best exchange there is.
  mutating func run() {
    // Every round lowers the error by one exchange of finitely many choices, so there is an end; it is
    // near, for the walk has left no more than a step of bits.
    for _ in 0..<(4 * tensors.count + 16) {
      if let single = bestSingle() {
        take(single)
      } else if let pair = bestPair() {
        take(pair.0)
        take(pair.1)
      } else {
        return
      }
    }
  }

  private mutating func take(_ exchange: Exchange) {
    choices[exchange.tensor] = exchange.choice
    bits += exchange.bits
  }

  private func exchanges(of tensor: Int) -> [Exchange] {
    let candidates = tensors[tensor].candidates
    let current = candidates[choices[tensor]]
    return candidates.indices.compactMap { choice in
      guard choice != choices[tensor] else { return nil }
      return Exchange(
        tensor: tensor, choice: choice, bits: candidates[choice].bits - current.bits,
        gain: current.error - candidates[choice].error)
    }
  }

  private func bestSingle() -> Exchange? {
    var best: Exchange?
    for tensor in tensors.indices {
      for exchange in exchanges(of: tensor)
      where exchange.gain > best?.gain ?? 0 && bits + exchange.bits <= budget {
        best = exchange
      }
    }
    return best
  }

  /// One tensor gives bits back for another that makes more of them.
  private func bestPair() -> (Exchange, Exchange)? {
    let all = tensors.indices.flatMap(exchanges)
    func price(_ exchange: Exchange) -> Double {
      exchange.gain / Double(max(exchange.bits.magnitude, 1))
    }
    let takers = all.filter { $0.gain > 0 && $0.bits > 0 }
      .sorted { price($0) > price($1) }.prefix(Self.pairedCount)
    let givers = all.filter { $0.bits < 0 }
      .sorted { price($0) > price($1) }.prefix(Self.pairedCount)
    var best: (Exchange, Exchange)?
    var gain = 0.0
    for taker in takers {
      for giver in givers where giver.tensor != taker.tensor {
        guard bits + taker.bits + giver.bits <= budget, taker.gain + giver.gain > gain else {
          continue
        }
        gain = taker.gain + giver.gain
        best = (taker, giver)
      }
    }
    // A gain that is lost in the rounding of the sums is none.
    return gain > 0 && gain > 1e-15 * (best?.0.gain ?? 0) ? best : nil
  }
}
