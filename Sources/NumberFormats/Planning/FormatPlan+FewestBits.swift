extension FormatPlan {
  /// The plan of fewest bits whose error is at most so much.
  ///
  /// Going down all hulls together, the error that is allowed is reached within a step from e at b bits, of
  /// slope λ. If one tensor might be split between the two ends of that step, no choice would have fewer
  /// bits than
  ///
  ///     least = b + (e − allowed) / λ
  ///
  /// The plan is found by halving between those bits and what the walk takes: a budget of which
  /// ``init(_:withinBits:)`` has a plan of as little error is too large or just right, and one of which even
  /// the bound has more error is too small for any choice, which raises ``leastBits``. ``bound`` is the error
  /// that is allowed.
  ///
  /// - Parameters:
  ///   - tensors: What may be chosen.
  ///   - allowed: The error.
  /// - Throws: ``PlanError/errorTooLarge(least:allowed:)``.
  /// - Complexity: that of up to 16 plans within a budget.
  public init(_ tensors: [PlannedTensor], errorAtMost allowed: Double) throws(PlanError) {
    var walk = HullWalk(tensors)
    var least = walk.bits
    for step in walk.steps where walk.error > allowed {
      // Sums are rounded, so that the last bit is not relied on.
      let (bits, error) = (walk.bits, walk.error * (1 - Self.rounding))
      walk.take(step)
      if walk.error <= allowed, step.slope > 0 {
        least = bits + max(Int(((error - allowed) / step.slope).rounded(.up)), 0)
      }
    }
    guard walk.error <= allowed else {
      throw .errorTooLarge(least: walk.error, allowed: allowed)
    }
    var choices = Self.thinned(walk.choices, tensors, allowed)
    var most = Self.sums(tensors, choices).bits
    least = min(least, most)
    /// Budgets below it were tried, in vain or not.
    var tried = least
    for _ in 0..<Self.halvings where tried < most {
      let budget = tried + (most - tried) / 2
      guard let plan = try? FormatPlan(tensors, withinBits: budget) else {
        tried = budget + 1
        least = max(least, tried)
        continue
      }
      if plan.error <= allowed {
        choices = plan.choices
        most = plan.bits
      } else {
        tried = budget + 1
        if plan.bound * (1 - Self.rounding) > allowed { least = max(least, tried) }
      }
    }
    self.init(tensors, choices: choices, bound: allowed, leastBits: min(least, most))
  }

  /// What sums of errors are wrong by at most, as a share.
  private static let rounding = 1e-12
  /// How many budgets are tried at most; what is left after so many halvings is nothing beside a model.
  private static let halvings = 16

  /// Choices with bits taken away where the error allows it, always the most first.
  private static func thinned(
    _ start: [Int], _ tensors: [PlannedTensor], _ allowed: Double
  ) -> [Int] {
    var choices = start
    var error = sums(tensors, choices).error
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
      guard let best else { return choices }
      choices[best.tensor] = best.choice
      error = best.error
    }
  }
}
