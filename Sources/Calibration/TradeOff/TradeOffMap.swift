public import QuantizationEngine

/// The MSE over both thresholds of an asymmetric scheme, on a grid.
public struct TradeOffMap: Hashable, Sendable {
  /// The places of the lower threshold, ascending.
  public let lowers: [Double]
  /// The places of the upper threshold, ascending.
  public let uppers: [Double]
  /// The MSE for each pair, row-major, one row for each lower threshold.
  ///
  /// nil where the pair has no encoding. *Units* of the tensor, squared.
  public let meanSquaredErrors: [Double?]

  /// The map over some places of both thresholds.
  ///
  /// - Parameters:
  ///   - distribution: the values of one block.
  ///   - scheme: the codes and the arithmetic.
  ///   - lowers: the places of the lower threshold, ascending.
  ///   - uppers: the places of the upper threshold, ascending.
  /// - Complexity: O(lowers · uppers · levels · log n), on all processors.
  public init(
    of distribution: any Distribution, scheme: Scheme, lowers: [Double], uppers: [Double]
  ) {
    self.init(
      whole: distribution, scheme: scheme, lowers: lowers, uppers: uppers, monitor: .none)
  }

  /// The map over some places of both thresholds, while a monitor is asked before each pair whether
  /// anybody still wants it.
  ///
  /// - Throws: `CancellationError` once the monitor says so.
  public init(
    of distribution: any Distribution, scheme: Scheme, lowers: [Double], uppers: [Double],
    monitor: ProgressMonitor
  ) throws(CancellationError) {
    self.init(
      whole: distribution, scheme: scheme, lowers: lowers, uppers: uppers, monitor: monitor)
    try monitor.checkCancellation()
  }

  /// The map, or nothing of any use once the monitor says that nobody wants it.
  private init(
    whole distribution: any Distribution, scheme: Scheme, lowers: [Double], uppers: [Double],
    monitor: ProgressMonitor
  ) {
    self.lowers = lowers
    self.uppers = uppers
    meanSquaredErrors = Parallel.map(lowers) { lower in
      uppers.map { upper in
        guard !monitor.isCancelled else { return nil }
        return TradeOffPoint(
          at: upper, range: ClippingRange(lower: lower, upper: upper), distribution: distribution,
          scheme: scheme, reference: nil
        )?.meanSquaredError
      }
    }.flatMap(\.self)
  }

  /// The MSE with the lower threshold at one place and the upper one at another.
  ///
  /// - Precondition: both are places of this map.
  /// - Returns: nil where the pair has no encoding.
  public func meanSquaredError(lower: Int, upper: Int) -> Double? {
    meanSquaredErrors[lower * uppers.count + upper]
  }
}
