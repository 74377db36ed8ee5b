/// How far the reading of a tensor is, as whoever reads it has measured it.
public struct LoadProgress: Hashable, Sendable {
  /// What is being done, such as `sorting`.
  public let label: String
  /// The share of all the work that is done, from 0 to 1.
  public let share: Double
  /// How many bytes of the file are dealt with in a second; nil until that is known.
  public let bytesPerSecond: Double?
  /// How many seconds are left; nil until that is known.
  public let secondsLeft: Double?

  /// Progress as measured.
  public init(
    label: String, share: Double, bytesPerSecond: Double? = nil, secondsLeft: Double? = nil
  ) {
    self.label = label
    self.share = share
    self.bytesPerSecond = bytesPerSecond
    self.secondsLeft = secondsLeft
  }
}
