import NumberFormats
import QuantizationEngine

/// The tensors of a model, measured in every format that may be chosen, and the plan that is made of that.
struct PlannedModel {
  /// A tensor and what became of it.
  struct Row {
    /// The tensor.
    let open: OpenTensor
    /// Its measurement in the chosen format; nil where it stays as it is.
    let chosen: FormatMeasurement?
    /// What could be chosen, and why other formats could not.
    let candidates: PlanCandidates
  }

  /// Every tensor, in the order of the catalogue.
  let rows: [Row]
  /// The plan over those that have formats to choose from.
  let plan: FormatPlan
  /// How many bits there are in all; nil where the error is limited.
  let budget: Int?
  /// How many bits the tensors take that stay as they are.
  let keptBits: Int
  /// Below which no choice within the budget has an MSE over the planned values, all of which count alike;
  /// nil where the error is limited.
  let leastMeanSquaredError: Double?
  /// For which planned tensors an importance matrix has a row; nil where none was given.
  let coverage: ImportanceCoverage?

  /// How many bits all tensors take.
  var bits: Int { plan.bits + keptBits }
  /// Below how many bits in all no choice of as little error is; nil where there is a budget.
  var leastBits: Int? { plan.leastBits.map { $0 + keptBits } }
  /// By which share of those the plan may have more.
  var bitGap: Double? {
    leastBits.map { bits <= $0 || $0 == 0 ? 0 : Double(bits) / Double($0) - 1 }
  }
  /// How many values they have.
  var valueCount: Int { rows.reduce(0) { $0 + $1.open.facts.elementCount } }
  /// How many bits a value takes; nil without values.
  var bitsPerValue: Double? { valueCount > 0 ? Double(bits) / Double(valueCount) : nil }

  /// What the planned tensors add up to.
  var total: ModelTotal {
    var total = ModelTotal()
    for case let chosen? in rows.map(\.chosen) { total.add(chosen.result.error) }
    return total
  }

  /// The weighted error of the planned tensors of which the importance matrix says something.
  var weightedTotal: WeightedError {
    rows.reduce(into: WeightedError()) { total, row in
      if let weighted = row.chosen?.result.weighted { total += weighted }
    }
  }

  /// Measures tensors and plans.
  ///
  /// With an importance matrix the weighted errors are planned by. Of a tensor without a row all columns
  /// count alike: its share of its own energy as it is, its Σe² by the mean weight of those that have a row.
  ///
  /// - Throws: `Failure` where a tensor is not read, and where the limit cannot be kept.
  init(
    _ tensors: [OpenTensor], _ task: PlanTask, importance: Importance? = nil, title: String
  ) throws {
    var all: [PlanCandidates] = []
    var coverage = importance.map { ImportanceCoverage(path: $0.path) }
    var meanWeight = MeanWeight()
    let progress = ModelProgress(tensors)
    for (number, open) in tensors.enumerated() {
      progress.begin(number)
      let row = importance?.row(of: open.facts.name, shape: open.facts.shape)
      let candidates = try PlanCandidates(open, task, importance: row)
      all.append(candidates)
      if let row, !candidates.measured.isEmpty {
        coverage?.add(open.facts.name, shape: open.facts.shape, row)
        meanWeight.add(row.weights, elementCount: open.facts.elementCount)
      }
    }
    progress.clear()
    let measured = all.map(\.measured)
    let planned = tensors.indices.filter { !measured[$0].isEmpty }
    guard !planned.isEmpty else { throw Self.nothing(to: all, title: title) }
    let kept = tensors.indices.filter { measured[$0].isEmpty }.reduce(0) {
      $0 + 8 * tensors[$1].facts.byteCount
    }
    let otherWeight = meanWeight.mean
    func items(_ cost: (FormatMeasurement) -> Double) -> [PlannedTensor] {
      planned.map { index in
        PlannedTensor(
          measured[index].map { measurement in
            PlannedTensor.Candidate(
              bits: measurement.pass.storedBits, error: cost(measurement))
          })
      }
    }
    func cost(_ measurement: FormatMeasurement) -> Double {
      task.factor(for: measurement.open.facts.name)
        * measurement.cost(task.objective, otherWeight: otherWeight)
    }
    let values = tensors.reduce(0) { $0 + $1.facts.elementCount }
    var budget: Int?
    do {
      switch task.limit {
      case .bitsPerValue(let bits): budget = Int(min(bits * Double(values), 0x1p62))
      case .byteCount(let bytes): budget = 8 * bytes
      case .decibels: break
      }
      if let budget {
        plan =
          task.objective == .worst
          ? try FormatPlan(items(cost), leastWorstWithinBits: budget - kept)
          : try FormatPlan(items(cost), withinBits: budget - kept)
        // In a mean no tensor counts more than another, whatever its factor.
        let least = try FormatPlan(
          items { $0.result.error.sums.squaredError }, withinBits: budget - kept)
        let count = planned.reduce(0) { $0 + (measured[$1].first?.result.error.sums.count ?? 0) }
        leastMeanSquaredError = count > 0 ? least.bound / Double(count) : nil
      } else {
        guard case .decibels(let decibels) = task.limit else {
          preconditionFailure("a plan has a limit")
        }
        let energy = planned.reduce(0.0) {
          $0 + (measured[$1].first?.energy(otherWeight: otherWeight) ?? 0)
        }
        plan = try FormatPlan(items(cost), errorAtMost: energy * .powerOfTen(-decibels / 10))
        leastMeanSquaredError = nil
      }
    } catch {
      throw Failure(
        "\(title): \(error.sentence(keptBits: kept, valueCount: values))\(Self.kept(all))",
        exit: .badData)
    }
    self.budget = budget
    self.coverage = coverage
    keptBits = kept
    var chosen = [FormatMeasurement?](repeating: nil, count: tensors.count)
    for (place, index) in planned.enumerated() {
      chosen[index] = measured[index][plan.choices[place]]
    }
    rows = zip(all, chosen).map { Row(open: $0.open, chosen: $1, candidates: $0) }
  }

