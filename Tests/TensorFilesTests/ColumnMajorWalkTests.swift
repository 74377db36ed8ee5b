import Testing

@testable import TensorFiles

@Suite("column-major walk")
struct ColumnMajorWalkTests {
  /// For each target of a run, where it is read from; `nil` unless each is visited once.
  private func sources(_ shape: [Int], _ run: Range<Int>) -> [Int]? {
    var sources = Array(repeating: -1, count: run.count)
    var visits = 0
    ColumnMajorWalk(shape: shape).forEachPiece(in: run) { piece in
      for index in 0..<piece.count {
        sources[piece.target + index] = piece.source + index * piece.step
        visits += 1
      }
    }
    return visits == run.count && !sources.contains(-1) ? sources : nil
  }

  /// For each row-major position, the column-major one.
  private func expected(_ shape: [Int]) -> [Int] {
    var result = Array(repeating: 0, count: shape.reduce(1, *))
    for (stored, position) in SlowDecoder.rowMajorPositions(ofColumnMajor: shape).enumerated() {
      result[position] = stored
    }
    return result
  }

  @Test(
    "every run of small shapes visits each element once, where the definition puts it",
    arguments: [
      [], [1], [6], [2, 3], [3, 2], [1, 5], [5, 1], [2, 2, 2], [2, 1, 3], [3, 4, 2], [2, 3, 2, 2],
      [1, 1, 1], [2, 1, 2, 1, 2],
    ])
  func everyRun(shape: [Int]) {
    let expected = expected(shape)
    for start in 0...expected.count {
      for end in start...expected.count {
        #expect(sources(shape, start..<end) == Array(expected[start..<end]), "\(start)..<\(end)")
      }
    }
  }

  @Test(
    "shapes wider than a tile are visited whole and in part",
    arguments: [[3, 9], [4, 33], [33, 4], [17, 3, 8], [2, 40, 19]])
  func tiles(shape: [Int]) {
    let expected = expected(shape)
    let count = expected.count
    for run in [0..<count, 1..<count, 0..<count - 1, count / 3..<count - 7, 5..<6] {
      #expect(sources(shape, run) == Array(expected[run]), "\(run)")
    }
  }

  @Test("the longest shape there can be does not recurse too deep")
  func deepShape() {
    let shape = Array(repeating: 1, count: 60) + [2, 2, 2, 2]
    #expect(sources(shape, 1..<15) == Array(expected([2, 2, 2, 2])[1..<15]))
    let huge = Array(repeating: 2, count: 62)
    let middle = 1 << 61
    #expect(sources(huge, middle..<middle + 2) == [1, 1 + 1 << 61])
  }
}
