import QuantizationEngine
import TestSupport
import Testing

@testable import ModelComparison

@Suite struct PairComparisonTests {
  /// Values with what is not finite, zeros of either sign and subnormal ones among them.
  private func values(_ count: Int, seed: UInt64, wild: Bool) -> [Float] {
    var generator = SplitMix64(seed: seed)
    let special: [Float] = [
      .nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, -3e-6, 7e4,
    ]
    return (0..<count).map { _ in
      wild && generator.next() % 16 == 0
        ? special[Int(generator.next() % UInt64(special.count))] : Float(generator.nextNormal())
    }
  }

  private func comparison(
    _ original: [Float], _ quantized: [Float], _ shape: [Int], scales: [Float]? = nil,
    weights: ColumnWeights? = nil, smallestNormal: Float = 0, processorCount: Int = 2,
    pieceLength: Int = 64, count: Int? = nil
  ) -> PairComparison {
    PairComparison(
      original: ValueSource(original), quantized: ValueSource(quantized), shape: shape,
      count: count, transform: .asIs, scales: scales.map { ValueSource($0) }, codes: nil,
      weights: weights, smallestNormal: smallestNormal, processorCount: processorCount,
      pieceLength: pieceLength)
  }

  @Test("no number of processors changes a bit, nor does any length of pieces a count")
  func determinism() throws {
    for shape in [[1000], [10, 100], [200, 5], [2, 3, 167], [1, 1000], [1000, 1]] {
      let count = shape.reduce(1, *)
      let (x, y) = (values(count, seed: 1, wild: true), values(count, seed: 2, wild: true))
      for pieceLength in [1, 7, 64, 100, 5000] {
        let results = try [1, 2, 5].map { processors in
          try comparison(
            x, y, shape, processorCount: processors, pieceLength: pieceLength
          ).run()
        }
        #expect(results[0] == results[1] && results[0] == results[2])
        let whole = try comparison(x, y, shape, pieceLength: 1 << 20).run()
        #expect(results[0].changes == whole.changes)
        #expect(results[0].largestErrorIndex == whole.largestErrorIndex)
        #expect(results[0].worstChannel?.index == whole.worstChannel?.index)
        #expect(results[0].sameness == whole.sameness)
        #expect(results[0].error.sums.count == whole.error.sums.count)
      }
    }
  }

