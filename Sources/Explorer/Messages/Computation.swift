public import Calibration
public import QuantizationEngine

/// A computation too long for the time between two key presses; it is pure, and any thread may run it.
public enum Computation: Sendable {
  /// The range of least MSE for one block.
  case best(any Distribution, Scheme)
  /// The error of each block with a range of its own.
  case blocks(TensorDistribution, Scheme, ranges: [ClippingRange])
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

  /// What came of a computation, case by case.
  public enum Result: Sendable {
    /// The range of least MSE, and that MSE.
    case best(ClippingRange, meanSquaredError: Double)
    /// There is no best range, and why.
    case noBest(String)
    /// The error of each block; nil where its range has no encoding.
    case blocks([BlockError?])
    /// What divergences are measured against; nil without finite values.
    case reference(DivergenceReference?)
    /// What a calibrator makes of the tensor.
    case calibration(CalibrationRow)
    /// The trade-off as one threshold moves.
    case curve(TradeOffCurve)
    /// The MSE over both thresholds.
    case map(TradeOffMap)
  }

  /// Runs the computation on the calling thread.
  ///
  /// - Throws: `CancellationError` once `monitor` says so; computations made of parts notice it
  ///   between two of them.
  public func run(_ monitor: ProgressMonitor) throws(CancellationError) -> Result {
    try monitor.checkCancellation()
    switch self {
    case .blocks(let tensor, let scheme, let ranges):
      var errors: [BlockError?] = []
      for (block, range) in zip(tensor.blocks, ranges) {
        try monitor.checkCancellation()
        errors.append(BlockError(of: block, scheme: scheme, range: range))
      }
      return .blocks(errors)
    case .calibration(let calibrator, _, let tensor, let scheme, let reference):
      return .calibration(
        try CalibrationRow(
          calibrator, on: tensor, scheme: scheme, reference: reference, monitor: monitor))
    case .best, .reference, .curve, .map: return run()
    }
  }

  /// Runs the computation on the calling thread, to its end.
  public func run() -> Result {
    switch self {
    case .best(let distribution, let scheme):
      Self.best(of: distribution, scheme: scheme)
    case .blocks(let tensor, let scheme, let ranges):
      .blocks(
        zip(tensor.blocks, ranges).map { block, range in
          BlockError(of: block, scheme: scheme, range: range)
        })
    case .reference(let tensor): .reference(DivergenceReference(tensor))
    case .calibration(let calibrator, _, let tensor, let scheme, let reference):
      .calibration(CalibrationRow(calibrator, on: tensor, scheme: scheme, reference: reference))
    case .curve(
      let distribution, let scheme, let side, let range, let window, let count, let reference):
      .curve(
        TradeOffCurve(
          of: distribution, scheme: scheme, moving: side, from: range, over: window,
          pointCount: count, reference: reference))
    case .map(let distribution, let scheme, let lowers, let uppers):
      .map(TradeOffMap(of: distribution, scheme: scheme, lowers: lowers, uppers: uppers))
    }
  }

  private static func best(of distribution: any Distribution, scheme: Scheme) -> Result {
    do throws(CalibrationError) {
      let range = try MeanSquaredErrorCalibrator().clippingRange(for: distribution, scheme: scheme)
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

/// The sums of one block from which the error of the whole tensor is made.
public struct BlockError: Hashable, Sendable {
  /// How many finite values the block has.
  public let count: Int
  /// Σx².
  public let squares: Double
  /// Σ(x − x̂)².
  public let squaredError: Double

  /// The sums, as given.
  public init(count: Int, squares: Double, squaredError: Double) {
    self.count = count
    self.squares = squares
    self.squaredError = squaredError
  }

  /// The sums of a block; nil if its range has no encoding.
  public init?(of distribution: any Distribution, scheme: Scheme, range: ClippingRange) {
    guard let encoding = try? scheme.encoding(for: range) else { return nil }
    let quantizer = AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic)
    self.init(ErrorSums(of: distribution, on: quantizer.staircase))
  }

  /// The part of some sums that is kept.
  public init(_ sums: ErrorSums) {
    self.init(count: sums.count, squares: sums.squares, squaredError: sums.squaredError)
  }

  /// The mean squared error; nil without values.
  public var meanSquaredError: Double? {
    count > 0 ? squaredError / Double(count) : nil
  }

  /// The sums of two blocks together.
  public static func + (first: BlockError, second: BlockError) -> BlockError {
    BlockError(
      count: first.count + second.count, squares: first.squares + second.squares,
      squaredError: first.squaredError + second.squaredError)
  }
}
