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
      self.init(sampled: values, runs: runs, layout: layout) { SortedDistribution($0) }
    case .float64(let values):
      self.init(sampled: values, runs: runs, layout: layout) { SortedDistribution($0) }
    }
  }

  private init<Real: BinaryFloatingPoint>(
    sampled values: [Real], runs: [Range<Int>], layout: BlockLayout,
    distribution: (consuming [Real]) -> SortedDistribution
  ) {
    var excluded = NonFiniteCounts()
    var members: [[Real]] = Array(repeating: [], count: layout.blockCount)
    var next = 0
    for run in runs {
      for element in run {
        let value = values[next]
        next += 1
        let rounded = Float(value)
        if rounded.isFinite {
          members[layout.block(ofElement: element)].append(value)
        } else if rounded.isNaN {
          excluded.nan += 1
        } else if rounded > 0 {
          excluded.positiveInfinity += 1
        } else {
          excluded.negativeInfinity += 1
        }
      }
    }
    // Most blocks of very many have nothing in the sample: they share one empty line.
    let nothing = distribution([])
    self.init(
      blocks: members.map { $0.isEmpty ? nothing : distribution($0) }, layout: layout,
      excluded: excluded, exactness: .sample(of: layout.elementCount))
  }
}
