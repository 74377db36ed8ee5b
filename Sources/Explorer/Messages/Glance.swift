public import QuantizationEngine

/// A tensor at a glance: what a row of the list shows of it.
public struct Glance: Hashable, Sendable {
  /// The values, which no rule changes.
  public struct Values: Hashable, Sendable {
    /// How many are in each of some equal parts of the range; empty where nobody counted.
    public let counts: [Int]
    /// From the smallest to the largest; nil if none is finite.
    public let bounds: ClosedRange<Double>?
    /// How many are finite.
    public let finiteCount: Int
    /// How many are not.
    public let excluded: NonFiniteCounts
    /// Their mean; nil if none is finite.
    public let mean: Double?
    /// Their root mean square; nil if none is finite.
    public let rootMeanSquare: Double?
  }

  /// The values; nil where they were not asked for.
  public let values: Values?
  /// What the rule in force does to them; nil where that was not asked for.
  public let damage: Damage?

  /// What was found of a tensor.
  public init(values: Values?, damage: Damage?) {
    self.values = values
    self.damage = damage
  }

  /// A tensor that was read by blocks of a scheme, with a histogram if one was made.
  public init(_ pass: BlockPassResult, histogram: Histogram?) {
    self.init(
      values: Values(pass, histogram: histogram),
      damage: Damage(pass.error, refusedBlockCount: pass.refusedBlockCount))
  }

  /// A tensor whose distribution is there, with so many parts of its range.
  public init(_ tensor: TensorDistribution, scheme: Scheme, binCount: Int) {
    let ranges = tensor.blocks.map { block in
      ClippingRange(
        lower: block.bounds?.lowerBound ?? 0, upper: block.bounds?.upperBound ?? 0)
    }
    let quantizers = ranges.map { range in
      (try? scheme.encoding(for: range)).map {
        AffineQuantizer(encoding: $0, arithmetic: scheme.arithmetic)
      }
    }
    // Without a monitor nothing is cancelled.
    let error = try? tensor.error(underSome: quantizers, reference: nil, monitor: .none)
    self.init(
      values: Values(tensor, binCount: binCount),
      damage: Damage(
        error ?? QuantizationError(sums: ErrorSums()),
        refusedBlockCount: quantizers.count { $0 == nil }))
  }
}

extension Glance.Values {
  /// The values of a tensor that was read by blocks, with a histogram if one was made.
  public init(_ pass: BlockPassResult, histogram: Histogram?) {
    let count = Double(pass.finiteCount)
    self.init(
      counts: histogram?.counts ?? [], bounds: pass.bounds, finiteCount: pass.finiteCount,
      excluded: pass.excluded, mean: count > 0 ? pass.total / count : nil,
      rootMeanSquare: count > 0 ? (pass.totalOfSquares / count).squareRoot() : nil)
  }

  /// The values of a tensor whose distribution is there, with so many parts of its range.
  public init(_ tensor: TensorDistribution, binCount: Int) {
    let bounds = tensor.bounds
    let histogram = bounds.map { tensor.histogram(over: Bins(over: $0, count: binCount)) }
    self.init(
      counts: histogram?.counts ?? [], bounds: bounds, finiteCount: tensor.count,
      excluded: tensor.excluded, mean: nil, rootMeanSquare: nil)
  }
}

/// What came of a look at a tensor.
public enum GlanceOutcome: Hashable, Sendable {
  /// This was seen.
  case seen(Glance)
  /// It could not be read, and why, in one sentence.
  case unread(String)
}
