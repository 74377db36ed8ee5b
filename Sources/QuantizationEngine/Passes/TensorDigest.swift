/// A tensor at a glance: what a row of a list says of it.
///
/// - the numbers of its elements, its range, Σx and Σx², and the error of a scheme by the range of
///   each block, from a ``BlockPass``;
/// - a small histogram between its smallest and its largest value, from one more reading.
public struct TensorDigest: Hashable, Sendable {
  /// The number of bins where none is asked for: two for each column of a picture of 32.
  public static let standardBinCount = 64

  /// What the pass found.
  public let pass: BlockPassResult
  /// How many values are in each part of the range; nil if there are no finite values.
  public let histogram: Histogram?

  /// The digest of a tensor under a scheme.
  ///
  /// - Parameters:
  ///   - stream: the elements, in row-major order.
  ///   - layout: which of them share an encoding.
  ///   - scheme: what is done to them.
  ///   - binCount: how many parts the histogram has.
  ///   - monitor: hears the progress and may cancel.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: the stream has as many elements as the layout; `binCount` is positive.
  /// - Complexity: two readings; three where blocks are longer than 65 536 elements.
  public init(
    of stream: ElementStream, layout: BlockLayout, scheme: Scheme,
    binCount: Int = standardBinCount, monitor: ProgressMonitor = .none
  ) throws(CancellationError) {
    pass = try BlockPass(scheme: scheme, layout: layout)
      .run(over: stream, monitor: monitor.part(0...0.5))
    guard let bounds = pass.bounds else {
      histogram = nil
      monitor.report(1)
      return
    }
    histogram = try Histogram(
      of: stream, over: Bins(over: bounds, count: binCount), monitor: monitor.part(0.5...1))
  }
}
