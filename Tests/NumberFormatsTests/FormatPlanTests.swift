import NumberFormats
import TestSupport
import Testing

@Suite struct FormatPlanTests {
  /// Tensors of random sizes and candidates, whose error falls by about 6 dB a bit.
  private func tensors(_ count: Int, candidates: Int, seed: UInt64) -> [PlannedTensor] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let size = 1 + Int(random.next() % 64)
      let weight = 0.1 + random.nextUnit() * 10
      return PlannedTensor(
        (0..<candidates).map { _ in
          let bits = 2 + random.nextUnit() * 7
          let noise = 0.5 + random.nextUnit()
          var error = weight * noise
          for _ in 0..<Int(bits * 2) { error /= 2 }
          return PlannedTensor.Candidate(bits: Int(bits * 8) * size, error: error)
        })
    }
  }

  /// Every choice there is.
  private func all(_ tensors: [PlannedTensor]) -> [[Int]] {
    tensors.reduce([[]]) { choices, tensor in
      choices.flatMap { choice in tensor.candidates.indices.map { choice + [$0] } }
    }
  }

  private func sums(
    _ tensors: [PlannedTensor], _ choices: [Int]
  ) -> (bits: Int, error: Double, worst: Double) {
    zip(tensors, choices).reduce((0, 0, 0)) {
      let candidate = $1.0.candidates[$1.1]
      return ($0.0 + candidate.bits, $0.1 + candidate.error, max($0.2, candidate.error))
    }
  }

  @Test(
    "on small models the bound holds, and the plan is between it and the best there is",
    arguments: 0..<16)
  func bruteForce(seed: Int) throws {
    let tensors = tensors(5, candidates: 4, seed: UInt64(seed))
    let choices = all(tensors).map { ($0, sums(tensors, $0)) }
    let least = choices.map(\.1.bits).min() ?? 0
    let most = choices.map(\.1.bits).max() ?? 0
    for part in 0...6 {
      let budget = least + (most - least) * part / 6
      let plan = try FormatPlan(tensors, withinBits: budget)
      let best = choices.filter { $0.1.bits <= budget }.map(\.1.error).min() ?? 0
      let found = sums(tensors, plan.choices)
      #expect(plan.bits == found.bits && plan.bits <= budget)
      #expect(abs(plan.error - found.error) <= 1e-12 * found.error)
      #expect(plan.bound <= best * (1 + 1e-12))
      // Of so few tensors every choice is tried.
      #expect(abs(plan.error - best) <= 1e-12 * best)
      #expect(plan.gap == 0)
      let worst = try FormatPlan(tensors, leastWorstWithinBits: budget)
      let leastWorst = choices.filter { $0.1.bits <= budget }.map(\.1.worst).min() ?? 0
      #expect(sums(tensors, worst.choices).worst == leastWorst)
      #expect(worst.bits <= budget)
    }
  }

  @Test(
    "on a model of hundreds of tensors the plan is within half a percent of the bound",
    arguments: 0..<3)
  func gap(seed: Int) throws {
    let tensors = tensors(300, candidates: 12, seed: 1000 + UInt64(seed))
    let ends = tensors.map { tensor in
      (tensor.candidates.map(\.bits).min() ?? 0, tensor.candidates.map(\.bits).max() ?? 0)
    }
    let (least, most) = ends.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    for part in 1...5 {
      let plan = try FormatPlan(tensors, withinBits: least + (most - least) * part / 6)
      #expect(plan.gap <= 0.005)
    }
  }

  @Test("the fewest bits for an error are those that are found when they are the budget")
  func errorAtMost() throws {
    let tensors = tensors(100, candidates: 8, seed: 77)
    let loose = try FormatPlan(tensors, withinBits: 80_000)
    let plan = try FormatPlan(tensors, errorAtMost: loose.error)
    #expect(plan.error <= loose.error)
    #expect(Double(plan.bits) <= Double(loose.bits) * 1.0001)
    let least = try #require(plan.leastBits)
    #expect(least <= plan.bits && Double(plan.bits) <= Double(least) * 1.005)
    #expect(throws: PlanError.self) { try FormatPlan(tensors, errorAtMost: 0) }
  }

  @Test("of all choices with an error the plan has the fewest bits", arguments: 0..<12)
  func fewestBits(seed: Int) throws {
    let tensors = tensors(5, candidates: 4, seed: 200 + UInt64(seed))
    let choices = all(tensors).map { sums(tensors, $0) }
    let errors = choices.map(\.error)
    let (least, most) = (errors.min() ?? 0, errors.max() ?? 0)
    for part in 0...8 {
      let allowed = least + (most - least) * Double(part * part) / 64
      let plan = try FormatPlan(tensors, errorAtMost: allowed * (1 + 1e-9))
      let fewest = choices.filter { $0.error <= allowed * (1 + 1e-9) }.map(\.bits).min()
      #expect(plan.bits == fewest)
      #expect(plan.error <= allowed * (1 + 1e-9))
      // Every budget below it was found too small.
      #expect(plan.leastBits == fewest)
    }
    #expect(try FormatPlan(tensors, withinBits: .max / 2).leastBits == nil)
  }

  @Test("what cannot be had is refused with the least there is")
  func refusals() {
    let tensors = [PlannedTensor([.init(bits: 10, error: 1), .init(bits: 20, error: 0.5)])]
    #expect(throws: PlanError.budgetTooSmall(bits: 9, leastBits: 10)) {
      try FormatPlan(tensors, withinBits: 9)
    }
    #expect(throws: PlanError.budgetTooSmall(bits: 9, leastBits: 10)) {
      try FormatPlan(tensors, leastWorstWithinBits: 9)
    }
    #expect(throws: PlanError.errorTooLarge(least: 0.5, allowed: 0.4)) {
      try FormatPlan(tensors, errorAtMost: 0.4)
    }
  }

  @Test("no tensors need no bits")
  func empty() throws {
    #expect(try FormatPlan([], withinBits: 0).choices.isEmpty)
    #expect(try FormatPlan([], leastWorstWithinBits: 0).choices.isEmpty)
  }

  @Test("a format that costs more for more bits is never chosen")
  func dominated() throws {
    let tensor = PlannedTensor([
      .init(bits: 30, error: 2), .init(bits: 10, error: 1), .init(bits: 20, error: 1),
    ])
    #expect(try FormatPlan([tensor], withinBits: 100).choices == [1])
  }
}
