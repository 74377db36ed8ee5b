import QuantizationEngine

/// The histogram that AIMET keeps: the share of the values in each of ``AimetBins``.
///
/// Shares are of all values, those dropped included. Only bins that hold something are kept: what is
/// added up bin by bin gains nothing by the others, whose shares are zero.
///
/// Over batches the first one that is not all zero fixes the edges; what later ones have beyond them is
/// dropped. The shares are the mean of the batches' own, whatever their sizes:
///
///     share ← (share · t + batch's share) / (t + 1),  t batches since the edges were fixed
///
/// Edge cases: as of ``AimetBins``; where no value finds a bin no bin holds any.
///
/// Source: `InitializePdf`, `GetHistogram` and `UpdatePdf` as compiled into aimet-onnx 2.42.0;
/// quic/aimet of October 2024, `math_functions.cpp`, has an earlier form of 512 bins.
struct AimetHistogram {
  /// Why there are no edges.
  static let hasNoEdges =
    "its bins over equal values need room for 0.01 beside them, which float32 does not have here"

  /// Where the bins are.
  let bins: AimetBins
  /// The bins that hold values, ascending.
  private(set) var parts: [AimetBins.Part] = []
  private var batchCount = 0

  /// The histogram of some values.
  init(of distribution: any Distribution, range: ClosedRange<Float>) {
    bins = AimetBins(over: range)
    add(distribution)
  }

  /// The histogram of batches; nil where every value is zero, or there are none.
  init?(of batches: [any Distribution]) {
    var histogram: AimetHistogram?
    for batch in batches {
      guard let bounds = batch.floatBounds else { continue }
      if histogram == nil {
        if bounds != 0...0 { histogram = AimetHistogram(of: batch, range: bounds) }
      } else {
        histogram?.add(batch)
      }
    }
    guard let histogram else { return nil }
    self = histogram
  }

  /// Takes a batch into the mean.
  private mutating func add(_ batch: any Distribution) {
    let new = bins.parts(of: batch)
    let earlier = Double(batchCount)
    batchCount += 1
    // The first batch has its own shares.
    guard earlier > 0 else {
      parts = new
      return
    }
    var shares = [Double](repeating: 0, count: AimetBins.count)
    for part in new { shares[part.bin] = part.share }
    for part in parts { shares[part.bin] += part.share * earlier }
    parts = shares.enumerated().compactMap { bin, share in
      share > 0 ? AimetBins.Part(bin: bin, share: share / (earlier + 1)) : nil
    }
  }

  /// The first bin where the running share is not below the wanted one; nil if there is none.
  ///
  /// Empty bins add zero, which changes no sum.
  func firstBin(reaching share: Double) -> Int? {
    guard share > 0 else { return 0 }
    var sum = 0.0
    for part in parts {
      sum += part.share
      if sum >= share { return part.bin }
    }
    return nil
  }

  /// The left edges of the outermost bins that hold values, widened to zero and to a width of 0.01;
  /// nil where the edges are not finite.
  var occupiedRange: (lower: Float, upper: Float)? {
    let first = parts.first?.bin ?? 0
    let last = parts.last?.bin ?? 0
    let lower = min(Float(bins.edge(of: first)), 0)
    let upper = max(Float(bins.edge(of: last > 0 ? last : AimetBins.count - 1)), 0)
    guard lower.isFinite, upper.isFinite else { return nil }
    return (lower, max(upper, lower + 0.01))
  }
}
