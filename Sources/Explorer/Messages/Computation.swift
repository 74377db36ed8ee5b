public import Calibration
public import NumberFormats
public import QuantizationEngine

/// A computation too long for the time between two key presses; it is pure, and any thread may run it.
public enum Computation: Sendable {
  /// The range of least MSE for one block.
  case best(any Distribution, Scheme)
  /// The error of each block as it is tuned.
  case blocks(TensorDistribution, Tuning)
  /// What divergences of the whole tensor are measured against.
  case reference(TensorDistribution)
  /// What a calibrator makes of the tensor; it may be told of so many batches before, or of as many
  /// as it has by standard.
  case calibration(
    any Calibrator, over: Batches, TensorDistribution, Scheme, DivergenceReference?)
  /// The trade-off as one threshold of a block moves.
  case curve(
    any Distribution, Scheme, moving: ThresholdSide, from: ClippingRange,
    over: ClosedRange<Double>, pointCount: Int, DivergenceReference?)
  /// The MSE of a block over places of both thresholds.
  case map(any Distribution, Scheme, lowers: [Double], uppers: [Double])

  /// A format for each tensor, for the least error within so many bits.
  case plan([PlannedTensor], budget: Int)

  /// What came of a computation, case by case.
  public enum Result: Sendable {
    /// The range of least MSE, and that MSE.
    case best(ClippingRange, meanSquaredError: Double)
    /// There is no best range, and why.
    case noBest(String)
    /// The error of each block; nil where its range has no encoding.
    case blocks(BlockErrors)
    /// What divergences are measured against; nil without finite values.
    case reference(DivergenceReference?)
    /// What a calibrator makes of the tensor.
    case calibration(CalibrationRow)
    /// The trade-off as one threshold moves.
    case curve(TradeOffCurve)
    /// The MSE over both thresholds.
    case map(TradeOffMap)
    /// A format for each tensor.
    case plan(FormatPlan)
    /// There is no plan, and why.
    case noPlan(String)
  }

  /// Runs the computation on the calling thread.
  ///
  /// - Throws: `CancellationError` once `monitor` says so; every computation asks between its parts.
  public func run(_ monitor: ProgressMonitor) throws(CancellationError) -> Result {
    try monitor.checkCancellation()
    switch self {
    case .plan(let tensors, let budget):
      do throws(PlanError) {
        return .plan(try FormatPlan(tensors, withinBits: budget))
      } catch {
        return .noPlan("\(error)")
      }
    case .blocks(let tensor, let tuning):
      return .blocks(try BlockErrors(of: tensor, tuned: tuning, monitor: monitor))
    case .calibration(let calibrator, _, let tensor, let scheme, let reference):
      return .calibration(
        try CalibrationRow(
          calibrator, on: tensor, scheme: scheme, reference: reference, monitor: monitor))
    case .best(let distribution, let scheme):
      let best = Self.best(of: distribution, scheme: scheme, monitor: monitor)
      try monitor.checkCancellation()
      return best
    case .reference(let tensor):
      return .reference(try DivergenceReference(tensor, monitor: monitor))
    case .curve(
      let distribution, let scheme, let side, let range, let window, let count, let reference):
      return .curve(
        try TradeOffCurve(
          of: distribution, scheme: scheme, moving: side, from: range, over: window,
          pointCount: count, reference: reference, monitor: monitor))
    case .map(let distribution, let scheme, let lowers, let uppers):
      return .map(
        try TradeOffMap(
          of: distribution, scheme: scheme, lowers: lowers, uppers: uppers, monitor: monitor))
    }
  }

  private static func best(
    of distribution: any Distribution, scheme: Scheme, monitor: ProgressMonitor
  ) -> Result {
    do throws(CalibrationError) {
      var calibrator = MeanSquaredErrorCalibrator()
      calibrator.monitor = monitor
      let range = try calibrator.clippingRange(for: distribution, scheme: scheme)
      guard let error = BlockError(of: distribution, scheme: scheme, range: range),
        let meanSquaredError = error.meanSquaredError
      else { return .noBest("\(CalibrationError.noFiniteValues)") }
      return .best(range, meanSquaredError: meanSquaredError)
    } catch {
      return .noBest("\(error)")
    }
  }
}

/// The batches that a calibrator sees whose tool collects one after another.
public struct Batches: Hashable, Sendable {
  /// Which of the tensors is cut into them.
  public let tensor: Int
  /// How many there are; nil for as many as each calibrator has by standard.
  public let count: Int?

  /// So many batches of a tensor.
  public init(of tensor: Int, count: Int?) {
    self.tensor = tensor
    self.count = count
  }
}
