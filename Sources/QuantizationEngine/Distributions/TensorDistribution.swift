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
  }

  /// The distribution of float32 values in row-major order.
  ///
  /// - Precondition: there are as many values as the layout has elements.
  /// - Complexity: O(n) time on all processors; twice the memory of the values while sorting.
  public init(_ values: consuming [Float], layout: BlockLayout) {
    self.init(values: values, layout: layout) { SortedDistribution($0) }
  }

  /// The distribution of float64 values in row-major order.
  ///
  /// A value whose float32 rounding is infinite counts as infinite.
  ///
  /// - Precondition: there are as many values as the layout has elements.
  public init(_ values: consuming [Double], layout: BlockLayout) {
    self.init(values: values, layout: layout) { SortedDistribution($0) }
  }

  private init<Element: LineElement>(
    values: consuming [Element], layout: BlockLayout,
    distribution: (consuming [Element]) -> SortedDistribution
  ) {
    var all = consume values
    precondition(all.count == layout.elementCount, "values and layout differ in number")
    self.layout = layout
    exactness = .exact
    excluded = NonFiniteCounts(in: all)
    if layout.blockCount == 1 {
      if excluded.total > 0 { all.removeAll { !$0.rounded32.isFinite } }
      blocks = [distribution(consume all)]
    } else {
      blocks = (0..<layout.blockCount).map { block in
        var members: [Element] = []
        layout.forEachRun(ofBlock: block) { start, length in
          members.append(contentsOf: all[start..<start + length])
        }
        members.removeAll { !$0.rounded32.isFinite }
        return distribution(members)
      }
    }
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

/// How many elements of a tensor are not finite in float32.
public struct NonFiniteCounts: Hashable, Sendable {
  /// How many are NaN.
  public var nan: Int
  /// How many are +infinity, or round to it in float32.
  public var positiveInfinity: Int
  /// How many are −infinity, or round to it in float32.
  public var negativeInfinity: Int

  /// Counts as given.
  public init(nan: Int = 0, positiveInfinity: Int = 0, negativeInfinity: Int = 0) {
    self.nan = nan
    self.positiveInfinity = positiveInfinity
    self.negativeInfinity = negativeInfinity
  }

  /// All of them together.
  public var total: Int { nan + positiveInfinity + negativeInfinity }

  /// The counts of some values.
  init<Element: LineElement>(in values: [Element]) {
    self = Parallel.map(Parallel.parts(of: values.count)) { part in
      var counts = NonFiniteCounts()
      unsafe values.withUnsafeBufferPointer { values in
        for index in part {
          let value = unsafe values[index].rounded32
          guard !value.isFinite else { continue }
          if value.isNaN {
            counts.nan += 1
          } else if value > 0 {
            counts.positiveInfinity += 1
          } else {
            counts.negativeInfinity += 1
          }
        }
      }
      return counts
    }.reduce(NonFiniteCounts(), +)
  }

  /// The counts of two collections together.
  public static func + (first: NonFiniteCounts, second: NonFiniteCounts) -> NonFiniteCounts {
    NonFiniteCounts(
      nan: first.nan + second.nan,
      positiveInfinity: first.positiveInfinity + second.positiveInfinity,
      negativeInfinity: first.negativeInfinity + second.negativeInfinity)
  }
}
