public import QuantizationEngine

extension Calibrator {
  /// What it chooses for a block, as ``calibrated(_:scheme:)``; or, where it speaks for a tool whose
  /// answer to NaN or the infinities among the elements is no encoding, that answer as an error.
  ///
  /// - Throws: ``CalibrationError/toolAnswers(tool:_:_:)``, and what ``calibrated(_:scheme:)`` throws.
  public func answered(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    try requireEncoding(in: distribution, scheme: scheme)
    return try calibrated(distribution, scheme: scheme)
  }

  /// Refuses a block to which its tool has no answer that anybody could use.
  func requireEncoding(
    in distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) {
    guard distribution.excluded.notFinite > 0, let tool = self as? any NotFiniteAnswering else {
      return
    }
    let scheme = try (tool as? any ToolCalibrator)?.toolchain(for: scheme).scheme(scheme) ?? scheme
    if let answer = tool.answerToNotFinite(in: distribution, scheme: scheme) {
      throw .toolAnswers(tool: name, answer, distribution.excluded)
    }
  }
}

extension Float8Calibrator {
  /// Refuses a block to which its tool has no answer that anybody could use, whatever the scheme.
  func requireEncoding(in distribution: any Distribution) throws(CalibrationError) {
    guard let scheme = try? Scheme(bitWidth: 8, symmetry: .symmetric) else { return }
    try requireEncoding(in: distribution, scheme: scheme)
  }
}

/// A calibrator of a tool that may have no usable answer where elements are NaN or infinite.
///
/// qviz leaves such elements out of every statistic of its own; a tool may not.
public protocol NotFiniteAnswering: Calibrator {
  /// What the tool answers for a block some of whose elements are not finite.
  ///
  /// - Parameters:
  ///   - distribution: the block, with the number of those elements.
  ///   - scheme: the codes, under the tool's arithmetic.
  /// - Returns: nil where the tool leaves them out, so that it answers as for the others alone.
  func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer?

  /// What the tool answers after the last of several batches.
  ///
  /// - Returns: by default its first answer to a batch; nil where it has none.
  func answerToNotFinite(over batches: BatchSequence, scheme: Scheme) -> ToolAnswer?

  /// What a person has to know of an answer that leaves them out; nil by default.
  func remark(on excluded: NonFiniteCounts) -> String?
}

extension NotFiniteAnswering {
  /// The first answer to a batch.
  public func answerToNotFinite(over batches: BatchSequence, scheme: Scheme) -> ToolAnswer? {
    for batch in batches.values ?? [] where batch.excluded.notFinite > 0 {
      if let answer = answerToNotFinite(in: batch, scheme: scheme) { return answer }
    }
    return nil
  }

  /// Nothing.
  public func remark(on excluded: NonFiniteCounts) -> String? { nil }
}

extension NonFiniteCounts {
  /// How many there are of each kind, as people write it.
  var words: String {
    [(nan, "NaN"), (positiveInfinity, "+infinity"), (negativeInfinity, "−infinity")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// The scale of a tool that takes NaN and infinities for bounds.
  var scaleOfBounds: Float { nan > 0 ? .nan : .infinity }
}
