public import QuantizationEngine

/// At most ten Newton steps from 1 towards the threshold with the least squared error.
///
///     c ← Σ_{|x| ≥ c} |x| / ((4^−b / 3) · n + (1 − 4^−b / 3) · #{|x| ≥ c})
///
/// in float32, ended when two neighbours agree as `numpy.allclose` means it; the threshold is never
/// above max |x|. The start of 1 is in the units of the tensor: for small or large values ten steps
/// may not arrive.
///
/// The sums are exact and then rounded to float32. The tool adds float32 numbers in the order of the
/// elements, each run of neighbours beyond the threshold pairwise and then run after run, so that its
/// sum is off by up to n · 2^−24 of itself and the last digits may differ. Equal values are a single
/// run in any order, and are added as the tool adds them.
///
/// Of float16 and bfloat16 values the sum below −c, unlike the one above c, is kept in that type: 2048 or 256
/// values of one size stop it, and which do is a matter of their order, so it is refused.
///
/// Source: `octav.py` of ai-edge-quantizer 0.10.0, after equation (6) of arXiv 2206.06501.
public struct LiteRTOctavCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `litert-octav`.
  public var name: String { "litert-octav" }

  /// What it minimises.
  public var summary: String {
    "ten Newton steps towards the threshold with the least squared error"
  }

  /// What it computes.
  public var explanation: [String] {
    [
      "Newton steps to where clipping and rounding error balance: c ← Σ_{|x|≥c} |x| / (4^−b/3 · n +"
        + " (1 − 4^−b/3) · #{|x|≥c}).",
      "Starts from c = 1 in the units of the tensor and takes at most 10 steps, so the result depends"
        + " on the tensor's scale; the threshold is at most max |x|.",
      "Rounding noise is modelled as uniform, S²/12 with S = 2c/2^b.",
      "Scale c / 127 at 8 bits; codes −127…127; half-even(x / scale).",
      "Source: ai-edge-quantizer 0.10.0, octav.py; Sakr et al., arXiv 2206.06501, equation 6.",
    ]
  }

  /// ai-edge-quantizer's arithmetic, signed and symmetric.
  public var toolchain: any Toolchain { LiteRTToolchain() }

  private static let repertoire = Repertoire(
    signedness: [.signed], symmetries: [.symmetric, .restrictedSymmetric])

  /// From −c to c.
  ///
  /// Edge cases: equal values whose rounded sum is above them end at 0, as in the tool.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/notInRepertoire(tool:reason:)``
  ///   for schemes other than signed symmetric ones.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard distribution.count > 0 else { throw .noFiniteValues }
    try scheme.requireFloat32(
      for: name,
      because: "what is below −c is added in that type, rounded after each run of neighbours,"
        + " so that the order of the elements decides")
    try Self.repertoire.check(scheme, tool: name)
    guard let largest = distribution.largestMagnitude else { throw .noFiniteValues }
    let noise = Float(0x1p0 / Double(1 << (2 * scheme.bitWidth)) / 3)
    let count = Float(noise) * Float(distribution.count)
    let tails = ExactTails(distribution)
    let isConstant = distribution.floatBounds.map { $0.lowerBound == $0.upperBound } ?? false
    let equal = isConstant ? Self.sum(of: largest, count: distribution.count) : nil
    var guess: Float = 1
    for _ in 0..<10 {
      let tail = tails?.tail(from: guess) ?? distribution.tail(from: guess)
      let previous = guess
      let sum = equal.map { tail.count > 0 ? $0 : 0 } ?? Float(tail.sum)
      guess = sum / (Float(tail.count) * (1 - noise) + count)
      guard guess.isFinite, previous.isFinite else { continue }
      if abs(Double(previous) - Double(guess)) <= 1e-8 + 1e-5 * abs(Double(guess)) { break }
    }
    return ClippingRange(magnitude: min(max(largest, 1e-9), guess))
  }

  /// A number added to itself as NumPy adds a run: eight at a time, runs above 128 in halves.
  private static func sum(of number: Float, count: Int) -> Float {
    guard count > 128 else { return NumPySum.sum([Float](repeating: number, count: count)) }
    let half = count / 2 / 8 * 8
    let rest = count - half
    let first = sum(of: number, count: half)
    return first + (rest == half ? first : sum(of: number, count: rest))
  }

  /// The range with its encoding; a threshold of zero has a scale of 0.
  ///
  /// - Throws: as ``clippingRange(for:scheme:)``, and ``CalibrationError/noEncoding(_:)``.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let range = try clippingRange(for: distribution, scheme: scheme)
    let half = Float((1 << (scheme.bitWidth - 1)) - 1)
    let scale = LiteRTFormula(scheme).stored(Float(range.upper) / half)
    return try LiteRTToolchain().block(range, scale: scale, scheme: scheme)
  }
}
