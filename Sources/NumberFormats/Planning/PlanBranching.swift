/// The best choice for a few tensors, the others as they are, by trying all that can still be better.
///
/// Depth first: each tensor's candidates in turn, those first that a price of a bit prefers, and nothing
/// below a choice whose rest, split between two formats wherever that helps, has no less error than the best
/// choice found. After so many choices it ends with the best one there is.
struct PlanBranching {
  /// The choice of each tensor, the better one if any was found.
  private(set) var choices: [Int]
  /// Whether every choice was tried or ruled out, so that none is better.
  private(set) var isComplete = true

  private let tensors: [PlannedTensor]
  /// The tensors that are branched on.
  private let core: [Int]
  /// The steps of the core's hulls, the best first, with the place of their tensor in the core.
  private let steps: [(place: Int, bits: Int, slope: Double)]
  /// The sums of the first candidates of the hulls from a place of the core on.
  private let restBits: [Int]
  private let restErrors: [Double]
  /// The candidates of each tensor of the core, in the order in which they are tried.
  private let orders: [[Int]]

  private var best: Double
  private var current: [Int]
  private var nodesLeft = 60_000

  /// Up to how many tensors are branched on.
  static let coreSize = 24

  /// - Parameters:
  ///   - tensors: All tensors.
  ///   - choices: A choice within the budget.
  ///   - core: Those that may be chosen anew, the ones that matter most first.
  ///   - price: How much error a bit takes away where the budget ends.
  init(_ tensors: [PlannedTensor], choices: [Int], core: [Int], price: Double) {
    self.tensors = tensors
    self.choices = choices
    self.core = core
    current = choices
    best = core.reduce(0) { $0 + tensors[$1].candidates[choices[$1]].error }
    var steps: [(place: Int, bits: Int, slope: Double)] = []
    var bits = [0]
    var errors = [0.0]
    var orders: [[Int]] = []
    for (place, index) in core.enumerated() {
      let tensor = tensors[index]
      let hull = tensor.hull
      for (start, end) in zip(hull, hull.dropFirst()) {
        steps.append(
          (
            place, tensor.candidates[end].bits - tensor.candidates[start].bits,
            tensor.slope(start, end)
          ))
      }
      bits.append(tensor.candidates[hull[0]].bits)
      errors.append(tensor.candidates[hull[0]].error)
      orders.append(
        tensor.candidates.indices.sorted {
          let (one, other) = (tensor.candidates[$0], tensor.candidates[$1])
          return one.error + price * Double(one.bits) < other.error + price * Double(other.bits)
        })
    }
    self.steps = steps.sorted { $0.slope > $1.slope }
    self.orders = orders
    // Sums from each place on, by adding from the end.
    restBits = Array(
      bits.dropFirst().reversed().reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        .reversed())
    restErrors = Array(
      errors.dropFirst().reversed().reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
        .reversed())
  }

  /// Looks for a better choice of the core within so many bits for it.
  mutating func run(withinBits budget: Int) {
    branch(0, budget: budget, error: 0)
  }

  private mutating func branch(_ place: Int, budget: Int, error: Double) {
    guard place < core.count else {
      guard error < best else { return }
      best = error
      choices = current
      return
    }
    guard nodesLeft > 0 else {
      isComplete = false
      return
    }
    nodesLeft -= 1
    let index = core[place]
    for choice in orders[place] {
      let candidate = tensors[index].candidates[choice]
      let left = budget - candidate.bits
      guard let rest = leastError(from: place + 1, withinBits: left),
        error + candidate.error + rest < best * (1 - 1e-12)
      else { continue }
      current[index] = choice
      branch(place + 1, budget: left, error: error + candidate.error)
    }
  }

  /// Below which the tensors from a place on have no error within so many bits; nil where they need more.
  private func leastError(from place: Int, withinBits budget: Int) -> Double? {
    var left = budget - restBits[place]
    guard left >= 0 else { return nil }
    var error = restErrors[place]
    for step in steps where step.place >= place {
      guard step.bits <= left else { return error - step.slope * Double(left) }
      left -= step.bits
      error -= step.slope * Double(step.bits)
    }
    return error
  }
}
