import ModelComparison
import TestSupport
import Testing

@Suite struct PairingRestTests {
  private let shapes = [[4, 6], [4, 6], [6, 4], [24], [3, 3], [3, 3]]

  private func tensors(_ prefix: String, _ shapes: [[Int]]) -> [ComparedTensor] {
    shapes.enumerated().map { ComparedTensor(name: "\(prefix)\($0.offset)", shape: $0.element) }
  }

  @Test("of all tensors of a size the nearest are a pair, whatever their shapes and their order")
  func content() throws {
    var generator = SplitMix64(seed: 11)
    let values = shapes.map { shape in
      (0..<shape.reduce(1, *)).map { _ in Float(generator.nextNormal()) }
    }
    let original = tensors("a", shapes)
    // The counterparts: another order, the first one transposed, and a little noise everywhere.
    let order = [5, 3, 0, 4, 2, 1]
    let quantized = tensors("b", order.map { $0 == 0 ? [6, 4] : shapes[$0] })
    let stored = order.map { index -> [Float] in
      let noisy = values[index].map { $0 + 0.02 * Float(generator.nextNormal()) }
      return index == 0 ? (0..<24).map { noisy[$0 % 4 * 6 + $0 / 4] } : noisy
    }
    let pairing = Pairing(original: original, quantized: quantized)
    #expect(pairing.pairs.isEmpty)
    let matched = pairing.matchingRest { pair, transform in
      RelativeErrorSample.relativeError(
        of: pair, under: transform, original: ValueSource(values[pair.original[0]]),
        quantized: ValueSource(stored[pair.quantized[0]]))
    }
    #expect(matched.pairs.map { order[$0.quantized[0]] } == [0, 1, 2, 3, 4, 5])
    let transforms = matched.pairs.map { $0.transforms[0].name }
    #expect(transforms == ["transposed", "as-is", "as-is", "as-is", "as-is", "as-is"])
    #expect(matched.pairs.allSatisfy { $0.transforms.count == 1 })
    #expect(matched.pairs.allSatisfy { $0.match == .content })
    #expect(matched.onlyInOriginal.isEmpty && matched.onlyInQuantized.isEmpty)
  }

  @Test("candidates are compared with each other: errors above 1 pair all the same")
  func largeErrors() {
    let pairing = Pairing(original: tensors("a", [[5], [5]]), quantized: tensors("b", [[5], [5]]))
    let matched = pairing.matchingRest { pair, _ in
      pair.original == pair.quantized ? 1.3 : 1.2
    }
    #expect(matched.pairs.map(\.quantized) == [[1], [0]])
    // Without any number the order of the files decides.
    #expect(pairing.matchingRest { _, _ in .nan }.pairs.map(\.quantized) == [[0], [1]])
  }

  @Test("without values shapes decide, where both sides have as many of them")
  func byShape() {
    let pairing = Pairing(
      original: tensors("a", [[4, 6], [7], [4, 6], [2]]),
      quantized: tensors("b", [[7], [4, 6], [4, 6], [3], [3]]))
    let matched = pairing.matchingRestByShape()
    #expect(matched.pairs.map(\.original) == [[0], [1], [2]])
    #expect(matched.pairs.map(\.quantized) == [[1], [0], [2]])
    #expect(matched.pairs.allSatisfy { $0.match == .shape })
    #expect(matched.onlyInOriginal.map(\.index) == [3])
    #expect(matched.onlyInQuantized.map(\.index) == [3, 4])
  }

  @Test("a size with too many combinations is left, so that the work is bounded")
  func limit() {
    let many = Array(repeating: [9], count: 65)
    let pairing = Pairing(original: tensors("a", many), quantized: tensors("b", many))
    var questions = 0
    let matched = pairing.matchingRest { _, _ in
      questions += 1
      return 0
    }
    #expect(questions == 0 && matched == pairing)
    #expect(pairing.matchingRestByShape().pairs.count == 65)
  }
}
