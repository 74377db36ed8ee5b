internal import Glibc
public import QuantizationEngine

/// The threshold with the least expected squared error if the values were of a known family.
///
///     Laplace, b = mean |x − c|:   E(α) = 2b² e^(−α/b) + α² / (3 · 4^M)
///     Gauss, σ² = mean (x − c)²:   E(α) = (α² + σ²)(1 − erf(α / √2σ)) − √(2/π) α σ e^(−α²/2σ²)
///                                         + α² / (3 · 4^M)
///
/// for 2^M codes on c − α … c + α. Where E' is zero, α is a fixed multiple of b or σ: at 8 bits 9.90
/// and 3.92, at 4 bits 5.03 and 2.55. It is solved for here, not read from a table.
///
/// The centre c is the mean in asymmetric schemes and zero in symmetric ones. Values that all lie on
/// one side of zero are taken for one half of a family about zero: c = 0, one more bit, and the range
/// ends at zero. A range is drawn in to the smallest and largest value.
///
/// Source: Banner et al., "Post training 4-bit quantization of convolutional networks for rapid
/// deployment" (arXiv 1810.05723), equations 5 to 9 and A.1 (ACIQ).
public struct AciqCalibrator: Calibrator {
  /// The family that the values are taken for.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// Density e^(−|x − c| / b) / 2b.
    case laplace
    /// The normal distribution.
    case gauss
  }

  /// The family.
  public let family: Family

  /// The calibrator for a family.
  public init(_ family: Family) {
    self.family = family
  }

  /// `aciq-laplace` or `aciq-gauss`.
  public var name: String { "aciq-\(family.rawValue)" }

  /// What it minimises.
  public var summary: String {
    switch family {
    case .laplace: "the best threshold if the values were Laplace-distributed"
    case .gauss: "the best threshold if the values were normally distributed"
    }
  }

  /// What it computes.
  public var explanation: [String] {
    let statistic =
      switch family {
      case .laplace: "the mean distance b from the centre, as if e^(−|x|/b)"
      case .gauss: "the standard deviation σ, as if normal"
      }
    return [
      "No search on the values: of them only \(statistic), is measured.",
      "Minimises the expected squared error of clipping at α plus that of rounding, α² / (3 · 4^M).",
      family == .laplace
        ? "So α = 9.90 b at 8 bits, 6.20 b at 5 and 5.03 b at 4."
        : "So α = 3.92 σ at 8 bits, 2.93 σ at 5 and 2.55 σ at 4.",
      "The centre is the mean (asymmetric) or zero (symmetric); one-sided values count as half of a"
        + " family, with one more bit; never wider than the values.",
      "Scale and zero-point by the scheme.",
      "Source: Banner et al., arXiv 1810.05723 (ACIQ).",
    ]
  }

  /// The range about the centre.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  /// - Complexity: O(log n).
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.bounds else { throw .noFiniteValues }
    let isOneSided =
      scheme.symmetry == .asymmetric && (bounds.lowerBound >= 0 || bounds.upperBound <= 0)
    let multiple = multiple(levelCount: scheme.levelCount, sidedness: isOneSided ? .one : .two)
    let center =
      isOneSided || scheme.symmetry != .asymmetric
      ? 0 : distribution.moments.total / Double(distribution.count)
    let threshold = multiple * spread(of: distribution, about: center)
    guard scheme.symmetry == .asymmetric else {
      let largest = max(abs(bounds.lowerBound), abs(bounds.upperBound))
      return ClippingRange(lower: -min(threshold, largest), upper: min(threshold, largest))
    }
    return ClippingRange(
      lower: max(center - threshold, bounds.lowerBound),
      upper: min(center + threshold, bounds.upperBound))
  }

  /// b or σ.
  private func spread(of distribution: any Distribution, about center: Double) -> Double {
    let count = Double(distribution.count)
    switch family {
    case .laplace:
      let below = distribution.moments(below: distribution.ranks(below: [center]))[0]
      let above = distribution.moments - below
      return (above.deviation(from: center) - below.deviation(from: center)) / count
    case .gauss:
      return (distribution.moments.squaredDeviation(from: center) / count).squareRoot()
    }
  }

  /// Whether values lie on one side of zero, so that all levels are for half of a family.
  enum Sidedness: Int, CaseIterable {
    case two, one
  }

  /// Up to how many levels multiples are kept: as many as blocks of few values have.
  private static let mostLevels = 256

  /// The multiples of few levels, by the number of them, since there may be a million blocks.
  private static let laplaceMultiples = multiples(of: .laplace)
  private static let gaussMultiples = multiples(of: .gauss)

  private static func multiples(of family: Family) -> [[Double]] {
    Sidedness.allCases.map { sidedness in
      (0...mostLevels).map {
        AciqCalibrator(family).multiple(bits: bits(levelCount: max($0, 1), sidedness))
      }
    }
  }

  private static func bits(levelCount: Int, _ sidedness: Sidedness) -> Double {
    log2(Double(levelCount)) + (sidedness == .one ? 1 : 0)
  }

  /// α / b or α / σ for a number of levels.
  func multiple(levelCount: Int, sidedness: Sidedness) -> Double {
    guard levelCount <= Self.mostLevels else {
      return multiple(bits: Self.bits(levelCount: levelCount, sidedness))
    }
    return switch family {
    case .laplace: Self.laplaceMultiples[sidedness.rawValue][levelCount]
    case .gauss: Self.gaussMultiples[sidedness.rawValue][levelCount]
    }
  }

  /// α / b or α / σ: where the derivative of E is zero.
  func multiple(bits: Double) -> Double {
    let noise = 3 * exp2(2 * bits)
    // E' for b or σ of 1: negative before the minimum and positive after it.
    func slope(_ t: Double) -> Double {
      switch family {
      case .laplace: 2 * t / noise - 2 * exp(-t)
      case .gauss:
        2 * t / noise + 2 * t * erfc(t / 2.0.squareRoot())
          - 2 * (2 / Double.pi).squareRoot() * exp(-t * t / 2)
      }
    }
    var (lower, upper) = (0.0, 64.0)
    for _ in 0..<64 {
      let middle = (lower + upper) / 2
      if slope(middle) < 0 { lower = middle } else { upper = middle }
    }
    return (lower + upper) / 2
  }
}
