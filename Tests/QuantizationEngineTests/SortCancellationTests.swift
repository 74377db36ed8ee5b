import QuantizationEngine
import TestSupport
import Testing

/// A sort that is watched: it tells how far it is, and it stops when it is told to.
@Suite struct SortCancellationTests {
  static let layouts: [BlockLayout] = [
    try? BlockLayout(shape: [300_000], granularity: .perTensor),
    try? BlockLayout(shape: [2, 300_000], granularity: .perChannel(axis: 0)),
    try? BlockLayout(shape: [100, 600], granularity: .perChannel(axis: 1)),
    try? BlockLayout(shape: [100, 600], granularity: .perGroup(axis: 1, size: 32)),
    try? BlockLayout(shape: [64, 100], granularity: .perGroup(axis: 0, size: 32)),
    try? BlockLayout(shape: [0], granularity: .perTensor),
  ].compactMap(\.self)

  private func values(_ layout: BlockLayout) -> [Float] {
    var random = SplitMix64(seed: 41)
    return (0..<layout.elementCount).map { index in
      index % 1000 == 7 ? .nan : Float(bitPattern: UInt32(truncatingIfNeeded: random.next()) >> 3)
    }
  }

  @Test("the shares it tells never fall and end at one", arguments: layouts)
  func progress(_ layout: BlockLayout) throws {
    let log = ProgressLog()
    let tensor = try TensorDistribution(values(layout), layout: layout, monitor: log.monitor())
    let shares = log.shares
    #expect(shares.last == 1)
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(shares.allSatisfy { (0...1).contains($0) })
    #expect(log.questions > 0)
    #expect(tensor.count + tensor.excluded.total == layout.elementCount)
    // The passes themselves come so far, but for what is not on the line and has no sums.
    #expect(layout.elementCount == 0 || shares.dropLast().last ?? 0 > 0.99)
  }

  @Test("it stops at whichever question it is told to", arguments: layouts)
  func cancellation(_ layout: BlockLayout) throws {
    let values = values(layout)
    let whole = ProgressLog()
    _ = try TensorDistribution(values, layout: layout, monitor: whole.monitor())
    // Each question of the small ones, some of the many of the large ones.
    let step = max(whole.questions / 6, 1)
    for question in stride(from: 1, through: whole.questions, by: step) {
      let log = ProgressLog()
      #expect(throws: CancellationError.self, "question \(question)") {
        try TensorDistribution(
          values, layout: layout, monitor: log.monitor(cancelledAtQuestion: question))
      }
      // Each thread may ask once more before it hears of the answer to another.
      #expect(log.questions < question + 16)
    }
  }

  @Test("float64 values are watched in the same way")
  func float64() throws {
    let layout = try BlockLayout(shape: [10, 50], granularity: .perChannel(axis: 0))
    let values = (0..<500).map { Double(($0 * 7919) % 500) }
    let log = ProgressLog()
    let tensor = try TensorDistribution(values, layout: layout, monitor: log.monitor())
    #expect(tensor.count == 500)
    #expect(log.shares.last == 1)
    #expect(throws: CancellationError.self) {
      try TensorDistribution(
        values, layout: layout, monitor: ProgressLog().monitor(cancelledAtQuestion: 1))
    }
  }
}