  @Test("sums, counts and extremes are those of going through the values one by one")
  func bruteForce() throws {
    for (seed, shape) in [(3, [40, 33]), (4, [7, 300]), (5, [1500])] as [(UInt64, [Int])] {
      let count = shape.reduce(1, *)
      let x = values(count, seed: seed, wild: true)
      let y = values(count, seed: seed + 10, wild: true)
      let error = try comparison(x, y, shape, smallestNormal: 0x1p-14).run()
      let pairs = zip(x, y).filter { $0.isFinite && $1.isFinite }.map { (Double($0), Double($1)) }
      let sums = error.error.sums
      #expect(sums.count == pairs.count)
      expectNear(sums.squares, CompensatedSum(pairs.map { $0.0 * $0.0 }).value)
      expectNear(sums.squaredError, CompensatedSum(pairs.map { ($0 - $1) * ($0 - $1) }).value)
      expectNear(sums.products, CompensatedSum(pairs.map { $0.0 * $0.1 }).value)
      expectNear(sums.quantizedSquares, CompensatedSum(pairs.map { $0.1 * $0.1 }).value)
      #expect(sums.maximumAbsoluteError == pairs.map { ($0.0 - $0.1).magnitude }.max())
      let index = try #require(error.largestErrorIndex)
      #expect((Double(x[index]) - Double(y[index])).magnitude == sums.maximumAbsoluteError)
      let changes = error.changes
      func counted(_ condition: (Float, Float) -> Bool) -> Int { zip(x, y).count(where: condition) }
      #expect(changes.becameInfinite == counted { $0.isFinite && $1.isInfinite })
      #expect(changes.becameNaN == counted { !$0.isNaN && $1.isNaN })
      #expect(changes.becameFinite == counted { !$0.isFinite && $1.isFinite })
      #expect(
        changes.becameOther
          == counted { !$0.isFinite && $1.isInfinite && $0 != $1 })
      #expect(changes.becameZero == counted { $0 != 0 && $1 == 0 })
      #expect(changes.subnormal == counted { $1 != 0 && $1.magnitude < 0x1p-14 })
      #expect(changes.values == counted { $0 != $1 && !($0.isNaN && $1.isNaN) })
      #expect(
        changes.bits == counted { $0.bitPattern != $1.bitPattern && !($0.isNaN && $1.isNaN) })
    }
  }

  /// The sums of up to 1500 terms in float64 are this near to the exact ones.
  private func expectNear(_ value: Double, _ expected: Double) {
    #expect((value - expected).magnitude <= 1e-13 * expected.magnitude)
  }

  @Test("the smallest normal number is counted as normal, the one below as subnormal")
  func subnormalEdges() throws {
    let smallest: Float = 0x1p-14
    let x: [Float] = [1, 1, 1, 1, 1, 1]
    let y = [smallest, -smallest, smallest.nextDown, -smallest.nextDown, .leastNonzeroMagnitude, 0]
    #expect(try comparison(x, y, [6], smallestNormal: smallest).run().changes.subnormal == 3)
    #expect(try comparison(x, y, [6]).run().changes.subnormal == 0)
  }

  @Test("the RMSE in steps takes each error in the steps of its own element")
  func steps() throws {
    let x: [Float] = [1, 2, 3, 4, 5]
    let y: [Float] = [1.5, 2, 2, 4, 5.25]
    let error = try comparison(x, y, [5], scales: [0.5, 1, -2, 0, 0.5]).run()
    // (1, 0, 1/2, none, 1/2) steps.
    #expect(error.error.rootMeanSquaredErrorInSteps == (1.5 / 5).squareRoot())
    #expect(try comparison(x, y, [5]).run().error.rootMeanSquaredErrorInSteps == nil)
  }

  @Test("columns weigh what they are told, each expert by its own list")
  func weights() throws {
    let x: [Float] = [1, 2, 3, 4, 1, 2, 3, 4]
    let y: [Float] = [1, 1, 3, 4, 1, 2, 4, 4]
    let shared = try #require(ColumnWeights([1, 3], shape: [2, 2, 2]))
    let error = try comparison(x, y, [2, 2, 2], weights: shared, pieceLength: 3).run()
    // 3·1 and 1·1 of 1 + 12 + 9 + 48, twice.
    #expect(error.weightedRelativeError == (4.0 / 140.0).squareRoot())
    let own = try #require(ColumnWeights([1, 3, 0, 5], shape: [2, 2, 2]))
    let byExpert = try comparison(x, y, [2, 2, 2], weights: own).run()
    // The second expert's weights are 0 and 5: 5·(4 + 16) beside the first one's 70.
    #expect(byExpert.weightedRelativeError == (3.0 / 170.0).squareRoot())
    let none = try #require(ColumnWeights([0, 0], shape: [4, 2]))
    #expect(try comparison(x, y, [4, 2], weights: none).run().weightedRelativeError == nil)
  }

  @Test("a matrix whose inputs are its rows has a weight for each row")
  func rowWeights() throws {
    let x: [Float] = [1, 2, 3, 4, 5, 6]
    let y: [Float] = [1, 1, 3, 4, 3, 6]
    let weights = try #require(ColumnWeights([2, 10], ofRowsOf: [2, 3]))
    for length in [1, 2, 5] {
      let error = try comparison(x, y, [2, 3], weights: weights, pieceLength: length).run()
      // 2·1 and 10·4 of 2·14 and 10·77.
      #expect(error.weightedRelativeError == (42.0 / 798.0).squareRoot())
    }
    #expect(ColumnWeights([1, 1, 1], ofRowsOf: [2, 3]) == nil)
    #expect(ColumnWeights([1, -1], ofRowsOf: [2, 3]) == nil)
    #expect(ColumnWeights([1, 1], ofRowsOf: [2, 3, 1]) == nil)
  }

  @Test("weights that do not fit, or are no weights, are refused")
  func refusedWeights() {
    #expect(ColumnWeights([1, 1, 1], shape: [4, 2]) == nil)
    #expect(ColumnWeights([1, 1, 1, 1], shape: [4, 2]) == nil)
    #expect(ColumnWeights([1, -1], shape: [4, 2]) == nil)
    #expect(ColumnWeights([1, .nan], shape: [4, 2]) == nil)
    #expect(ColumnWeights([], shape: [4, 0]) == nil)
    #expect(ColumnWeights([1], shape: []) == nil)
    #expect(ColumnWeights([1], shape: [.max, .max, 1]) == nil)
  }

  @Test("codes are counted, those at the ends and those outside apart")
  func codes() throws {
    let x: [Float] = [1, 2, 3, 4, 5, 6]
    let codes = StoredCodes(values: ValueSource([-8, 7, 0, 0, 9, 0.5]), range: -8...7)
    let error = try PairComparison(
      original: ValueSource(x), quantized: ValueSource(x), shape: [6], codes: codes
    ).run()
    let counts = try #require(error.codes)
    #expect(counts.used == 3 && counts.total == 4 && counts.outside == 2)
    #expect(counts.shareAtEnds == 0.5)
    #expect(error.error.codesUsed == 3)
    #expect(error.error.codeEntropyInBits != nil)
  }

  @Test("the end of codes around zero is the second lowest where nothing has the lowest")
  func restrictedEnds() {
    for (values, share) in [([-7, -7, 3, 7], 0.75), ([-8, -7, 7, 0], 0.5)] as [([Float], Double)] {
      var counts = StoredCodeCounts(range: -8...7)
      values.withUnsafeBufferPointer { counts.add($0) }
      #expect(counts.shareAtEnds == share)
    }
    var unsigned = StoredCodeCounts(range: 0...15)
    [Float]([1, 1, 15, 3]).withUnsafeBufferPointer { unsigned.add($0) }
    #expect(unsigned.shareAtEnds == 0.25)
  }

  @Test("what is equal everywhere, and what is empty, has a defined answer")
  func degenerate() throws {
    let equal = try comparison([1, 2, .nan], [1, 2, -.nan], [3, 1]).run()
    #expect(equal.changes == ElementChanges())
    #expect(equal.relativeError == 0 && equal.error.sqnrInDecibels == .infinity)
    #expect(equal.bestFactor == 1 && equal.relativeMeanError == 0)
    let empty = try comparison([], [], [0, 4]).run()
    #expect(empty.relativeError == nil && empty.largestErrorIndex == nil)
    #expect(empty.worstChannel == nil && !empty.sameness.originalVaries)
    let zeros = try comparison([0, 0], [0, 1], [2]).run()
    #expect(zeros.relativeError == nil && zeros.bestFactor == 0)
    let notFinite = try comparison([.nan, .infinity], [1, .infinity], [2, 1]).run()
    #expect(notFinite.error.sums.count == 0 && notFinite.largestErrorIndex == nil)
    #expect(notFinite.changes.becameFinite == 1)
  }

  @Test("the largest values there are do not overflow")
  func largest() throws {
    let big = Float.greatestFiniteMagnitude
    let error = try comparison([big, big], [-big, big], [2]).run()
    #expect(error.error.maximumAbsoluteError == 2 * Double(big))
    #expect(error.relativeError == 2.0.squareRoot())
  }

  @Test("rows that a padded counterpart has more are not compared")
  func partly() throws {
    let error = try comparison([1, 2, 3, 4, 5, 6], [1, 2, 3, 5, 9, 9], [3, 2], count: 4).run()
    #expect(error.error.sums.count == 4 && error.largestErrorIndex == 3)
  }

  @Test("a row that is zero in the original and not in the counterpart is the worst")
  func deadRow() throws {
    let error = try comparison([1, 2, 0, 0, 3, 4], [1, 1, 0, 1, 0, 0], [3, 2]).run()
    #expect(error.worstChannel == ChannelError(index: 1, relativeError: .infinity))
  }

  @Test("memory does not grow with the tensor: pieces are read once, and are short")
  func pieces() throws {
    let reads = ReadLog()
    let count = 1 << 20
    let source = ValueSource(count: count) { elements in
      reads.note(elements)
      return [Float](repeating: 1, count: elements.count)
    }
    let other = ValueSource([Float](repeating: 1, count: count))
    _ = try PairComparison(original: source, quantized: other, shape: [4, count / 4]).run()
    #expect(reads.elementCount == count && reads.last == count)
    #expect(reads.longest <= PairComparison.usualPieceLength)
  }

  @Test("a comparison that is cancelled ends")
  func cancelled() {
    let monitor = ProgressMonitor(isCancelled: { true }, report: { _ in })
    #expect(throws: CancellationError.self) {
      try comparison([1, 2], [1, 2], [2]).run(monitor: monitor)
    }
  }
}
