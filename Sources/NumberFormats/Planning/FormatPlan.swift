/// A format for each tensor of a model, so that the error is least within a budget of bits.
///
/// With a price λ for a bit, every tensor chooses by itself, min over its candidates of e + λ·b; the
/// choices that some λ makes lie on the convex hull of each tensor's error over bits. Going down all hulls
/// together, always where a bit takes most error away, gives for each budget the optimum of the problem in
/// which one tensor may be split between two neighbours on its hull, which nobody can beat:
///
///     bound = e(λ) − λ · (budget − bits(λ)),  e(λ) the error before the step that no longer fits
///
/// The plan is that choice without the split, mended by exchanging single tensors and pairs of them, and
/// by trying all choices of the few tensors that the end of the budget is about; of up to
/// ``PlanBranching/coreSize`` tensors nearly always all are tried, and then the plan is the optimum.
///
/// Source: Everett, *Generalized Lagrange multiplier method*, 1963; Shoham and Gersho, *Efficient bit
/// allocation for an arbitrary set of quantizers*, 1988.
public struct FormatPlan: Hashable, Sendable {
  /// The position of the chosen candidate of each tensor.
  public let choices: [Int]
  /// How many bits the choices take.
  public let bits: Int
  /// Σ of their errors.
  public let error: Double
  /// Below which no choice within the budget has an error.
  public let bound: Double
  /// Below which no choice of as little error as is allowed has bits; nil where there is a budget.
  public let leastBits: Int?

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
    var price = 0.0
    for step in walk.steps {
      if walk.bits + step.bits <= budget {
        walk.take(step)
      } else if bound == nil {
        price = step.slope
        bound = walk.error - step.slope * Double(budget - walk.bits)
      }
    }
    var mending = PlanMending(tensors, choices: walk.choices, budget: budget)
    mending.run()
    let core = Self.core(tensors, price)
    var branching = PlanBranching(tensors, choices: mending.choices, core: core, price: price)
    let sums = Self.sums(tensors, mending.choices)
    let spent = core.reduce(0) { $0 + tensors[$1].candidates[mending.choices[$1]].bits }
    branching.run(withinBits: budget - sums.bits + spent)
    choices = branching.choices
    (bits, error) = Self.sums(tensors, choices)
    let isOptimal = branching.isComplete && core.count == tensors.count
    self.bound = isOptimal ? error : max(bound ?? error, 0)
    leastBits = nil
  }

  /// A plan of some choices.
  init(_ tensors: [PlannedTensor], choices: [Int], bound: Double, leastBits: Int? = nil) {
    self.choices = choices
    (bits, error) = Self.sums(tensors, choices)
    self.bound = bound
    self.leastBits = leastBits
  }

  /// The tensors whose hulls have a step nearest to a price of a bit, the largest of them first.
  private static func core(_ tensors: [PlannedTensor], _ price: Double) -> [Int] {
    func distance(_ tensor: PlannedTensor) -> Double {
      let hull = tensor.hull
      let slopes = zip(hull, hull.dropFirst()).map { tensor.slope($0, $1) }
      return slopes.map { $0 > price ? $0 / max(price, .leastNonzeroMagnitude) : price / $0 }.min()
        ?? .infinity
    }
    func reach(_ tensor: PlannedTensor) -> Int {
      let bits = tensor.candidates.map(\.bits)
      return (bits.max() ?? 0) - (bits.min() ?? 0)
    }
    let near = tensors.indices.map { (distance: distance(tensors[$0]), index: $0) }
      .sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
      .prefix(PlanBranching.coreSize).map(\.index)
    return near.sorted { (-reach(tensors[$0]), $0) < (-reach(tensors[$1]), $1) }
  }

  /// The plan whose worst tensor has the least error within a budget.
  ///
  /// Each error is a share, such as Σe²/Σx². The plan is exact.
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
    let errors = Set(tensors.flatMap { $0.candidates.map(\.error) }).sorted()
    var low = 0
    var high = errors.count
    while low < high {
      let middle = (low + high) / 2
      if let choices = cheapest(errors[middle]), Self.sums(tensors, choices).bits <= budget {
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
    self.init(tensors, choices: fitting, bound: 0)
  }

  /// What choices add up to.
  static func sums(
    _ tensors: [PlannedTensor], _ choices: [Int]
  ) -> (bits: Int, error: Double) {
    zip(tensors, choices).reduce((0, 0)) {
      let candidate = $1.0.candidates[$1.1]
      return ($0.0 + candidate.bits, $0.1 + candidate.error)
    }
  }
}
