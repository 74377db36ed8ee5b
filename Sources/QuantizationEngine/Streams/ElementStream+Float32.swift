extension ElementStream {
  /// Writes the values of some elements to memory as float32 numbers.
  ///
  /// - Parameters:
  ///   - elements: which ones.
  ///   - target: room for as many numbers.
  ///
  /// Edge cases: float64 numbers and integers of more than 24 bits are rounded to nearest.
  package func decode(_ elements: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) {
    guard let start = target.baseAddress, !elements.isEmpty else { return }
    precondition(target.count >= elements.count, "there must be room for the numbers")
    guard !elementType.fitsFloat32 else { return unsafe decode(elements, to: start) }
    var wide = [Double](repeating: 0, count: elements.count)
    unsafe wide.withUnsafeMutableBufferPointer { buffer in
      guard let wide = buffer.baseAddress else { return }
      unsafe decode(elements, to: wide)
    }
    for (index, number) in wide.enumerated() { unsafe start[index] = Float(number) }
  }
}
