public import QuantizationEngine

/// The values of a tensor, read a part at a time from several threads at once.
///
/// float64 values and wide integers are rounded to float32, but where a comparison asks for them.
@safe
public struct ValueSource: Sendable {
  /// How many values there are.
  public let count: Int

  /// The values as float64, where float32 does not hold all of them; nil where it does, and where they are
  /// worked out in float32.
  var wide: WideSource?

  private let fill: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Float>) -> Void

  /// Values that a function writes to memory.
  ///
  /// - Parameters:
  ///   - count: how many values there are.
  ///   - fill: writes all values of a range to memory with room for as many.
  init(
    count: Int, fill: @escaping @Sendable (Range<Int>, UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    self.count = count
    unsafe self.fill = fill
  }

  /// Values that a function returns.
  ///
  /// - Parameters:
  ///   - count: how many values there are.
  ///   - values: the values of a range; called from several threads at once.
  /// - Precondition: `values` returns as many as it is asked for.
  public init(count: Int, values: @escaping @Sendable (Range<Int>) -> [Float]) {
    unsafe self.init(count: count) { elements, target in
      let values = values(elements)
      precondition(values.count == elements.count, "a source returns the values asked for")
      _ = unsafe target.update(fromContentsOf: values)
    }
  }

  /// Values that lie in memory.
  ///
  /// - Parameter values: all of them, row-major.
  public init(_ values: [Float]) {
    unsafe self.init(count: values.count) { elements, target in
      _ = unsafe target.update(fromContentsOf: values[elements])
    }
  }

  /// The values of stored elements.
  ///
  /// - Parameter stream: the elements, row-major.
  public init(_ stream: ElementStream) {
    unsafe self.init(count: stream.count) { elements, target in
      var span = unsafe target.mutableSpan
      stream.read(elements, into: &span)
    }
    if !stream.elementType.fitsFloat32 { wide = WideSource(stream) }
  }

  /// Writes the values of a range to memory.
  ///
  /// - Precondition: the range lies within the source, and the memory has room for exactly it.
  func read(_ elements: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) {
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= count
        && target.count == elements.count, "elements lie within the source")
    guard !elements.isEmpty else { return }
    unsafe fill(elements, target)
  }

  /// The values of a range.
  ///
  /// - Parameter elements: which ones.
  /// - Returns: as many values.
  /// - Precondition: the range lies within the source.
  public func values(_ elements: Range<Int>) -> [Float] {
    unsafe [Float](unsafeUninitializedCapacity: elements.count) { buffer, count in
      let target = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<elements.count])
      unsafe read(elements, into: target)
      count = elements.count
    }
  }

  /// The values as float64, whichever they are.
  var widened: WideSource { wide ?? WideSource(count: count, widening: values) }
}
