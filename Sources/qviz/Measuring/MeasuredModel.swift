import Calibration
import QuantizationEngine

/// The measurements of many tensors, one after another, and what they add up to.
///
/// Each tensor is read, reported and let go before the next, so the memory is that of one.
struct MeasuredModel {
  /// What is measured.
  let tensors: [OpenTensor]
  /// How.
  let task: MeasuringTask
  /// What takes the encodings in; nil where nobody wants them.
  var export: EncodingExport?

  /// What became of one tensor.
  enum Outcome {
    /// It was measured.
    case measured(Measurement)
    /// It was not, and why.
    case failed(OpenTensor, Failure)
  }

  /// Measures every tensor, in the order of the catalogue.
  ///
  /// - Parameters:
  ///   - progress: hears before each tensor; whoever prints in `report` takes its line away first.
  ///   - report: hears what became of each.
  /// - Returns: what all those that were measured add up to.
  /// - Throws: what `report` throws.
  func forEach(
    progress: ModelProgress, _ report: (Outcome) throws -> Void
  ) throws -> ModelTotal {
    var total = ModelTotal()
    for (number, open) in tensors.enumerated() {
      progress.begin(number)
      do {
        let measurement = try measure(open)
        try export?.add(measurement)
        total.add(measurement.error)
        try report(.measured(measurement))
      } catch let failure as Failure {
        total.addFailure()
        try report(.failed(open, failure))
      }
    }
    progress.clear()
    return total
  }

  private func measure(_ open: OpenTensor) throws -> Measurement {
    guard task.encodings == nil else { return try Measurement(open, task) }
    let isStored = task.followsFile && open.storedGranularity != nil
    if task.range.isMinMax, !isStored { return try Measurement(passing: open, task) }
    return try Measurement(
      open, task, granularity: task.granularity.granularity(amongManyOfShape: open.facts.shape))
  }
}

/// What the errors of many tensors add up to.
///
/// MSE = ΣΣe² / Σn and SQNR = 10·log₁₀(ΣΣx² / ΣΣe²), over all values of all tensors.
struct ModelTotal {
  /// Σn, Σx² and Σe², as the sums of one tensor.
  private var sums = ErrorSums()
  /// How many tensors were measured.
  private(set) var tensorCount = 0
  /// How many were not.
  private(set) var failureCount = 0

  /// Adds a tensor.
  mutating func add(_ error: QuantizationError) {
    tensorCount += 1
    sums.count += error.sums.count
    sums.squares += error.sums.squares
    sums.roundingSquaredError += error.sums.roundingSquaredError
    sums.clippingSquaredError += error.sums.clippingSquaredError
  }

  /// Counts a tensor that was not measured.
  mutating func addFailure() { failureCount += 1 }

  /// The metrics over all values.
  var error: QuantizationError { QuantizationError(sums: sums) }
}
