import QuantizationEngine
import TensorFiles

/// Makes the distribution of a tensor, in the way that its type, its size and the budget ask for.
///
/// It holds an open file and no state, so any thread may call it.
struct TensorLoader: Sendable {
  /// The file, which stays mapped.
  let file: TensorFile
  /// The tensor's position in the file.
  let position: Int
  /// How much memory the distribution may take.
  let budget: MemoryBudget

  /// A loader for an open tensor.
  init(_ open: OpenTensor) {
    file = open.file
    position = open.position
    budget = open.budget
  }

  private var description: TensorDescription { file.tensors[position] }

  /// How a distribution is made.
  enum Way: Equatable {
    /// Every value is kept and sorted: exact.
    case sorted
  }

  /// The way for a layout.
  ///
  /// - Throws: ``Failure`` where there is none within the budget.
  func way(for layout: BlockLayout) throws -> Way {
    guard sortedByteCount <= budget.byteCount else {
      throw Failure(
        "\(file.path): sorting its values takes \(ByteText.text(sortedByteCount)) of memory, "
          + "more than the \(budget.text) it may take; --memory allows more",
        exit: .usage)
    }
    return .sorted
  }

  /// What sorting takes: the values, as many again while they are sorted, and running sums.
  private var sortedByteCount: Int {
    let value = description.elementType.isWide ? 8.0 : 4.0
    return Int(Double(description.elementCount) * value * 2.2)
  }

  /// A sample of the values; nil where all of them are there as soon.
  func sample(_ layout: BlockLayout) throws -> TensorDistribution? {
    guard SamplePlan.isWorthwhile(layout) else { return nil }
    // In a Fortran order each value of a run is on a page of its own.
    let plan = SamplePlan(layout, thinning: file.isRowMajor(position) ? 1 : 8)
    do {
      let values = try file.values(of: position, runs: plan.runs)
      return TensorDistribution(sample: values, runs: plan.runs, layout: layout)
    } catch {
      throw Failure(error)
    }
  }

  /// The distribution of all values; the clock hears how far it is, and says whether to go on.
  ///
  /// - Throws: ``Failure``, or `CancellationError` once the clock says so.
  func distribution(_ layout: BlockLayout, clock: LoadClock) throws -> TensorDistribution {
    switch try way(for: layout) {
    case .sorted: try sorted(layout, clock: clock)
    }
  }

  private func sorted(_ layout: BlockLayout, clock: LoadClock) throws -> TensorDistribution {
    let reading = clock.monitor("reading", 0...0.3)
    let sorting = clock.monitor("sorting", 0.3...1)
    guard let values = try values(reading) else { throw CancellationError() }
    sorting.report(0)
    return try TensorDistribution(values, layout: layout, monitor: sorting)
  }

  /// All values; nil if they are not wanted any more.
  private func values(_ monitor: ProgressMonitor) throws -> TensorValues? {
    do {
      return try file.values(of: position) { share in
        monitor.report(share)
        return !monitor.isCancelled
      }
    } catch {
      throw Failure(error)
    }
  }
}

extension ElementType {
  /// Whether its values need a float64 (see ``TensorValues``).
  var isWide: Bool {
    switch self {
    case .float64, .int32, .uint32, .int64, .uint64: true
    case .float16, .bfloat16, .float32, .int8, .uint8, .int16, .uint16, .bool: false
    }
  }
}

extension TensorDistribution {
  /// The distribution of the values of a file.
  init(
    _ values: consuming TensorValues, layout: BlockLayout, monitor: ProgressMonitor
  ) throws(CancellationError) {
    try monitor.checkCancellation()
    switch consume values {
    case .float32(let values): self.init(values, layout: layout)
    case .float64(let values): self.init(values, layout: layout)
    }
  }
}
