@testable import NumberFormats
import QuantizationEngine
import Testing

/// Values over their scope's largest magnitude, in 7 bits and a sign, gathered in two rounds.
private struct Sevenths: ScopeCoder {
  struct Gathered: Sendable {
    var largest: Float = 0
    var aboveHalf = 0
  }

  let bitsPerCode = 8
  let bitsPerScope = 64
  let roundCount = 2

  func gathered() -> Gathered { Gathered() }

  func gather(_ values: Span<Float>, round: Int, into gathered: inout Gathered) {
    for index in values.indices where values[index].isFinite {
      if round == 0 {
        gathered.largest = max(gathered.largest, values[index].magnitude)
      } else if values[index].magnitude > gathered.largest / 2 {
        gathered.aboveHalf += 1
      }
    }
  }

  func join(_ other: Gathered, round: Int, into gathered: inout Gathered) {
    gathered.largest = max(gathered.largest, other.largest)
    gathered.aboveHalf += other.aboveHalf
  }

  func close(round: Int, _ gathered: inout Gathered) {}

  func stored(_ scope: Gathered) -> UInt64 {
    UInt64(scope.largest.bitPattern) | UInt64(UInt32(truncatingIfNeeded: scope.aboveHalf)) << 32
  }

  func scope(storedAs bits: UInt64) -> Gathered {
    Gathered(
      largest: Float(bitPattern: UInt32(truncatingIfNeeded: bits)), aboveHalf: Int(bits >> 32))
  }

  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>) {
    for index in values.indices {
      let share = scope.largest > 0 ? values[index] / scope.largest : 0
      codes[index] = share.isFinite ? UInt16((share * 100).rounded() + 100) : 100
    }
  }

  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>) {
    // The second round shows in the values, so that a test sees it.
    for index in codes.indices {
      values[index] =
        (Float(codes[index]) - 100) / 100 * scope.largest + Float(scope.aboveHalf)
    }
  }
}

/// The sum of a block, in its first four bytes, for every value; weights and tensor are added where they are known.
private struct Sums: BlockCoder {
  let needsTensorSummary: Bool

  func byteCount(for valueCount: Int) -> Int { 4 + valueCount }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    var sum = tensor.largestMagnitude + tensor.rowMeanSquare
    for index in values.indices { sum += values[index] }
    for index in weights.indices { sum += weights[index] }
    for byte in 0..<4 { block[byte] = UInt8(truncatingIfNeeded: sum.bitPattern >> (8 * byte)) }
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    var bits: UInt32 = 0
    for byte in 0..<4 { bits |= UInt32(block[byte]) << (8 * byte) }
    for index in values.indices { values[index] = Float(bitPattern: bits) }
  }
}

@Suite struct FormatPassTests {
  private func scoped(_ shape: BlockShape) -> NumberFormat {
    NumberFormat("test", shape, Sevenths(), source: "here")
  }

  private func blocked(_ shape: BlockShape, tensor: Bool = false) -> NumberFormat {
    NumberFormat(
      "test", shape, Sums(needsTensorSummary: tensor), usesImportance: true, source: "here")
  }

  /// Small whole numbers, so that float32 sums are exact in any order.
  private func values(_ count: Int) -> [Float] {
    (0..<count).map { Float(($0 * 7919) % 61) - 30 }
  }

