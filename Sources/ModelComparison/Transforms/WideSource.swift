import QuantizationEngine

/// The values of a tensor as float64, where float32 does not hold all of them.
@safe
struct WideSource: Sendable {
  /// How many values there are.
  let count: Int

  private let read: @Sendable (Range<Int>) -> [Double]

  private init(count: Int, read: @escaping @Sendable (Range<Int>) -> [Double]) {
    self.count = count
    self.read = read
  }

  /// The values of stored elements; of integers beyond 2^53 the nearest.
  init(_ stream: ElementStream) {
    self.init(count: stream.count) { elements in
      var values = [Double](repeating: 0, count: elements.count)
      var span = values.mutableSpan
      stream.read(elements, into: &span)
      return values
    }
  }

  /// Values that float32 holds, returned by a function.
  init(count: Int, widening values: @escaping @Sendable (Range<Int>) -> [Float]) {
    self.init(count: count) { values($0).map(Double.init) }
  }

  /// The values of a range.
  ///
  /// - Precondition: the range lies within the source.
  func values(_ elements: Range<Int>) -> [Double] {
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= count, "elements lie within the source")
    return read(elements)
  }

  /// Several sources, one behind the other.
  static func concatenating(_ parts: [WideSource]) -> WideSource {
    WideSource(count: parts.reduce(0) { $0 + $1.count }) { elements in
      var values: [Double] = []
      values.reserveCapacity(elements.count)
      var start = 0
      for part in parts {
        let own = elements.clamped(to: start..<start + part.count)
        if !own.isEmpty {
          values += part.values(own.lowerBound - start..<own.upperBound - start)
        }
        start += part.count
      }
      return values
    }
  }

  /// What is stored, in the order of the original.
  func inOrder(_ order: ElementOrder) -> WideSource {
    WideSource(count: count) { elements in
      var values = [Double](repeating: 0, count: elements.count)
      order.forEachRun(of: elements) { stored, place, step in
        for (index, value) in self.values(stored).enumerated() {
          values[place + index * step] = value
        }
      }
      return values
    }
  }
}
