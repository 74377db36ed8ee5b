/// The bits of |e| of one value after another, quantized four at a time.
///
/// They are those of |x − x̂| in float64, the level as ``AffineQuantizer/fakeQuantize(_:)`` has it; zero
/// levels of either sign make no difference.
enum ErrorPatterns {
  /// Calls `body` with the bits of each magnitude, in the order of the values.
  @inline(__always)
  static func forEach<Element: LaneElement>(
    _ numbers: UnsafeBufferPointer<Element>, under quantizer: AffineQuantizer,
    _ body: (UInt64) -> Void
  ) {
    switch LaneKind(of: quantizer) {
    case .dividing: unsafe forEach(numbers, quantizer, DividingLanes(quantizer), body)
    case .multiplying: unsafe forEach(numbers, quantizer, MultiplyingLanes(quantizer), body)
    case .storedInverse: unsafe forEach(numbers, quantizer, StoredInverseLanes(quantizer), body)
    case .summing: unsafe forEach(numbers, quantizer, SummingLanes(quantizer), body)
    case .single: unsafe forEach(numbers, quantizer, SingleLanes(quantizer), body)
    }
  }

  @inline(__always)
  private static func forEach<Element: LaneElement>(
    _ numbers: UnsafeBufferPointer<Element>, _ quantizer: AffineQuantizer,
    _ arithmetic: some LaneArithmetic, _ body: (UInt64) -> Void
  ) {
    guard let start = numbers.baseAddress else { return }
    let source = unsafe UnsafeRawPointer(start)
    let whole = numbers.count & ~3
    var element = 0
    while element < whole {
      let (rounded, exact) = unsafe Element.lanes(at: source, element: element)
      let error = exact - SIMD4<Double>(arithmetic.quantize(rounded).levels)
      body(error[0].magnitude.bitPattern)
      body(error[1].magnitude.bitPattern)
      body(error[2].magnitude.bitPattern)
      body(error[3].magnitude.bitPattern)
      element &+= 4
    }
    while element < numbers.count {
      let value = unsafe numbers[element]
      let level = Double(quantizer.fakeQuantize(value.rounded32))
      body((Double(value) - level).magnitude.bitPattern)
      element &+= 1
    }
  }
}
