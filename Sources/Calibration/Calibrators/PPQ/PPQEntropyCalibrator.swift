internal import Glibc
public import QuantizationEngine

/// Minimises KL(P‖Q) between a clipped histogram of the magnitudes and its merged self, in steps of
/// one bin a level.
///
/// 4096 bins of |x|, of which the first 8 are emptied and the ninth gets one count. Candidates keep
/// L, 2L, 3L, … bins with L = 2^(b−1) levels: P is the kept part with the rest added to its last bin,
/// Q each level's mean over its non-empty bins, both in float32; the divergence is float64, to base
/// 10, with 1e-30 inside the logarithms. The first least one wins.
///
///     S = kept / 4096 · (max |x| / 4096) · (4096 / L),  so the threshold is L · S
///
/// Of float16 and bfloat16 values bins and counts are of that type (``TorchBins``), as one thread counts; all else is float32.
///
/// Edge cases: with at most 8 levels the first candidate keeps nothing but emptied bins; its
/// divergence is undefined and sorts before all others, so it wins.
///
/// Source: `TorchHistObserver` of PPQ 0.6.6.
public struct PPQEntropyCalibrator: ToolCalibrator {
  static let binCount = 4096

  /// The calibrator.
  public init() {}

  /// `ppq-kl`.
  public var name: String { "ppq-kl" }

  /// What it minimises.
  public var summary: String {
    "minimises the KL divergence of the histogram of |x| in steps of whole bins a level"
  }

  /// A search over histograms.
  public var effort: CalibrationEffort { .long }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises KL(P‖Q) over where to clip |x|: 4096 bins over 0…max |x|, candidates after every"
        + " 2^(b−1)-th bin (32 of them at 8 bits).",
      "P: the bins kept, the clipped ones added to the last. Q: each level's mean over its non-empty"
        + " bins. Base 10, 1e-30 inside the logarithms.",
      "The first 0.2 % of the bins, where the zeros are, are emptied first; of float16 and bfloat16"
        + " values bins count to 2048 or 256 at most (a thread; here there is one).",
      "Scale threshold / 128 at 8 bits, not 127; codes −128…127; half-even(x / scale).",
      "With 8 levels or fewer its first candidate is undefined, and wins: at 4 bits the threshold is"
        + " always 8 bins.",
      "Source: PPQ 0.6.6, quantization/observer/range.py.",
    ]
  }

  /// PPQ's arithmetic.
  public var toolchain: any Toolchain { PPQToolchain() }

  /// The one of PPQ's that is in force.
  public func toolchain(for scheme: Scheme) -> any Toolchain { PPQToolchain.inForce(for: scheme) }

  /// Whole tensors.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// From minus to plus the end of the last bin kept.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/notInRepertoire(tool:reason:)``
  ///   for other than signed symmetric codes of at most 12 bits.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    let found = try search(distribution, scheme: scheme)
    let threshold = Double(found.kept) * (found.largest / Double(Self.binCount))
    return ClippingRange(lower: -threshold, upper: threshold)
  }

  /// The range with its encoding.
  ///
  /// - Throws: as ``clippingRange(for:scheme:)``, and ``CalibrationError/noEncoding(_:)``.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let found = try search(distribution, scheme: scheme)
    let bins = Double(Self.binCount)
    let width = found.largest / bins
    let scale = max(
      Double(found.kept) / bins * width * (bins / Double(1 << (scheme.bitWidth - 1))), 1e-8)
    let threshold = Double(found.kept) * width
    let ppq = PPQToolchain.inForce(for: scheme)
    let arithmetic = try ppq.scheme(scheme).arithmetic
    // Here, and nowhere else in PPQ, the exponent goes to the nearest whole one.
    let onGrid = ppq.scaleGrid == .any ? scale : exp2((log2(scale) + 0.5).rounded(.down))
    do {
      return CalibratedBlock(
        range: ClippingRange(lower: -threshold, upper: threshold),
        quantizer: AffineQuantizer(
          encoding: try ppq.encoding(scale: onGrid, zeroPoint: 0, scheme: scheme),
          arithmetic: arithmetic))
    } catch {
      throw .noEncoding(error)
    }
  }

  private func search(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> (kept: Int, largest: Double) {
    guard distribution.count > 0 else { throw .noFiniteValues }
    try PPQToolchain().check(scheme)
    guard scheme.symmetry == .symmetric else {
      throw .notInRepertoire(tool: name, reason: "it is for symmetric schemes only")
    }
    let levels = 1 << (scheme.bitWidth - 1)
    guard levels < Self.binCount else {
      throw .notInRepertoire(
        tool: name, reason: "it has 4096 bins, which is too few for the levels")
    }
    guard let largest = distribution.largestMagnitude else { throw .noFiniteValues }
    var counts = distribution.counts(
      of: .magnitudes,
      in: TorchBins(over: 0...largest, count: Self.binCount, type: scheme.valueType)
    ).map { Float($0) }
    for bin in 0..<8 { counts[bin] = 0 }
    counts[8] = 1
    let total = TorchArithmetic.sum(counts)
    var best = (kept: levels, divergence: Double.infinity)
    // The first candidate is all emptied bins: undefined, which sorts first.
    if levels <= 8 { return (levels, Double(largest)) }
    for kept in stride(from: levels, through: Self.binCount, by: levels) {
      let divergence = divergence(counts, keeping: kept, levels: levels, total: total)
      if divergence < best.divergence { best = (kept, divergence) }
    }
    return (best.kept, Double(largest))
  }

  private func divergence(
    _ counts: [Float], keeping kept: Int, levels: Int, total: Float
  ) -> Double {
    let width = kept / levels
    var spread = [Float](repeating: 0, count: kept)
    for level in 0..<levels {
      let bins = level * width..<(level + 1) * width
      var held: Float = 0
      var occupied: Float = 0
      for bin in bins where counts[bin] > 0 {
        held += counts[bin]
        occupied += 1
      }
      guard occupied > 0 else { continue }
      for bin in bins where counts[bin] > 0 { spread[bin] = held / occupied }
    }
    let mass = TorchArithmetic.sum(spread)
    let tail = TorchArithmetic.sum(Array(counts[kept...]))
    var sum = 0.0
    for bin in 0..<kept {
      let share = Double((counts[bin] + (bin == kept - 1 ? tail : 0)) / total)
      guard share > 0 else { continue }
      sum += share * (log10(share + 1e-30) - log10(Double(spread[bin] / mass) + 1e-30))
    }
    return sum
  }
}
