/// What the squared error of each column counts: the mean square of the input that meets it.
///
/// Importance matrices hold such numbers, and so do second moments of activations. A stack of
/// experts has one list for all of them or one for each.
public struct ColumnWeights: Hashable, Sendable {
  /// The weights; those of the first expert first.
  public let values: [Float]
  /// How many columns a row has.
  let columnCount: Int
  /// How many elements share one list.
  private let listLength: Int
  /// How many elements that follow one another share a weight.
  private let runLength: Int

  /// Weights for a tensor; nil if they do not fit its shape, or one is negative or not finite.
  ///
  /// - Parameters:
  ///   - values: finite, not negative; as many as the last axis is long, or that many for each
  ///     entry of the first of three axes.
  ///   - shape: the original's.
  public init?(_ values: [Float], shape: [Int]) {
    let count = ComparedTensor(name: "", shape: shape).elementCount
    guard let columns = shape.last, columns > 0, count > 0, count < .max,
      values.allSatisfy({ $0.isFinite && $0 >= 0 })
    else { return nil }
    let isShared = values.count == columns
    let isByExpert =
      shape.count == 3 && values.count / columns == shape[0]
      && values.count.isMultiple(of: columns)
    guard isShared || isByExpert else { return nil }
    self.values = values
    columnCount = columns
    listLength = isShared ? count : count / shape[0]
    runLength = 1
  }

  /// Weights for a matrix whose inputs are its rows, as GPT-2 and a `MatMul` of ONNX have it; nil if they do
  /// not fit its shape, or one is negative or not finite.
  ///
  /// - Parameters:
  ///   - values: finite, not negative; as many as the first of two axes is long.
  ///   - shape: the original's.
  public init?(_ values: [Float], ofRowsOf shape: [Int]) {
    guard shape.count == 2, shape[0] > 0, shape[1] > 0, values.count == shape[0],
      values.allSatisfy({ $0.isFinite && $0 >= 0 })
    else { return nil }
    self.values = values
    columnCount = shape[0]
    listLength = shape[0] * shape[1]
    runLength = shape[1]
  }

  /// Writes the weights of some elements to memory.
  func write(_ elements: Range<Int>, to target: UnsafeMutableBufferPointer<Float>) {
    guard runLength == 1 else {
      for (place, element) in elements.enumerated() {
        unsafe target[place] = values[element / runLength]
      }
      return
    }
    var next = elements.lowerBound
    while next < elements.upperBound {
      let column = next % columnCount
      let start = next / listLength * columnCount + column
      let count = min(columnCount - column, elements.upperBound - next)
      let place = next - elements.lowerBound
      for index in 0..<count { unsafe target[place + index] = values[start + index] }
      next += count
    }
  }
}
