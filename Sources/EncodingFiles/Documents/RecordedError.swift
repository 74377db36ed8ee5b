/// What an encoding did to the values of a tensor when it was chosen, as far as a file says it.
public struct RecordedError: Hashable, Sendable, Codable {
  /// The mean over all finite values of (x − x̂)².
  public let meanSquaredError: Double
  /// 10·log10(Σx²/Σ(x − x̂)²), in dB; nil where it is no number.
  public let sqnrInDecibels: Double?

  private enum CodingKeys: String, CodingKey {
    case meanSquaredError = "mse"
    case sqnrInDecibels = "sqnr_db"
  }

  /// An error as measured; nil where the mean squared error is not finite, which no file says.
  ///
  /// - Parameters:
  ///   - meanSquaredError: The mean squared error.
  ///   - sqnrInDecibels: The ratio of signal to error; what is not finite is taken for none.
  public init?(meanSquaredError: Double, sqnrInDecibels: Double?) {
    guard meanSquaredError.isFinite else { return nil }
    self.meanSquaredError = meanSquaredError
    self.sqnrInDecibels = sqnrInDecibels.flatMap { $0.isFinite ? $0 : nil }
  }
}
