import QuantizationEngine

/// A calibrator with the batches that it sees.
struct CalibratorOverBatches<Base: BatchCalibrator>: Calibrator {
  let base: Base
  /// The batches; nil where the order of the values is not known.
  let batches: BatchSequence?

  var name: String { base.name }

  /// The settings and the number of batches.
  var setting: String? {
    let number = batches.map { "\($0.count) batch\($0.count == 1 ? "" : "es")" }
    let settings = [base.setting, number].compactMap(\.self)
    return settings.isEmpty ? nil : settings.joined(separator: ", ")
  }

  var summary: String { base.summary }

  /// What it computes, and before the source what becomes of batches.
  var explanation: [String] {
    let points = base.explanation
    guard let batches else { return points }
    let rule =
      switch batches.origin {
      case .cuts:
        "Batches: the values in row-major order, cut into \(batches.count) runs of nearly equal"
          + " size; " + base.batchRule
      case .files: "Batches: the \(batches.count) files, one after another; " + base.batchRule
      }
    return points.dropLast() + [rule] + points.suffix(1)
  }

  /// Whole tensors.
  func check(_ layout: BlockLayout) throws(CalibrationError) {
    try base.check(layout)
    guard layout.granularity == .perTensor else {
      throw .notInRepertoire(
        tool: name, reason: "batches are of whole tensors, not of channels or groups")
    }
  }

  func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    let batches = try known()
    try requireEncoding(over: batches, scheme: scheme)
    guard distribution.count > 0 else { throw .noFiniteValues }
    return try base.clippingRange(over: batches, scheme: scheme)
  }

  func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let batches = try known()
    try requireEncoding(over: batches, scheme: scheme)
    guard distribution.count > 0 else { throw .noFiniteValues }
    return try base.calibrated(over: batches, scheme: scheme)
  }

  private func requireEncoding(
    over batches: BatchSequence, scheme: Scheme
  ) throws(CalibrationError) {
    let excluded = batches.excluded.reduce(NonFiniteCounts(), +)
    guard excluded.notFinite > 0, let tool = base as? any NotFiniteAnswering else { return }
    let scheme = try (base as? any ToolCalibrator)?.toolchain(for: scheme).scheme(scheme) ?? scheme
    if let answer = tool.answerToNotFinite(over: batches, scheme: scheme) {
      throw .toolAnswers(tool: name, answer, excluded)
    }
  }

  private func known() throws(CalibrationError) -> BatchSequence {
    guard let batches else {
      throw .toolFails(
        tool: name, reason: "it goes by the order of the values, which is not known here")
    }
    return batches
  }
}

extension CalibratorOverBatches: ToolCalibrator where Base: ToolCalibrator {
  var toolchain: any Toolchain { base.toolchain }

  func toolchain(for scheme: Scheme) -> any Toolchain { base.toolchain(for: scheme) }
}

extension BatchCalibrator {
  /// The same calibrator over some batches; nil where the order of the values is not known.
  public func over(_ batches: BatchSequence?) -> any Calibrator {
    CalibratorOverBatches(base: self, batches: batches)
  }
}

extension Calibrator {
  /// The same calibrator over batches, where its tool collects them; else the calibrator as it is.
  ///
  /// - Parameters:
  ///   - count: how many batches; nil for as many as the calibrator has by standard.
  ///   - batches: cuts the tensor into batches of which it knows so much; nil where the order of its
  ///     values is not known.
  /// - Returns: the calibrator, told of its batches.
  /// - Throws: what `batches` throws.
  public func over<Failure: Error>(
    _ count: Int?, _ batches: (Int, BatchDetail) throws(Failure) -> BatchSequence?
  ) throws(Failure) -> any Calibrator {
    guard let calibrator = self as? any BatchCalibrator else { return self }
    let count = count ?? calibrator.standardBatchCount
    // One batch is the tensor, unless the calibrator knows nothing but batches.
    guard count > 1 || calibrator.standardBatchCount > 1 else { return self }
    let sequence = try batches(count, calibrator.batchDetail)
    return calibrator.over(sequence)
  }
}
