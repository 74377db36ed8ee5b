/// What integers stand for that say nothing of it themselves, such as the output of a device:
/// r = scale · (q − zeroPoint), computed in float64 and rounded to float32 as TFLite does.
public struct IntegerMeaning: Hashable, Sendable {
  /// The distance between the values of neighbouring integers; positive and finite.
  public let scale: Float
  /// The integer that stands for zero.
  public let zeroPoint: Int32

  /// A meaning; nil where the scale is not a positive finite number.
  public init?(scale: Float, zeroPoint: Int32 = 0) {
    guard scale > 0, scale.isFinite else { return nil }
    self.scale = scale
    self.zeroPoint = zeroPoint
  }
}