  /// Which tensor stays as it is of which one might have expected otherwise, as the end of a sentence.
  private static func kept(_ all: [PlanCandidates]) -> String {
    let kept = all.filter { $0.reason != nil && !$0.isVector }
    guard let first = kept.first, let reason = first.reason else { return "" }
    let rest = kept.count > 1 ? ", and so do \(kept.count - 1) more" : ""
    return "; '\(first.open.facts.name)' stays as it is (\(reason))\(rest)"
  }

  /// That there is nothing to plan, with the reason of a tensor that one might have expected to be planned.
  private static func nothing(to all: [PlanCandidates], title: String) -> Failure {
    guard let first = all.first(where: { !$0.isVector }) ?? all.first, let reason = first.reason
    else { return Failure("\(title): there is nothing to plan", exit: .badData) }
    let rest = all.count - 1
    return Failure(
      "\(title): there is nothing to plan: '\(first.open.facts.name)' stays as it is (\(reason))"
        + (rest > 0 ? ", and so do the other \(rest)" : ""), exit: .badData)
  }
}

extension PlannedModel {
  /// The tensors with a format, in the order of the catalogue.
  var chosenRows: [(open: OpenTensor, format: NumberFormat)] {
    rows.compactMap { row in row.chosen.map { (row.open, $0.pass.format) } }
  }
}

extension FormatMeasurement {
  /// What the error counts for: the squared error, or its share of the energy; nothing where there is
  /// neither.
  ///
  /// - Parameters:
  ///   - objective: Which error is to be small.
  ///   - otherWeight: What every square counts of a tensor whose columns have no weights.
  /// - Returns: A number that is not below 0.
  fileprivate func cost(_ objective: PlanTask.Objective, otherWeight: Double) -> Double {
    switch objective {
    case .absolute: squaredError * (result.weighted == nil ? otherWeight : 1)
    case .relative, .worst: relativeSquaredError ?? 0
    }
  }

  /// Σw·x².
  fileprivate func energy(otherWeight: Double) -> Double {
    result.weighted?.squares ?? otherWeight * result.error.sums.squares
  }
}

/// The mean of the weights over the elements of tensors that have some.
private struct MeanWeight {
  private var sum = 0.0
  private var count = 0.0

  /// Takes the weights of a tensor in.
  mutating func add(_ weights: [Float], elementCount: Int) {
    guard !weights.isEmpty else { return }
    let mean = weights.reduce(0) { $0 + Double($1) } / Double(weights.count)
    sum += mean * Double(elementCount)
    count += Double(elementCount)
  }

  /// 1 where no tensor has weights, or none that count.
  var mean: Double { sum > 0 ? sum / count : 1 }
}

extension PlanError {
  /// The sentence, in bits per value over all tensors.
  fileprivate func sentence(keptBits: Int, valueCount: Int) -> String {
    guard case .budgetTooSmall(let bits, let leastBits) = self, valueCount > 0 else {
      return "no choice of these formats reaches that SQNR: say --format with larger ones"
    }
    func perValue(_ bits: Int) -> String {
      RoundedNumber.fixed(Double(bits + keptBits) / Double(valueCount), decimals: 4)
    }
    return
      "the smallest of these formats take \(perValue(leastBits)) bits a value, tensors that stay "
      + "as they are included, and the budget is \(perValue(bits))"
  }
}
