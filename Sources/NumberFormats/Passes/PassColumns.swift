/// How much the columns of a tensor matter, by the places of its elements.
///
/// *Invariant:* there is a list of weights for the whole tensor, or one for each index of the first of
/// three axes; a list has a weight for each index of the last axis.
struct PassColumns: Sendable {
  /// The weights, those of the first list first.
  let values: [Float]
  private let rowLength: Int
  /// How many elements share one list.
  private let listLength: Int

  /// The weights of a tensor of a shape; nil where they are not as many as its columns.
  init?(_ values: [Float], shape: [Int]) {
    let rowLength = shape.last ?? 1
    let isByMatrix = shape.count == 3 && values.count == shape[0] * rowLength
    guard rowLength > 0, values.count == rowLength || isByMatrix else { return nil }
    self.values = values
    self.rowLength = rowLength
    listLength =
      values.count == rowLength ? max(shape.reduce(1, *), 1) : max(shape[1] * rowLength, 1)
  }

  /// Where in ``values`` the weight of an element is; those of its neighbours in the row follow.
  func place(of element: Int) -> Int {
    element / listLength * rowLength + element % rowLength
  }

  /// The weighted sums over some elements.
  ///
  /// - Parameters:
  ///   - elements: Their places.
  ///   - decoded: What the format makes of them, as many.
  ///   - value: The original at a place among them.
  /// - Returns: The sums; pairs that are not finite are in none.
  @inline(__always)
  func error(
    of elements: Range<Int>, _ decoded: Span<Float>, _ value: (Int) -> Double
  ) -> WeightedError {
    var sums = WeightedError()
    var start = 0
    while start < decoded.count {
      let element = elements.lowerBound + start
      let count = min(rowLength - element % rowLength, decoded.count - start)
      let first = place(of: element)
      var row = WeightedError()
      for index in 0..<count {
        row.add(
          value(start + index), Double(decoded[start + index]),
          weight: Double(values[first + index]))
      }
      sums += row
      start += count
    }
    return sums
  }
}
