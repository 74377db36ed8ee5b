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
  }

  /// Every tensor, in the order of the catalogue.
  let rows: [Row]
  /// The plan over those that have formats to choose from.
  let plan: FormatPlan
  /// How many bits there are in all; nil where the error is limited.
  let budget: Int?
  /// How many bits the tensors take that stay as they are.
  let keptBits: Int
  /// The least MSE over the planned values that any choice within the budget could have; nil where the
  /// error is limited.
  let leastMeanSquaredError: Double?

  /// How many bits all tensors take.
  var bits: Int { plan.bits + keptBits }
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

  /// Measures tensors and plans.
  ///
  /// - Throws: `Failure` where a tensor is not read, and where the limit cannot be kept.
  init(_ tensors: [OpenTensor], _ task: PlanTask, title: String) throws {
    var measured: [[FormatMeasurement]] = []
    let progress = ModelProgress(tensors)
    for (number, open) in tensors.enumerated() {
      progress.begin(number)
      var candidates: [FormatMeasurement] = []
      // A bias, or the weight of a norm, is left alone by every converter.
      let isVector = open.facts.shape.count < 2
      for format in isVector ? [] : task.formats(for: open.facts.name)
      where (try? FormatPass(format, shape: open.facts.shape)) != nil && open.obstacle == nil {
        let measurement = try FormatMeasurement(open, format)
        // What loses values is no candidate.
        if measurement.result.lostCount == 0 { candidates.append(measurement) }
      }
      measured.append(candidates)
    }
    progress.clear()
    let planned = tensors.indices.filter { !measured[$0].isEmpty }
    guard !planned.isEmpty else {
      throw Failure(
        "\(title): none of the formats fits a tensor, so there is nothing to plan", exit: .badData)
    }
    let kept = tensors.indices.filter { measured[$0].isEmpty }.reduce(0) {
      $0 + 8 * tensors[$1].facts.byteCount
    }
    func items(_ objective: PlanTask.Objective) -> [PlannedTensor] {
      planned.map { index in
        let factor = task.factor(for: tensors[index].facts.name)
        return PlannedTensor(
          measured[index].map { measurement in
            PlannedTensor.Candidate(
              bits: measurement.pass.storedBits,
              error: factor * measurement.cost(objective))
          })
      }
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
          ? try FormatPlan(items(.worst), leastWorstWithinBits: budget - kept)
          : try FormatPlan(items(task.objective), withinBits: budget - kept)
        let least = try FormatPlan(items(.absolute), withinBits: budget - kept)
        let count = planned.reduce(0) { $0 + (measured[$1].first?.result.error.sums.count ?? 0) }
        leastMeanSquaredError = count > 0 ? least.bound / Double(count) : nil
      } else {
        guard case .decibels(let decibels) = task.limit else {
          preconditionFailure("a plan has a limit")
        }
        let energy = planned.reduce(0.0) {
          $0 + (measured[$1].first?.result.error.sums.squares ?? 0)
        }
        plan = try FormatPlan(
          items(.absolute), errorAtMost: energy * .powerOfTen(-decibels / 10))
        leastMeanSquaredError = nil
      }
    } catch {
      throw Failure(
        "\(title): \(error.sentence(keptBits: kept, valueCount: values))", exit: .badData)
    }
    self.budget = budget
    keptBits = kept
    var chosen = [FormatMeasurement?](repeating: nil, count: tensors.count)
    for (place, index) in planned.enumerated() {
      chosen[index] = measured[index][plan.choices[place]]
    }
    rows = zip(tensors, chosen).map { Row(open: $0, chosen: $1) }
  }
}

extension FormatMeasurement {
  /// What the error counts for: Σe², or its share of Σx²; nothing where there is neither.
  fileprivate func cost(_ objective: PlanTask.Objective) -> Double {
    let sums = result.error.sums
    switch objective {
    case .absolute: return sums.squaredError
    case .relative, .worst: return sums.squares > 0 ? sums.squaredError / sums.squares : 0
    }
  }
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
