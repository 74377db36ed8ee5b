public import QuantizationEngine

extension Calibrator {
  /// What a person has to know of its answer for a tensor: where the tool's own may be another.
  ///
  /// - Parameters:
  ///   - tensor: the values, with the numbers of those that are not finite.
  ///   - scheme: the codes.
  /// - Returns: one sentence for each; none where the tool answers the same whatever happens.
  /// - Complexity: O(blocks); that of the tool's histogram where a block has more than 2²⁴ values.
  public func remarks(on tensor: TensorDistribution, scheme: Scheme) -> [String] {
    remarks(on: tensor.blocks, excluded: tensor.excluded, scheme: scheme)
  }
}

extension Calibrator {
  /// The remarks of one calibrator on what it sees.
  fileprivate func remarks(
    on parts: [any Distribution], excluded: NonFiniteCounts, scheme: Scheme
  ) -> [String] {
    var parts = parts
    var base: any Calibrator = self
    if let seen = self as? any SeeingBatches {
      parts = seen.seen ?? parts
      base = seen.seer
    }
    let ofExcluded = (base as? any NotFiniteAnswering)?.remark(on: excluded)
    let counting = base as? any CountingInFloat32
    let ofCounters = counting.flatMap { counting in
      parts.lazy.compactMap { counting.remarkOnCounters($0, scheme: scheme) }.first
    }
    return [ofExcluded, ofCounters].compactMap(\.self)
  }
}

/// A calibrator with the batches that it sees.
private protocol SeeingBatches {
  /// Who sees them.
  var seer: any Calibrator { get }
  /// What is seen, where the values of batches are known.
  var seen: [any Distribution]? { get }
}

extension CalibratorOverBatches: SeeingBatches {
  fileprivate var seer: any Calibrator { base }

  fileprivate var seen: [any Distribution]? { batches?.values }
}
