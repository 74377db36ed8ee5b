public import QuantizationEngine

/// What one calibrator chose for a tensor and what it costs: a row of the table.
public struct CalibrationRow: Sendable {
  /// The calibrator.
  public let calibrator: any Calibrator
  /// What came of it.
  public let outcome: Outcome

  /// What came of a calibrator.
  public enum Outcome: Sendable {
    /// It chose a range for each block.
    case chosen(Choice)
    /// It cannot be applied, and why.
    case notApplicable(CalibrationError)
  }

  /// The ranges that a calibrator chose and what they cost.
  public struct Choice: Sendable {
    /// The clipping range of each block.
    public let ranges: [ClippingRange]
    /// What gives the values of each block their codes.
    public let codes: Codes
    /// The error over all blocks.
    public let error: QuantizationError

    /// The quantizer of each block; none where codes are no integers.
    public var quantizers: [AffineQuantizer] {
      if case .integers(let quantizers) = codes { quantizers } else { [] }
    }

    /// Whether codes are integers, so that a scheme can take them.
    public var isInteger: Bool { if case .integers = codes { true } else { false } }

    /// The float8 encoding of a block; nil where codes are integers.
    public func float8Encoding(_ block: Int) -> Float8Encoding? {
      guard case .float8(let encodings) = codes, encodings.indices.contains(block) else {
        return nil
      }
      return encodings[block]
    }

    /// The representable range of a block; nil if there is no such block.
    public func representableRange(ofBlock block: Int) -> ClippingRange? {
      switch codes {
      case .integers(let quantizers):
        quantizers.indices.contains(block)
          ? quantizers[block].encoding.representableRange : nil
      case .float8(let encodings):
        encodings.indices.contains(block) ? encodings[block].representableRange : nil
      }
    }
  }

  /// What gives values their codes, block by block.
  public enum Codes: Hashable, Sendable {
    /// Integers, which a scheme can take.
    case integers([AffineQuantizer])
    /// Float8 numbers, which can only be looked at.
    case float8([Float8Encoding])
  }

  /// Applies a calibrator to a tensor.
  ///
  /// - Parameters:
  ///   - calibrator: the calibrator.
  ///   - tensor: the values, by block.
  ///   - scheme: the codes and the arithmetic.
  ///   - reference: what divergences are measured against; without it they are left out.
  ///   - monitor: asked before each block whether anybody still wants the row.
  /// - Throws: `CancellationError` once `monitor` says that nobody does.
  public init(
    _ calibrator: any Calibrator, on tensor: TensorDistribution, scheme: Scheme,
    reference: DivergenceReference?, monitor: ProgressMonitor
  ) throws(CancellationError) {
    self.calibrator = calibrator
    outcome = CalibrationRow.outcome(
      calibrator, on: tensor, scheme: scheme, reference: reference, monitor: monitor)
    try monitor.checkCancellation()
  }

  /// Applies a calibrator to a tensor, to its end.
  public init(
    _ calibrator: any Calibrator, on tensor: TensorDistribution, scheme: Scheme,
    reference: DivergenceReference?
  ) {
    self.calibrator = calibrator
    outcome = CalibrationRow.outcome(
      calibrator, on: tensor, scheme: scheme, reference: reference, monitor: .none)
  }

  private static func outcome(
    _ calibrator: any Calibrator, on tensor: TensorDistribution, scheme: Scheme,
    reference: DivergenceReference?, monitor: ProgressMonitor
  ) -> Outcome {
    do throws(CalibrationError) {
      if let calibrator = calibrator as? any Float8Calibrator {
        let encodings = try calibrator.float8Encodings(of: tensor)
        return .chosen(
          Choice(
            ranges: encodings.map(\.representableRange), codes: .float8(encodings),
            error: tensor.error(on: encodings.map(\.staircase), reference: reference)))
      }
      let blocks = try calibrator.calibratedBlocks(of: tensor, scheme: scheme, monitor: monitor)
      let quantizers = blocks.map(\.quantizer)
      return .chosen(
        Choice(
          ranges: blocks.map(\.range), codes: .integers(quantizers),
          error: tensor.error(under: quantizers, reference: reference)))
    } catch {
      return .notApplicable(error)
    }
  }
}
