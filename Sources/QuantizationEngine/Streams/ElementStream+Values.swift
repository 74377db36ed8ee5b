extension ElementStream {
  /// Writes the values of some elements as float32 numbers; what float32 does not hold is rounded.
  ///
  /// - Parameters:
  ///   - elements: Which ones.
  ///   - values: Where they go.
  /// - Precondition: the elements are elements of the stream, and there are as many places.
  public func read(_ elements: Range<Int>, into values: inout MutableSpan<Float>) {
    precondition(elements.count == values.count, "there is a place for each element")
    guard !elements.isEmpty else { return }
    unsafe values.withUnsafeMutableBufferPointer { target in
      if let first = target.baseAddress { unsafe decode(elements, to: first) }
    }
  }

  /// Writes the values of some elements as float64 numbers; of integers beyond 2^53 the nearest.
  ///
  /// - Parameters:
  ///   - elements: Which ones.
  ///   - values: Where they go.
  /// - Precondition: the elements are elements of the stream, and there are as many places.
  public func read(_ elements: Range<Int>, into values: inout MutableSpan<Double>) {
    precondition(elements.count == values.count, "there is a place for each element")
    guard !elements.isEmpty else { return }
    unsafe values.withUnsafeMutableBufferPointer { target in
      if let first = target.baseAddress { unsafe decode(elements, to: first) }
    }
  }
}
