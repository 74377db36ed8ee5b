import QuantizationEngine
import TensorFiles

extension TensorDistribution {
  /// The distribution of some of a tensor's values, which says that it is a sample.
  ///
  /// Counts of NaN and of infinities are those of the sample.
  ///
  /// - Precondition: `values` are those of `runs`, one behind the other.
  init(sample values: TensorValues, runs: [Range<Int>], layout: BlockLayout) {
    switch values {
    case .float32(let values):
      self.init(sampled: values, runs: runs, layout: layout, mark: IgnoreRule.mark) {
        values, layout in TensorDistribution(values, layout: layout)
      }
    case .float64(let values):
      self.init(sampled: values, runs: runs, layout: layout, mark: Double(IgnoreRule.mark)) {
        values, layout in TensorDistribution(values, layout: layout)
      }
    }
  }

  private init<Real: BinaryFloatingPoint>(
    sampled values: [Real], runs: [Range<Int>], layout: BlockLayout, mark: Real,
    sorted: ([Real], BlockLayout) -> TensorDistribution
  ) {
    let sample = Sample(values, runs: runs, layout: layout, mark: mark)
    func line(_ values: [Real]) -> any Distribution {
      sorted(values, BlockLayout(elementCount: values.count)).blocks[0]
    }
    // Most blocks of very many have nothing in the sample: they share one empty line.
    var blocks = Array(repeating: line([]), count: layout.blockCount)
    if !sample.first.isEmpty { blocks[0] = line(sample.first) }
    // The others are rows of one matrix, filled up with marks, which are on no line: they are sorted
    // side by side, and share their memory.
    if sample.width > 0,
      let rows = try? BlockLayout(
        shape: [sample.blocks.count, sample.width], granularity: .perChannel(axis: 0))
    {
      for (block, row) in zip(sample.blocks, sorted(sample.rows, rows).blocks) {
        blocks[block] = row
      }
    }
    self.init(
      blocks: blocks, layout: layout, excluded: sample.excluded,
      exactness: .sample(of: layout.elementCount))
  }
}

/// The values of a sample, brought together by blocks.
private struct Sample<Real: BinaryFloatingPoint> {
  /// The values of the first block, of which there are many.
  private(set) var first: [Real] = []
  /// The other blocks that have values.
  private(set) var blocks: [Int] = []
  /// How many values the largest of them has.
  private(set) var width = 0
  /// Their values, `width` for each block, marks where it has fewer.
  private(set) var rows: [Real] = []
  /// What is on no line.
  private(set) var excluded = NonFiniteCounts()

  init(_ values: [Real], runs: [Range<Int>], layout: BlockLayout, mark: Real) {
    let owners = runs.joined().map { layout.blockCount > 1 ? layout.block(ofElement: $0) : 0 }
    var counts = Array(repeating: 0, count: layout.blockCount)
    for owner in owners where owner > 0 { counts[owner] += 1 }
    blocks = counts.indices.filter { counts[$0] > 0 }
    width = counts.max() ?? 0
    rows = Array(repeating: mark, count: blocks.count * width)
    // From here on a count is the place of the block's next value.
    for (row, block) in blocks.enumerated() { counts[block] = row * width }
    for (value, owner) in zip(values, owners) {
      let rounded = Float(value)
      if !rounded.isFinite {
        excluded.add(rounded)
      } else if owner == 0 {
        first.append(value)
      } else {
        rows[counts[owner]] = value
        counts[owner] += 1
      }
    }
  }
}
