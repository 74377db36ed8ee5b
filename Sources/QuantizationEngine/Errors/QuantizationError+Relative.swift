/// The error beside what it is compared with: the scale, the signal, zero.
extension QuantizationError {
  /// RMSE = √(Σe² / n): the root of equation (13).
  ///
  /// *Units* of the tensor. nil without values.
  public var rootMeanSquaredError: Double? {
    meanSquaredError.map { $0.squareRoot() }
  }

  /// The RMSE in steps, each error in those of its own block.
  ///
  ///     √(Σ(e/S)² / n)                                                                 (24)
  ///
  /// With one block it is RMSE / S. Rounding alone, of values spread evenly over many steps, gives
  /// 1/√12 = 0.289; more is clipping, or a scale too small for its block; less are values that lie on
  /// levels, or blocks without any error.
  ///
  /// nil without values, and where levels have no scale, such as those of float8.
  public var rootMeanSquaredErrorInSteps: Double? {
    guard sums.count > 0, let squares = sums.squaredErrorInSteps else { return nil }
    return (squares / Double(sums.count)).squareRoot()
  }

  /// The noise in percent of the signal, by power.
  ///
  ///     100 · Σe² / Σx²                                                                (25)
  ///
  /// It is the inverse of the ratio that the SQNR is the logarithm of.
  ///
  /// nil if all values are zero, or there are none.
  public var noiseInPercent: Double? {
    sums.squares > 0 ? 100 * (sums.squaredError / sums.squares) : nil
  }

  /// The mean error Σe / n, e = x − x̂: by how much the mean of the tensor is above that of what it
  /// becomes (the bias shift).
  ///
  /// *Units* of the tensor. nil without values.
  public var meanError: Double? {
    sums.count > 0 ? sums.signedError / Double(sums.count) : nil
  }
}
