import ModelComparison
import TestSupport
import Testing

@Suite struct TransformOrderTests {
  /// Where the original's element is stored, by the definition of the transform.
  private func place(_ element: Int, _ shape: [Int], _ transform: TensorTransform) -> Int {
    let rows = shape[0]
    let length = shape.dropFirst().reduce(1, *)
    let (row, column) = (element / length, element % length)
    switch transform {
    case .transposed where shape.count == 2: return column * rows + row
    case .transposed:
      let (inner, place) = (column / shape[2], column % shape[2])
      return row * length + place * shape[1] + inner
    case .channelsLast:
      let area = shape[2] * shape[3]
      return row * length + column % area * shape[1] + column / area
    case .interleavedRows(let heads):
      let d = rows / heads
      for head in 0..<heads {
        for s in 0...1 {
          for i in 0..<d / 2 where head * d + s * (d / 2) + i == row {
            return (head * d + 2 * i + s) * length + column
          }
        }
      }
      return -1
    case .separatedRows(let heads):
      let d = rows / heads
      for head in 0..<heads {
        for s in 0...1 {
          for i in 0..<d / 2 where head * d + 2 * i + s == row {
            return (head * d + s * (d / 2) + i) * length + column
          }
        }
      }
      return -1
    case .groupedRows(let heads):
      let d = rows / (3 * heads)
      for head in 0..<heads {
        for part in 0..<3 {
          for i in 0..<d where (3 * head + part) * d + i == row {
            return (part * heads * d + head * d + i) * length + column
          }
        }
      }
      return -1
    default: return element
    }
  }

  private static let cases: [([Int], TensorTransform)] = [
    ([5, 7], .transposed), ([3, 4, 6], .transposed), ([4, 3, 2, 5], .channelsLast),
    ([24, 5], .interleavedRows(heads: 3)), ([24], .interleavedRows(heads: 2)),
    ([24, 5], .separatedRows(heads: 3)), ([24], .separatedRows(heads: 2)),
    ([36, 4], .groupedRows(heads: 3)), ([36], .groupedRows(heads: 2)), ([6, 2, 3], .asIs),
  ]

  @Test("every range of every transform is read from the right places", arguments: cases)
  func ranges(_ shape: [Int], _ transform: TensorTransform) throws {
    let count = shape.reduce(1, *)
    var stored = [Float](repeating: -1, count: count)
    for element in 0..<count { stored[place(element, shape, transform)] = Float(element) }
    let ordered = try ValueSource(stored).ordered(shape, transform)
    for start in 0..<count {
      for end in start...count {
        #expect(ordered.values(start..<end) == (start..<end).map { Float($0) })
      }
    }
  }

  @Test(
    "a shape that does not allow a transform refuses it",
    arguments: [
      ([6], TensorTransform.transposed), ([2, 3, 4, 5], .transposed), ([4, 4], .channelsLast),
      ([10, 4], .interleavedRows(heads: 4)), ([6, 4], .interleavedRows(heads: 2)),
      ([6, 4], .interleavedRows(heads: 0)), ([6, 4], .groupedRows(heads: 4)),
      ([0, 4], .interleavedRows(heads: 1)), ([1 << 40, 1 << 40], .transposed),
      ([0, 1 << 40, 1 << 40, 2], .channelsLast), ([8, 4], .groupedRows(heads: .max)),
    ])
  func refusals(_ shape: [Int], _ transform: TensorTransform) {
    let source = ValueSource([Float](repeating: 0, count: 24))
    #expect(source.inOrder(ofOriginal: shape, before: transform) == nil)
  }

  @Test("values are changed in float32, as the converter does")
  func values() {
    let source = ValueSource([0, -1, 0.1, 1e-9, .infinity])
    #expect(source.changed(by: .plusOne).all == [1, 0, 1.1, 1, .infinity])
    #expect(source.changed(by: .negatedExponential).all.first == -1)
    #expect(source.changed(by: .negatedExponential).all[1] == -0.367_879_44)
    #expect(source.changed(by: .transposed).all == source.all)
  }

  @Test("tensors behind each other are read as one, whatever their lengths")
  func concatenation() {
    let lengths = [3, 0, 1, 5, 2]
    var next: Float = 0
    let parts = lengths.map { length in
      ValueSource(
        (0..<length).map { _ in
          next += 1; return next
        })
    }
    let whole = ValueSource.concatenating(parts)
    #expect(whole.count == 11)
    for start in 0..<11 {
      for end in start...11 {
        #expect(whole.values(start..<end) == (start..<end).map { Float($0 + 1) })
      }
    }
    #expect(ValueSource.concatenating([]).all == [])
  }
}
