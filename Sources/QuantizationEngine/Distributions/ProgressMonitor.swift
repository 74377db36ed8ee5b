/// Watches a long computation: hears how far it is and says whether it must go on.
///
/// A computation asks often (at least every few milliseconds of work) and stops soon after it hears
/// that it must; what it had made by then is thrown away.
public struct ProgressMonitor: Sendable {
  private let hasCancelled: @Sendable () -> Bool
  private let listen: @Sendable (Double) -> Void

  /// A monitor that asks and tells whoever started the computation.
  ///
  /// - Parameters:
  ///   - isCancelled: whether the computation must stop; asked from any thread.
  ///   - report: hears the share of the work that is done, from 0 to 1; called from any thread, by
  ///     one computation never at the same time and never with less than before.
  public init(
    isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (Double) -> Void
  ) {
    hasCancelled = isCancelled
    listen = report
  }

  /// Nobody listens, and nothing is ever cancelled.
  public static let none = ProgressMonitor(isCancelled: { false }, report: { _ in })

  /// Whether the computation must stop.
  public var isCancelled: Bool { hasCancelled() }

  /// Tells the share of the work that is done, from 0 to 1.
  ///
  /// Edge cases: a share outside 0…1 counts as the nearer end; NaN tells nothing.
  public func report(_ share: Double) {
    guard !share.isNaN else { return }
    listen(min(max(share, 0), 1))
  }

  /// Ends the computation if it must stop.
  ///
  /// - Throws: `CancellationError` if ``isCancelled``.
  public func checkCancellation() throws(CancellationError) {
    guard !isCancelled else { throw CancellationError() }
  }

  /// The monitor of a part of the work, whose 0…1 is `range` of the whole.
  ///
  /// - Precondition: `range` lies within 0…1.
  public func part(_ range: ClosedRange<Double>) -> ProgressMonitor {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= 1, "a part of the work lies within 0…1")
    let width = range.upperBound - range.lowerBound
    return ProgressMonitor(
      isCancelled: hasCancelled,
      report: { share in
        // The ends come out exactly: 1 of the last part is 1 of the whole.
        report(share == 1 ? range.upperBound : range.lowerBound + share * width)
      })
  }
}