  @Test(
    "scopes are those of their definition, whatever the pieces",
    arguments: [
      (BlockShape.tensor, [3, 50_000]), (.tensor, [7]), (.tensor, []), (.channel, [5, 33_000]),
      (.channel, [300, 4, 100]), (.tile(rows: 128, columns: 128), [300, 333]),
      (.tile(rows: 128, columns: 128), [2, 70, 130]), (.tile(rows: 2, columns: 3), [1, 1]),
    ])
  func scopes(_ blocks: BlockShape, _ shape: [Int]) throws {
    let values = values(shape.reduce(1, *))
    let row = shape.last ?? 1
    func scope(_ index: Int) -> [Int] {
      switch blocks {
      case .channel: [index / (values.count / shape[0])]
      case .tile(let rows, let columns): [index / row / rows, index % row / columns]
      default: []
      }
    }
    var largest: [[Int]: Float] = [:]
    for (index, value) in values.enumerated() {
      largest[scope(index), default: 0] = max(largest[scope(index), default: 0], value.magnitude)
    }
    var above: [[Int]: Int] = [:]
    for (index, value) in values.enumerated() {
      above[scope(index), default: 0] +=
        value.magnitude > (largest[scope(index)] ?? 0) / 2 ? 1 : 0
    }
    let expected = values.enumerated().map { index, value in
      let most = largest[scope(index)] ?? 0
      return (value / most * 100).rounded() / 100 * most + Float(above[scope(index)] ?? 0)
    }
    let pass = try FormatPass(scoped(blocks), shape: shape)
    #expect(try pass.decodedValues(of: ElementStream(values)) == expected)
    #expect(pass.storedBits == 8 * values.count + 64 * largest.count)
  }

  @Test(
    "blocks are those of their definition",
    arguments: [
      (BlockShape.flat(64), [3, 50]), (.flat(64), [3, 64]), (.flat(256), [100_003]),
      (.row(32), [40, 4096]), (.row(32), [2, 3, 32]), (.row(5), [5]),
    ])
  func blocks(_ blocks: BlockShape, _ shape: [Int]) throws {
    let values = values(shape.reduce(1, *))
    guard case .flat(let size) = blocks else {
      guard case .row(let size) = blocks else { return }
      return try check(blocks, size, shape, values)
    }
    try check(blocks, size, shape, values)
  }

  private func check(
    _ blocks: BlockShape, _ size: Int, _ shape: [Int], _ values: [Float]
  ) throws {
    let starts = Array(stride(from: 0, to: values.count, by: size))
    let expected = starts.flatMap { start in
      let block = values[start..<min(start + size, values.count)]
      return block.map { _ in block.reduce(30, +) }
    }
    let pass = try FormatPass(blocked(blocks, tensor: true), shape: shape)
    #expect(try pass.decodedValues(of: ElementStream(values)) == expected)
    #expect(pass.storedBits == 8 * (values.count + 4 * starts.count))
  }

  @Test("weights are those of the columns, with the mean square of the row")
  func weights() throws {
    let shape = [50, 3, 64]
    let values = values(50 * 3 * 64)
    let weights = (0..<64).map { Float($0 % 5) }
    let expected = values.indices.map { index -> Float in
      let start = index / 16 * 16
      let column = start % 64
      let row = values[index / 64 * 64..<(index / 64 + 1) * 64]
      return values[start..<start + 16].reduce(
        row.reduce(0) { $0 + $1 * $1 } / 64 + weights[column..<column + 16].reduce(0, +), +)
    }
    let pass = try FormatPass(blocked(.row(16)), shape: shape, importance: weights)
    let found = try pass.decodedValues(of: ElementStream(values))
    for (one, other) in zip(found, expected) { #expect(abs(one - other) <= 1e-3 * abs(other)) }
    #expect(throws: FormatError.weightCount(64, rowLength: 32)) {
      try FormatPass(blocked(.row(16)), shape: [2, 32], importance: weights)
    }
  }

