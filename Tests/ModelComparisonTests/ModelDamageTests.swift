import ModelComparison
import QuantizationEngine
import TestSupport
import Testing

@Suite struct ModelDamageTests {
  private func damage(
    _ name: String, _ original: [Float], _ quantized: [Float], storedAs: String = "gguf-q4_k",
    bytes: Int = 10
  ) throws -> TensorDamage {
    let tensor = ComparedTensor(name: name, shape: [original.count])
    let pair = try #require(Pairing(original: [tensor], quantized: [tensor]).pairs.first)
    return TensorDamage(
      pair: pair, storedAs: storedAs, byteCount: bytes,
      error: try PairComparison(
        original: ValueSource(original), quantized: ValueSource(quantized),
        shape: [original.count]
      ).run())
  }

  private func model() throws -> ModelDamage {
    ModelDamage([
      try damage("l.10", [1, 2, 2], [1, 2, 2], bytes: 30),
      try damage("l.2", [3, 4], [3, 3], storedAs: "gguf-q2_k"),
      try damage("l.1", [30, 40], [30, 38], bytes: 50),
      try damage("zero", [0, 0], [0, 1]),
    ])
  }

  @Test("shares of the squared error and of the bytes add up to the whole")
  func shares() throws {
    let model = try model()
    let errors: [Double?] = [0, 1.0 / 6, 4.0 / 6, 1.0 / 6]
    let bytes: [Double?] = [0.3, 0.1, 0.5, 0.1]
    #expect(model.tensors.indices.map { model.errorShare(ofTensor: $0) } == errors)
    #expect(model.tensors.indices.map { model.byteShare(ofTensor: $0) } == bytes)
    #expect(model.total.sums.count == 9 && model.total.sums.squaredError == 6)
    #expect(model.total.sums.squares == 9 + 25 + 2500)
    #expect(model.total.rootMeanSquaredErrorInSteps == nil)
    #expect(model.indices(holdingErrorShare: 0.5) == [2])
    #expect(model.indices(holdingErrorShare: 0.7) == [2, 1])
    #expect(model.indices(holdingErrorShare: 1) == [2, 1, 3])
    #expect(model.indices(holdingErrorShare: 0) == [])
  }

  @Test("orders: worst first, most error, size, below the usual, and names with numbers by value")
  func orders() throws {
    let model = try model()
    #expect(model.indices(in: .worstFirst) == [3, 1, 2, 0])
    #expect(model.indices(in: .mostErrorFirst) == [2, 1, 3, 0])
    #expect(model.indices(in: .largestFirst) == [2, 0, 1, 3])
    #expect(model.indices(in: .byName) == [2, 1, 0, 3])
    // 13.98 dB of a Q2_K is above the usual 9.3, 27.96 dB of a Q4_K above 21.4, both by other
    // amounts.
    #expect(model.indices(in: .belowUsualFirst) == [1, 2, 0, 3])
  }

  @Test("a threshold in decibels is asked afterwards")
  func threshold() throws {
    let model = try model()
    #expect(model.indices(belowDecibels: 20) == [3, 1])
    #expect(model.indices(belowDecibels: 30) == [3, 1, 2])
    #expect(model.indices(belowDecibels: -100) == [3])
    #expect(try #require(model.tensors[2].decibelsAboveUsual) > 6)
    #expect(model.tensors[3].decibelsAboveUsual == nil)
  }

  @Test("a model of no tensors, and one that lost nothing, have defined answers")
  func degenerate() throws {
    let empty = ModelDamage([])
    #expect(empty.total.meanSquaredError == nil && empty.indices(in: .byName) == [])
    let same = ModelDamage([try damage("a", [1], [1], bytes: 0)])
    #expect(same.errorShare(ofTensor: 0) == nil && same.byteShare(ofTensor: 0) == nil)
    #expect(same.indices(holdingErrorShare: 0.5) == [] && same.indices(belowDecibels: 99) == [])
  }

  @Test("bits for each value count the counterpart's elements, padding included")
  func bits() throws {
    let original = ComparedTensor(name: "w", shape: [2, 4])
    let padded = ComparedTensor(name: "w", shape: [4, 4])
    let pair = try #require(Pairing(original: [original], quantized: [padded]).pairs.first)
    let values = ValueSource([Float](repeating: 1, count: 16))
    let error = try PairComparison(
      original: values, quantized: values, shape: pair.shape, count: pair.comparedCount
    ).run()
    let damage = TensorDamage(pair: pair, storedAs: "x", byteCount: 9, error: error)
    #expect(damage.bitsPerValue == 4.5)
  }

  @Test("names are in a strict order, whatever they hold")
  func names() throws {
    let names = ["b", "a10", "a2", "a02", "a2b", "a", "", "a1b10", "a1b9", "10", "9"]
    let model = ModelDamage(try names.map { try damage($0, [1], [1]) })
    #expect(
      model.indices(in: .byName).map { names[$0] }
        == ["", "9", "10", "a", "a1b9", "a1b10", "a02", "a2", "a2b", "a10", "b"])
  }
}
