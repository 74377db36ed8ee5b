extension SplitMix64 {
  /// A float32 of which every bit pattern that is a finite number is equally likely.
  public mutating func nextFiniteFloat() -> Float {
    while true {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: next() >> 32))
      if value.isFinite { return value }
    }
  }
}

extension Float {
  /// The number some units in the last place above this one, or below it for a negative count.
  public func moved(byUlps count: Int) -> Float {
    var value = self
    for _ in 0..<count.magnitude { value = count > 0 ? value.nextUp : value.nextDown }
    return value
  }
}