  @Test("what does not fit is refused")
  func refusals() {
    #expect(throws: FormatError.rowLength(33, blockSize: 32)) {
      try FormatPass(blocked(.row(32)), shape: [4, 33])
    }
    #expect(throws: FormatError.noChannels(axisCount: 1)) {
      try FormatPass(scoped(.channel), shape: [4])
    }
    #expect(throws: FormatError.noChannels(axisCount: 0)) {
      try FormatPass(scoped(.tile(rows: 2, columns: 2)), shape: [])
    }
  }

  @Test("the sums are those of the pairs, and what is not finite is counted")
  func sums() throws {
    var values = values(70_000)
    values[5] = .nan
    values[6] = .infinity
    values[60_000] = -.infinity
    let pass = try FormatPass(scoped(.tensor), shape: [values.count])
    let decoded = try pass.decodedValues(of: ElementStream(values))
    let result = try pass.run(over: ElementStream(values))
    let pairs = zip(values, decoded).filter { $0.0.isFinite }
    let squared = pairs.reduce(0.0) {
      $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
    }
    #expect(abs(result.error.sums.squaredError - squared) <= 1e-12 * squared)
    #expect(result.error.sums.count == 69_997)
    #expect(result.excluded == NonFiniteCounts(nan: 1, positiveInfinity: 1, negativeInfinity: 1))
    #expect(result.bounds == -30...30)
    #expect(result.lostCount == 0)
  }

  @Test("a finite value that becomes infinite is lost, and in no sum")
  func lost() throws {
    let values: [Float] = [3e38, 3e38, 1, 2]
    let pass = try FormatPass(blocked(.row(2)), shape: [4])
    let result = try pass.run(over: ElementStream(values))
    #expect(result.lostCount == 2)
    #expect(result.error.sums.count == 2)
    #expect(result.error.meanSquaredError == 2.5)
    #expect(result.finiteCount == 4)
  }

  @Test("values that are left out are encoded with the others, and are in no sum")
  func ignoring() throws {
    let values: [Float] = [4, -1, 2, 3, 0, 1]
    let pass = try FormatPass(
      blocked(.row(2)), shape: [3, 2], importance: [1, 100])
    let decoded = try pass.decodedValues(of: ElementStream(values))
    let rule = IgnoreRule(below: 0, values: [3])
    let result = try pass.run(over: ElementStream(values), ignoring: rule)
    let kept = values.indices.filter { values[$0] >= 0 && values[$0] != 3 }
    let errors = kept.map { Double(values[$0] - decoded[$0]) }
    #expect(result.error.sums.squaredError == errors.reduce(0) { $0 + $1 * $1 })
    let weighted = zip(kept, errors).reduce(0.0) {
      $0 + ($1.0 % 2 == 0 ? 1 : 100) * $1.1 * $1.1
    }
    #expect(result.weighted?.squaredError == weighted)
    #expect(result.excluded == NonFiniteCounts(ignored: 2))
    #expect(result.bounds == 0...4)
    #expect(result.lostCount == 0)
  }

  @Test("of float64 the errors are those from its values, and what float32 has no room for is lost")
  func wide() throws {
    let values = [1.0 / 3, 0x1p24 + 1, -0.1, 1e300, -1e300, .nan]
    let pass = try FormatPass(scoped(.tensor), shape: [6], importance: [1, 2, 3, 4, 5, 6])
    let decoded = try pass.decodedValues(of: ElementStream(values))
    #expect(decoded == (try pass.decodedValues(of: ElementStream(values.map { Float($0) }))))
    let result = try pass.run(over: ElementStream(values))
    let errors = (0..<3).map { values[$0] - Double(decoded[$0]) }
    #expect(result.error.sums.count == 3 && result.finiteCount == 5)
    #expect(result.lostCount == 2 && result.overflowCount == 2)
    #expect(result.excluded == NonFiniteCounts(nan: 1))
    #expect(result.bounds == -1e300...1e300)
    #expect(result.error.sums.squaredError == errors.reduce(0) { $0 + $1 * $1 })
    #expect(result.error.sums.squares == values[..<3].reduce(0) { $0 + $1 * $1 })
    #expect(result.error.maximumAbsoluteError == errors.map(\.magnitude).max())
    let weighted = zip(errors, [1.0, 2, 3]).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
    #expect(result.weighted?.squaredError == weighted)
  }

  @Test("an empty tensor has no bits and no error")
  func empty() throws {
    let pass = try FormatPass(scoped(.channel), shape: [0, 4])
    #expect(pass.bitsPerValue == nil)
    #expect(try pass.run(over: ElementStream([Float]())).finiteCount == 0)
  }

  @Test("every format has a name and a shape of its own")
  func names() {
    #expect(Set(NumberFormat.all.map(\.name)).count == NumberFormat.all.count)
    for format in NumberFormat.all { #expect(NumberFormat.named(format.name) == format) }
  }
}
