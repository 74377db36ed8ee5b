import Glibc

/// The least mean squared error of any quantizer with so many levels, wherever these lie.
///
/// Each value goes to its nearest level, so that neighbours on the line share one, and a level is best
/// at the mean of its values:
///
///     least MSE = min over partitions of the line into k runs of  Σ over runs of Σ(x − mean)² / n
///
/// No format that stores one of k numbers for a value, under one scale for the tensor, does better.
public struct ScalarQuantizerBound: Hashable, Sendable {
  /// What is known of the error.
  public enum Certainty: Hashable, Sendable {
    /// It is the least: all partitions were weighed.
    case exact
    /// It is that of the best quantizer that was found, and a better one may exist.
    case bestFound
  }

  /// k: how many levels there are.
  public let levelCount: Int
  /// The error; 0 where there are no more distinct values than levels.
  ///
  /// *Units* of the tensor, squared.
  public let meanSquaredError: Double
  /// What is known of it.
  public let certainty: Certainty
}

/// The least mean squared error at which so many bits a value can tell a Gaussian source.
///
///     D(b) = σ² · 2^(−2b)
///
/// No code of b bits a value, scalar or of blocks of any length, does better on independent normal
/// values; a tensor that is no such source may be told better.
///
/// Source: C. E. Shannon, "Coding theorems for a discrete source with a fidelity criterion" (1959).
public enum GaussianBound {
  /// D(b).
  ///
  /// - Parameters:
  ///   - variance: σ², not negative.
  ///   - bitsPerValue: b, not negative; it need not be whole.
  /// - Returns: The error, in the units of the variance.
  public static func meanSquaredError(variance: Double, bitsPerValue: Double) -> Double {
    variance * exp2(-2 * bitsPerValue)
  }
}
