/// A format for each tensor of a model, so that the error is least within a budget of bits.
///
/// With a price λ for a bit, every tensor chooses by itself, min over its candidates of e + λ·b; the
/// choices that some λ makes lie on the convex hull of each tensor's error over bits. Going down all hulls
/// together, always where a bit takes most error away, gives for each budget the optimum of the problem in
/// which one tensor may be split between two neighbours on its hull, which nobody can beat:
///
///     bound = e(λ) − λ · (budget − bits(λ)),  e(λ) the error before the step that no longer fits
///
/// The plan is that choice without the split, mended by exchanging single tensors and pairs of them as long
/// as that makes the error less. (Everett, *Generalized Lagrange multiplier method*, 1963; Shoham and
/// Gersho, *Efficient bit allocation for an arbitrary set of quantizers*, 1988.)
public struct FormatPlan: Hashable, Sendable {
  /// The position of the chosen candidate of each tensor.
  public private(set) var choices: [Int]
  /// How many bits the choices take.
  public private(set) var bits: Int
  /// Σ of their errors.
  public private(set) var error: Double
  /// Below which no choice within the budget has an error.
  public let bound: Double

  /// By which share of the bound the error may be above the least there is; 0 where the bound is 0 and met.
  public var gap: Double {
    error <= bound ? 0 : bound > 0 ? error / bound - 1 : .infinity
  }

  /// The plan of least error within a budget.
  ///
  /// - Parameters:
  ///   - tensors: What may be chosen.
  ///   - budget: How many bits there are in all.
  /// - Throws: ``PlanError/budgetTooSmall(bits:leastBits:)``.
  /// - Complexity: O(c log c) for c candidates, and for mending O(tensors) times what is mended.
  public init(_ tensors: [PlannedTensor], withinBits budget: Int) throws(PlanError) {
    var walk = HullWalk(tensors)
    guard walk.bits <= budget else {
      throw .budgetTooSmall(bits: budget, leastBits: walk.bits)
    }
    var bound: Double?
    for step in walk.steps {
      if walk.bits + step.bits <= budget {
        walk.take(step)
      } else if bound == nil {
        bound = walk.error - step.slope * Double(budget - walk.bits)
      }
    }
    choices = walk.choices
    bits = walk.bits
    self.bound = max(bound ?? walk.error, 0)
    error = 0
    var mending = PlanMending(tensors, choices: choices, budget: budget)
    mending.run()
    choices = mending.choices
    sum(tensors)
  }

  /// The plan of fewest bits whose error is at most so much.
  ///
  /// ``bound`` is then the error that is allowed.
  ///
  /// - Throws: ``PlanError/errorTooLarge(least:allowed:)``.
  public init(_ tensors: [PlannedTensor], errorAtMost allowed: Double) throws(PlanError) {
    var walk = HullWalk(tensors)
    for step in walk.steps where walk.error > allowed { walk.take(step) }
    guard walk.error <= allowed else {
      throw .errorTooLarge(least: walk.error, allowed: allowed)
    }
    choices = walk.choices
    bits = walk.bits
    error = 0
    bound = allowed
    thin(tensors, allowed)
    sum(tensors)
  }

  /// The plan whose worst tensor has the least error within a budget; each error is a share, such as
  /// Σe²/Σx². It is exact.
  ///
  /// - Throws: ``PlanError/budgetTooSmall(bits:leastBits:)``.
  public init(_ tensors: [PlannedTensor], leastWorstWithinBits budget: Int) throws(PlanError) {
    // As the worst error that is allowed falls, bits only rise: the least that fits is found by halving.
    func cheapest(_ allowed: Double) -> [Int]? {
      var choices: [Int] = []
      for tensor in tensors {
        let positions = tensor.candidates.indices.filter {
          tensor.candidates[$0].error <= allowed
        }
        let least = positions.min {
          let (one, other) = (tensor.candidates[$0], tensor.candidates[$1])
          return (one.bits, one.error) < (other.bits, other.error)
        }
        guard let least else { return nil }
        choices.append(least)
      }
      return choices
    }
    func bits(_ choices: [Int]) -> Int {
      zip(tensors, choices).reduce(0) { $0 + $1.0.candidates[$1.1].bits }
    }
    let errors = Set(tensors.flatMap { $0.candidates.map(\.error) }).sorted()
    var low = 0
    var high = errors.count
    while low < high {
      let middle = (low + high) / 2
      if let choices = cheapest(errors[middle]), bits(choices) <= budget {
        high = middle
      } else {
        low = middle + 1
      }
    }
    let fitting = low < errors.count ? cheapest(errors[low]) : tensors.isEmpty ? [] : nil
    guard let fitting else {
      let least = tensors.reduce(0) { $0 + ($1.candidates.map(\.bits).min() ?? 0) }
      throw .budgetTooSmall(bits: budget, leastBits: least)
    }
    choices = fitting
    self.bits = 0
    error = 0
    bound = 0
    sum(tensors)
  }

  /// Adds the choices up.
  private mutating func sum(_ tensors: [PlannedTensor]) {
    bits = 0
    error = 0
    for (tensor, choice) in zip(tensors, choices) {
      bits += tensor.candidates[choice].bits
      error += tensor.candidates[choice].error
    }
  }

  /// Takes bits away where the error allows it, always the most first.
  private mutating func thin(_ tensors: [PlannedTensor], _ allowed: Double) {
    var error = zip(tensors, choices).reduce(0.0) { $0 + $1.0.candidates[$1.1].error }
    while true {
      var best: (tensor: Int, choice: Int, saved: Int, error: Double)?
      for (index, tensor) in tensors.enumerated() {
        let current = tensor.candidates[choices[index]]
        for (position, candidate) in tensor.candidates.enumerated() {
          let saved = current.bits - candidate.bits
          let more = error - current.error + candidate.error
          guard saved > 0, more <= allowed, saved > best?.saved ?? 0 else { continue }
          best = (index, position, saved, more)
        }
      }
      guard let best else { return }
      choices[best.tensor] = best.choice
      error = best.error
    }
  }
}
