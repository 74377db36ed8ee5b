extension TensorDistribution {
  /// The error over the blocks that have a quantizer; the values of the others are left out.
  ///
  /// - Parameters:
  ///   - quantizers: the quantizer of each block, nil where it has none.
  ///   - reference: what divergences are measured against; without it they are left out.
  ///   - monitor: asked whether anybody still wants the error.
  /// - Returns: the metrics over those blocks together; without any, those of no values.
  /// - Precondition: there is one element for each block.
  /// - Throws: `CancellationError` once the monitor says so.
  /// - Complexity: as ``error(under:reference:monitor:)`` of the blocks alone.
  public func error(
    underSome quantizers: [AffineQuantizer?], reference: DivergenceReference?,
    monitor: ProgressMonitor
  ) throws(CancellationError) -> QuantizationError {
    precondition(quantizers.count == blocks.count, "there must be one element for each block")
    let present = quantizers.compactMap(\.self)
    guard present.count < quantizers.count else {
      return try error(under: present, reference: reference, monitor: monitor)
    }
    let places = quantizers.indices.filter { quantizers[$0] != nil }
    return try keeping(places).error(
      under: present, reference: reference?.keeping(places, of: self), monitor: monitor)
  }

  /// The error over the blocks that have a rule, each on the staircase of its own; the values of the others
  /// are left out.
  ///
  /// - Parameters:
  ///   - rules: what each block has, nil where it has nothing.
  ///   - reference: what divergences are measured against; without it they are left out.
  ///   - monitor: asked before each block whether anybody still wants the error.
  ///   - staircase: the staircase of a rule, all with the same number of levels; called from any thread.
  /// - Returns: the metrics over those blocks together.
  /// - Precondition: there is one element for each block.
  /// - Throws: `CancellationError` once the monitor says so.
  public func error<Rule: Sendable>(
    underSome rules: [Rule?], reference: DivergenceReference?, monitor: ProgressMonitor,
    staircase: @Sendable (Rule) -> Staircase
  ) throws(CancellationError) -> QuantizationError {
    precondition(rules.count == blocks.count, "there must be one element for each block")
    let present = rules.compactMap(\.self)
    guard present.count < rules.count else {
      return try error(reference: reference, monitor: monitor) { staircase(present[$0]) }
    }
    let places = rules.indices.filter { rules[$0] != nil }
    return try keeping(places).error(
      reference: reference?.keeping(places, of: self), monitor: monitor
    ) { staircase(present[$0]) }
  }

  /// How many values are in blocks that have nothing in an array with one element for each block.
  public func valueCount<Element>(withoutAnyOf elements: [Element?]) -> Int {
    zip(blocks, elements).reduce(0) { $0 + ($1.1 == nil ? $1.0.count : 0) }
  }

  /// Some of the blocks, as a tensor with one channel for each.
  private func keeping(_ places: [Int]) -> TensorDistribution {
    TensorDistribution(
      blocks: places.map { blocks[$0] }, layout: BlockLayout(blockCount: places.count),
      excluded: excluded,
      exactness: exactness)
  }
}
