import TestSupport
import Testing

@testable import TensorFiles

@Suite("strided walk")
struct StridedWalkTests {
  /// For each target of a run, where it is read from; `nil` unless each is visited once.
  private func sources(_ shape: [Int], _ run: Range<Int>) -> [Int]? {
    sources(StridedWalk(columnMajor: shape), run)
  }

  private func sources(_ walk: StridedWalk, _ run: Range<Int>) -> [Int]? {
    var sources = Array(repeating: -1, count: run.count)
    var visits = 0
    walk.forEachPiece(in: run) { piece in
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

  @Test("with any steps, 0 among them, every run visits what the definition says")
  func anySteps() {
    let seed: UInt64 = 20_261_129
    print("strided walk: seed \(seed)")
    var generator = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let shape = (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
        Int.random(in: 1..<12, using: &generator)
      }
      let steps = shape.map { _ in Int.random(in: 0..<20, using: &generator) }
      var expected = [0]
      for (dimension, step) in zip(shape, steps) {
        expected = expected.flatMap { first in (0..<dimension).map { first + $0 * step } }
      }
      let walk = StridedWalk(shape: shape, steps: steps)
      #expect(walk.extent == expected.max().map { $0 + 1 })
      let first = Int.random(in: 0...expected.count, using: &generator)
      let run = first..<Int.random(in: first...expected.count, using: &generator)
      for run in [run, 0..<expected.count] {
        #expect(sources(walk, run) == Array(expected[run]), "\(shape) \(steps) \(run)")
      }
    }
  }
}
