import Explorer
import QuantizationEngine
import TensorFiles

/// Makes the distribution of a tensor, in the way that its type, its size and the budget ask for.
///
/// It holds an open tensor and no state, so any thread may call it.
struct TensorLoader: Sendable {
  let open: OpenTensor
  /// What is left out of the values.
  let ignoring: IgnoreRule

  /// A loader for an open tensor.
  init(_ open: OpenTensor) {
    self.init(open, ignoring: open.ignoring)
  }

  private init(_ open: OpenTensor, ignoring: IgnoreRule) {
    self.open = open
    self.ignoring = ignoring
  }

  /// A loader for the same tensor that tells its NaN from the mark of what is left out; nil where it has
  /// none that was taken for it.
  func unmarking(_ excluded: NonFiniteCounts) -> TensorLoader? {
    ignoring.unmarking(excluded).map { TensorLoader(open, ignoring: $0) }
  }

  /// How a distribution is made.
  enum Way: Equatable {
    /// Every value is kept and sorted: exact.
    case sorted
    /// Each bit pattern is counted: exact.
    case counted
    /// Values go into bins as they stream by: every metric with a bound.
    case sketched
  }

  /// How the elements fall into blocks, where their distribution can be made within the budget.
  ///
  /// - Throws: ``Failure`` where it cannot.
  func layout(_ granularity: Granularity) throws -> BlockLayout {
    let layout = try open.layout(granularity)
    if case .stored(let file, let position) = open.source {
      _ = try way(for: layout, file: file, position: position)
    }
    return layout
  }

  /// A sample of the values; nil where all of them are there as soon.
  func sample(
    _ layout: BlockLayout, monitor: ProgressMonitor = .none
  ) throws -> TensorDistribution? {
    guard case .stored(let file, let position) = open.source, SamplePlan.isWorthwhile(layout)
    else { return nil }
    try file.prepare(position, monitor)
    // In a Fortran order each value of a run is on a page of its own.
    let plan = SamplePlan(layout, thinning: file.isRowMajor(position) ? 1 : 8)
    let sample: TensorDistribution
    do {
      let values = try file.values(of: position, runs: plan.runs).ignoring(ignoring)
      sample = TensorDistribution(sample: values, runs: plan.runs, layout: layout)
    } catch {
      throw Failure(error)
    }
    return try unmarking(sample.excluded)?.sample(layout, monitor: monitor) ?? sample
  }

  /// The distribution of all values; `monitor` says whether to go on, and `tell` hears how far it is.
  ///
  /// - Throws: ``Failure``, or `CancellationError` once the monitor says so.
  func distribution(
    _ layout: BlockLayout, monitor: ProgressMonitor = .none,
    tell: @escaping @Sendable (LoadProgress) -> Void = { _ in }
  ) throws -> TensorDistribution {
    let tensor = try loaded(
      layout, LoadClock(byteCount: open.facts.byteCount, monitor: monitor, tell: tell))
    guard case .stored = open.source else { return tensor }
    return try unmarking(tensor.excluded)?.distribution(layout, monitor: monitor, tell: tell)
      ?? tensor
  }

  private func loaded(_ layout: BlockLayout, _ clock: LoadClock) throws -> TensorDistribution {
    switch open.source {
    case .sketch(let sketch): return TensorDistribution(sketch)
    case .stored(let file, let position):
      switch try way(for: layout, file: file, position: position) {
      case .sorted: return try sorted(layout, file, position, clock)
      case .counted:
        return try file.streaming(position, monitor: clock.monitor("counting", 0...1)) {
          try TensorDistribution(
            counting: $0, layout: layout, ignoring: ignoring, monitor: $1)
        }
      case .sketched:
        return try file.streaming(position, monitor: clock.monitor("sketching", 0...1)) {
          try TensorDistribution(
            sketching: $0.ignoring(ignoring), layout: layout, monitor: $1)
        }
      }
    }
  }

  /// The sketch of all values, in one pass over the file; what already is a sketch keeps its name.
  ///
  /// - Throws: ``Failure``, or `CancellationError` once the monitor says so.
  func sketch(
    name: String? = nil, monitor: ProgressMonitor = .none
  ) throws -> TensorSketch {
    switch open.source {
    case .sketch(let sketch): return sketch
    case .stored(let file, let position):
      guard open.facts.elementCount <= TensorSketch.largestElementCount else {
        throw Failure("\(open.path): \(SketchError.tooManyElements)", exit: .badData)
      }
      let sketch = try file.streaming(position, monitor: monitor) {
        try TensorSketch(
          of: $0.ignoring(ignoring), name: name ?? open.facts.name, monitor: $1)
      }
      return try unmarking(sketch.excluded)?.sketch(name: name, monitor: monitor) ?? sketch
    }
  }

  /// How the distribution of a layout is made.
  ///
  /// - Throws: ``Failure`` where it cannot be.
  func way(for layout: BlockLayout, file: TensorFile, position: Int) throws -> Way {
    try open.checkInflation()
    let type = file.tensors[position].elementType
    // Several blocks are counted where they lie, which must be as the layout has them.
    if TensorDistribution.suitsCounting(type, layout: layout),
      layout.blockCount == 1 || file.isRowMajor(position),
      layout.blockCount * Self.countedByteCount <= max(open.budget.byteCount, Self.smallBudget)
    {
      return .counted
    }
    let needed = sortedByteCount(layout.elementCount, of: type)
    guard needed > open.budget.byteCount else { return .sorted }
    do throws(SketchError) {
      try TensorDistribution.checkSketching(layout)
      guard layout.elementCount <= TensorSketch.largestElementCount else { throw .tooManyElements }
    } catch {
      throw Failure(
        "\(open.path): sorting it takes \(ByteText.text(needed)), more than the "
          + "\(open.budget.text) of --memory; \(error)", exit: .usage)
    }
    guard layout.blockCount == 1 || file.isRowMajor(position) else {
      throw Failure(
        "\(open.path): sorting it takes \(ByteText.text(needed)), more than the "
          + "\(open.budget.text) of --memory, and blocks of a Fortran order are not sketched: "
          + "measure it per tensor, or give it more memory", exit: .usage)
    }
    return .sketched
  }

  /// What counting takes for each block.
  static let countedByteCount = 3 << 20
  /// What is always there to count in, however small the budget.
  static let smallBudget = 64 << 20

  /// What sorting takes: the values, as many again while they are sorted, and running sums.
  func sortedByteCount(_ count: Int, of type: ElementType) -> Int {
    Int(Double(count) * (type.fitsFloat32 ? 4 : 8) * 2.2)
  }

  private func sorted(
    _ layout: BlockLayout, _ file: TensorFile, _ position: Int, _ clock: LoadClock
  ) throws -> TensorDistribution {
    let reading = clock.monitor("reading", 0...0.3)
    let sorting = clock.monitor("sorting", 0.3...1)
    try file.prepare(position, reading)
    let values: TensorValues?
    do {
      values = try file.values(of: position) { share in
        reading.report(share)
        return !reading.isCancelled
      }
    } catch {
      throw Failure(error)
    }
    switch (consume values)?.ignoring(ignoring) {
    case .float32(let values):
      return try TensorDistribution(values, layout: layout, monitor: sorting)
    case .float64(let values):
      return try TensorDistribution(values, layout: layout, monitor: sorting)
    case nil: throw CancellationError()
    }
  }
}
