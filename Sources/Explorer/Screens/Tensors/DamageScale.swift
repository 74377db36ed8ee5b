/// How bad a damage is, in steps that the eye can count.
enum DamageScale {
  /// The SQNR at which nothing is left of the tensor.
  private static let worst = 0.0
  /// The SQNR from which on nothing is to be seen.
  private static let best = 60.0

  /// The share of the worst there is, from 0 to 1.
  static func share(ofSQNR decibels: Double) -> Double {
    min(max((best - decibels) / (best - worst), 0), 1)
  }

  /// One of eight steps of the heat scale.
  static func heat(ofShare share: Double) -> UInt8 {
    // Below 15 dB it is as hot as it gets, from 45 dB on as cool.
    UInt8(min(max((share - 0.25) * 2, 0), 1) * 7.99)
  }
}
