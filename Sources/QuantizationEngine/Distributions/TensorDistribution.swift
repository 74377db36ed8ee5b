/// The values of a tensor, one ``Distribution`` for each block of elements that share an encoding.
///
/// NaN and the infinities are counted here and are on no line.
public struct TensorDistribution: Sendable {
  /// How elements fall into blocks.
  public let layout: BlockLayout
  /// One line of finite values for each block, in the order of ``BlockLayout``.
  public let blocks: [any Distribution]
  /// How many elements are on no line, and why.
  public let excluded: NonFiniteCounts
  /// How much is known of the values.
  public let exactness: Exactness
  /// The blocks in one place, where they lie in one.
  let lines: BlockLines?

  /// A distribution made of its blocks, however they keep their values.
  ///
  /// - Parameters:
  ///   - blocks: one for each block of the layout; for a sample they may hold fewer values than the
  ///     layout has elements.
  ///   - layout: how elements fall into blocks.
  ///   - excluded: how many elements are on no line.
  ///   - exactness: how much is known of the values.
  /// - Precondition: there are as many blocks as the layout has.
  public init(
    blocks: [any Distribution], layout: BlockLayout, excluded: NonFiniteCounts,
    exactness: Exactness
  ) {
    precondition(blocks.count == layout.blockCount, "there must be one line for each block")
    self.layout = layout
    self.blocks = blocks
    self.excluded = excluded
    self.exactness = exactness
    lines = nil
  }

  /// The distribution of float32 values in row-major order.
  ///
  /// - Precondition: there are as many values as the layout has elements.
  /// - Complexity: O(n) time on all processors, whatever the number of blocks; twice the memory of the
  ///   values while sorting.
  public init(_ values: consuming [Float], layout: BlockLayout) {
    let sorted = SortedBlocks(values, order: BlockOrder(layout))
    self.init(sorted, BlockLines(sorted), layout: layout) { SortedDistribution($0) }
  }

  /// The distribution of float64 values in row-major order.
  ///
  /// A value whose float32 rounding is infinite counts as infinite.
  ///
  /// - Precondition: there are as many values as the layout has elements.
  public init(_ values: consuming [Double], layout: BlockLayout) {
    let sorted = SortedBlocks(values, order: BlockOrder(layout))
    self.init(sorted, BlockLines(sorted), layout: layout) { SortedDistribution($0) }
  }

  /// The distribution of float32 values in row-major order, watched while it is made.
  ///
  /// The monitor is asked before every stretch of 262 144 values on each processor, so a cancelled
  /// sort returns within milliseconds at any size. It hears shares that never fall, 1 at the end.
  ///
  /// - Precondition: there are as many values as the layout has elements.
  /// - Throws: `CancellationError` if the monitor says so.
  public init(
    _ values: consuming [Float], layout: BlockLayout, monitor: ProgressMonitor
  ) throws(CancellationError) {
    let sorted = try SortedBlocks(values, order: BlockOrder(layout), monitor: monitor)
    self.init(sorted, BlockLines(sorted), layout: layout) { SortedDistribution($0) }
  }

  /// The distribution of float64 values in row-major order, watched while it is made.
  ///
  /// As for float32.
  ///
  /// - Precondition: there are as many values as the layout has elements.
  /// - Throws: `CancellationError` if the monitor says so.
  public init(
    _ values: consuming [Double], layout: BlockLayout, monitor: ProgressMonitor
  ) throws(CancellationError) {
    let sorted = try SortedBlocks(values, order: BlockOrder(layout), monitor: monitor)
    self.init(sorted, BlockLines(sorted), layout: layout) { SortedDistribution($0) }
  }

  private init<Element: LineElement>(
    _ sorted: SortedBlocks<Element>, _ lines: BlockLines, layout: BlockLayout,
    distribution: (SortedLine<Element>) -> SortedDistribution
  ) {
    self.layout = layout
    exactness = .exact
    excluded = sorted.excluded
    self.lines = lines
    blocks = sorted.places.map { distribution(SortedLine(sorted.storage, at: $0)) }
  }

  /// How many finite values there are in all blocks.
  public var count: Int {
    blocks.reduce(0) { $0 + $1.count }
  }

  /// The smallest and the largest value of all blocks; nil if there are none.
  public var bounds: ClosedRange<Double>? {
    blocks.compactMap(\.bounds).reduce(nil) { whole, bounds in
      guard let whole else { return bounds }
      return min(whole.lowerBound, bounds.lowerBound)...max(whole.upperBound, bounds.upperBound)
    }
  }
}
