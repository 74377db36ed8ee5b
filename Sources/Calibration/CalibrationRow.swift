public import QuantizationEngine

/// What one calibrator chose for a tensor and what it costs: a row of the table.
public struct CalibrationRow: Sendable {
  /// The calibrator.
  public let calibrator: any Calibrator
  /// What came of it.
  public let outcome: Outcome
  /// What a person has to know of a choice: where the tool's own answer may be another.
  public let remarks: [String]

  /// What came of a calibrator.
  public enum Outcome: Sendable {
    /// It chose a range for each block.
    case chosen(Choice)
    /// It cannot be applied, and why.
    case notApplicable(CalibrationError)

    /// Whether it chose something.
    var isChoice: Bool { if case .chosen = self { true } else { false } }
  }

  /// The ranges that a calibrator chose and what they cost.
  public struct Choice: Sendable {
    /// The clipping range of each block; nil where it has no encoding.
    public let ranges: [ClippingRange?]
    /// What gives the values of each block their codes.
    public let codes: Codes
    /// The blocks that have no encoding, and why.
    public let failures: BlockFailures
    /// How many values those blocks hold.
    public let leftOutCount: Int
    /// The error over the blocks that have an encoding.
    public let error: QuantizationError

    /// The quantizer of each block, nil where it has none; no elements where codes are no integers.
    public var quantizers: [AffineQuantizer?] {
      if case .integers(let quantizers) = codes { quantizers } else { [] }
    }

    /// The clipping range of a block; nil if it has no encoding, and if there is no such block.
    public func range(ofBlock block: Int) -> ClippingRange? {
      ranges.indices.contains(block) ? ranges[block] : nil
    }

    /// The quantizer of a block; nil if it has no encoding, if codes are no integers, and if there is no
    /// such block.
    public func quantizer(ofBlock block: Int) -> AffineQuantizer? {
      guard case .integers(let quantizers) = codes, quantizers.indices.contains(block) else {
        return nil
      }
      return quantizers[block]
    }

    /// Whether codes are integers, so that a scheme can take them.
    public var isInteger: Bool { if case .integers = codes { true } else { false } }

    /// Whether its error can be measured against those of other rows: its codes are integers, and no value
    /// is left out with a block that has no encoding.
    public var isComparable: Bool { isInteger && leftOutCount == 0 }

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
          ? quantizers[block]?.encoding.representableRange : nil
      case .float8(let encodings):
        encodings.indices.contains(block) ? encodings[block]?.representableRange : nil
      }
    }
  }

  /// What gives values their codes, block by block; nil where a block has no encoding.
  public enum Codes: Hashable, Sendable {
    /// Integers, which a scheme can take.
    case integers([AffineQuantizer?])
    /// Float8 numbers, which can only be looked at.
    case float8([Float8Encoding?])
  }

  /// Applies a calibrator to a tensor.
  ///
  /// - Parameters:
  ///   - calibrator: the calibrator.
  ///   - tensor: the values, by block.
  ///   - scheme: the codes and the arithmetic.
  ///   - reference: what divergences are measured against; without it they are left out.
  ///   - monitor: asked before each block whether anybody still wants the row; it hears the share done.
  /// - Throws: `CancellationError` once `monitor` says that nobody does.
  public init(
    _ calibrator: any Calibrator, on tensor: TensorDistribution, scheme: Scheme,
    reference: DivergenceReference?, monitor: ProgressMonitor
  ) throws(CancellationError) {
    self.calibrator = calibrator
    outcome = CalibrationRow.outcome(
      calibrator, on: tensor, scheme: scheme, reference: reference, monitor: monitor)
    remarks = outcome.isChoice ? calibrator.remarks(on: tensor, scheme: scheme) : []
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
    remarks = outcome.isChoice ? calibrator.remarks(on: tensor, scheme: scheme) : []
  }

  /// A row of a calibrator that could not be applied.
  public init(_ calibrator: any Calibrator, failing error: CalibrationError) {
    self.calibrator = calibrator
    outcome = .notApplicable(error)
    remarks = []
  }

  /// About how much of the work is the choosing; the rest is the measuring.
  private static let choosingShare = 0.9

  private static func outcome(
    _ calibrator: any Calibrator, on tensor: TensorDistribution, scheme: Scheme,
    reference: DivergenceReference?, monitor: ProgressMonitor
  ) -> Outcome {
    do throws(CalibrationError) {
      if let calibrator = calibrator as? any Float8Calibrator {
        try calibrator.check(tensor.layout, scheme: scheme)
        let found = try calibrator.float8Encodings(
          of: tensor, monitor: monitor.part(0...choosingShare))
        let encodings = found.values
        return .chosen(
          Choice(
            ranges: encodings.map { $0?.representableRange }, codes: .float8(encodings),
            failures: found.failures,
            leftOutCount: found.failures.isEmpty
              ? 0 : tensor.valueCount(withoutAnyOf: encodings),
            error: try wanted { () throws(CancellationError) in
              try tensor.error(underSome: encodings, reference: reference, monitor: monitor) {
                $0.staircase
              }
            }))
      }
      let found = try calibrator.calibratedOrNot(
        of: tensor, scheme: scheme, monitor: monitor.part(0...choosingShare))
      let quantizers = found.values.map { $0?.quantizer }
      return .chosen(
        Choice(
          ranges: found.values.map { $0?.range }, codes: .integers(quantizers),
          failures: found.failures,
          leftOutCount: found.failures.isEmpty
            ? 0 : tensor.valueCount(withoutAnyOf: quantizers),
          error: try wanted { () throws(CancellationError) in
            try tensor.error(underSome: quantizers, reference: reference, monitor: monitor)
          }))
    } catch {
      return .notApplicable(error)
    }
  }

  /// The error, unless nobody wants it any more.
  private static func wanted(
    _ error: () throws(CancellationError) -> QuantizationError
  ) throws(CalibrationError) -> QuantizationError {
    do {
      return try error()
    } catch {
      throw .cancelled
    }
  }
}
