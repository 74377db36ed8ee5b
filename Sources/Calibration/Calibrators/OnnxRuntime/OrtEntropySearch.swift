internal import QuantizationEngine

/// The search of ``OrtEntropyCalibrator`` over a histogram.
///
/// Each candidate's divergence is first bounded (``OrtEntropyBounds``); ONNX Runtime's own operations
/// are made only for those whose lower bound does not exceed the divergence of the most promising
/// one. A candidate left out is larger than that one, so it cannot be the first least.
struct OrtEntropySearch {
  private let candidates: OrtEntropyCandidates

  init(counts: [Int], quantizedBinCount: Int) {
    candidates = OrtEntropyCandidates(counts: counts, quantizedBinCount: quantizedBinCount)
  }

  /// The bins that the best candidate keeps; the first of equally good ones, the narrowest.
  ///
  /// - Parameter type: the type that the tool keeps divergences in, that of the values.
  /// - Returns: nil where smoothing takes more off a bin than it holds, which ends the tool's search.
  func leastDivergentBins(roundedTo type: ElementType = .float32) -> Range<Int>? {
    let bounds = OrtEntropyBounds(candidates)
    let outcomes = inTurns(candidates.halves) { bounds.outcome(half: $0) }
    guard !outcomes.contains(.fails) else { return nil }
    // One candidate needs no comparison.
    guard candidates.halves.count > 1 else {
      return candidates.bins(half: candidates.halves.lowerBound)
    }
    var promising = (half: candidates.halves.lowerBound, upper: Double.infinity)
    for case (let half, .within(_, let upper)) in zip(candidates.halves, outcomes)
    where upper < promising.upper {
      promising = (half, upper)
    }
    let limit = type.rounded(candidates.divergence(half: promising.half))
    let remaining = zip(candidates.halves, outcomes).compactMap { half, outcome -> Int? in
      guard case .within(let lower, _) = outcome else { return nil }
      // Rounding makes no candidate less than a lower one.
      let isPossible =
        type == .float32 ? lower <= Double(limit) : type.rounded(Float(lower)) <= limit
      guard isPossible else { return nil }
      return half
    }
    let divergences = inTurns(remaining) { type.rounded(candidates.divergence(half: $0)) }
    var best = (half: candidates.halves.lowerBound, divergence: Float.infinity)
    for (half, divergence) in zip(remaining, divergences) where divergence < best.divergence {
      best = (half, divergence)
    }
    return candidates.bins(half: best.half)
  }

  /// Below so many values a block is one of many, and other blocks keep the processors busy.
  private static let fewValues = 1 << 12

  /// The results of `body` for each element, some at a time on each processor.
  private func inTurns<Elements: RandomAccessCollection & Sendable, Result: Sendable>(
    _ elements: Elements, _ body: @Sendable (Int) -> Result
  ) -> [Result] where Elements.Element == Int, Elements.Index == Int {
    guard candidates.before[candidates.counts.count] >= Self.fewValues else {
      return elements.map(body)
    }
    let starts = Array(stride(from: elements.startIndex, to: elements.endIndex, by: 16))
    return Parallel.map(starts) { start in
      elements[start..<min(start + 16, elements.endIndex)].map(body)
    }.flatMap(\.self)
  }
}
