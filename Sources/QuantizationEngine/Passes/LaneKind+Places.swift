extension LaneKind {
  /// Writes the place of each value's code, counted from the lowest; nothing is counted.
  func quantize(_ values: [Float], under quantizer: AffineQuantizer, to places: inout [UInt32]) {
    if places.count < values.count + 3 {
      places = Array(repeating: 0, count: values.count + 3)
    }
    unsafe values.withUnsafeBytes { values in
      unsafe places.withUnsafeMutableBytes { places in
        guard let source = values.baseAddress, let target = places.baseAddress else { return }
        unsafe quantize(
          source, count: values.count / MemoryLayout<Float>.size, under: quantizer, to: target)
      }
    }
  }

  /// Writes the place of the code of each of some float32 values.
  ///
  /// - Parameters:
  ///   - source: the values.
  ///   - count: how many there are.
  ///   - quantizer: what is done to them.
  ///   - target: where places of 32 bits go, up to the end of a vector of four.
  func quantize(
    _ source: UnsafeRawPointer, count: Int, under quantizer: AffineQuantizer,
    to target: UnsafeMutableRawPointer
  ) {
    // Vectors divide by the scale.
    switch quantizer.encoding.isOfZeros ? .single : self {
    case .dividing:
      unsafe Self.quantize(source, count, to: target, DividingLanes(quantizer))
    case .multiplying:
      unsafe Self.quantize(source, count, to: target, MultiplyingLanes(quantizer))
    case .storedInverse:
      unsafe Self.quantize(source, count, to: target, StoredInverseLanes(quantizer))
    case .summing:
      unsafe Self.quantize(source, count, to: target, SummingLanes(quantizer))
    case .single:
      unsafe Self.quantize(source, count, to: target, SingleLanes(quantizer))
    }
  }

  @inline(__always)
  private static func quantize(
    _ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer,
    _ arithmetic: some LaneArithmetic
  ) {
    for first in stride(from: 0, to: count, by: 4) {
      var lanes = SIMD4<Float>.zero
      if first + 4 <= count {
        lanes = unsafe Float.lanes(at: source, element: first).rounded
      } else {
        for lane in 0..<count - first {
          lanes[lane] = unsafe source.load(fromByteOffset: 4 * (first + lane), as: Float.self)
        }
      }
      unsafe target.storeBytes(
        of: arithmetic.quantize(lanes).places, toByteOffset: 4 * first, as: SIMD4<UInt32>.self)
    }
  }
}
