import ModelComparison
import Testing

/// Names and shapes of both sides of a case, and which belong together.
struct NamesFixture: Decodable, CustomTestStringConvertible, Sendable {
  struct Named: Decodable, Sendable {
    let name: String
    let shape: [Int]

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      name = try container.decode(String.self)
      shape = try container.decode([Int].self)
    }

    var tensor: ComparedTensor { ComparedTensor(name: name, shape: shape) }
  }

  let `case`: String
  let original: [Named]
  let quantized: [Named]
  let pairs: [[String]]

  var testDescription: String { `case` }

  static let all: [NamesFixture] = Fixtures.decoded("cases.json")
}

/// Names of an architecture and what gguf-py makes of them.
struct ArchitectureFixture: Decodable, CustomTestStringConvertible, Sendable {
  struct Expected: Decodable, Sendable {
    let names: [String]
    let stored: String

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      names = try container.decode([String].self)
      stored = try container.decode(String.self)
    }
  }

  let architecture: String
  let pairs: [Expected]

  var testDescription: String { architecture }

  static let all: [ArchitectureFixture] = Fixtures.decoded("architectures.json")
}

@Suite struct PairingCaseTests {
  @Test("what real tools named is paired as they meant it", arguments: NamesFixture.all)
  func cases(_ fixture: NamesFixture) {
    let pairing = Pairing(
      original: fixture.original.map(\.tensor), quantized: fixture.quantized.map(\.tensor))
    let expected = Set(fixture.pairs)
    let found = Set(pairing.pairs.map { [$0.name, $0.counterpart] })
    #expect(found == expected)
    #expect(pairing.onlyInOriginal.isEmpty)
    // What is left are scales and zero-points, each with its owner.
    for tensor in pairing.onlyInQuantized {
      guard case .companion = tensor.reason else {
        Issue.record("\(fixture.quantized[tensor.index].name): \(tensor.reason)")
        continue
      }
    }
  }

  @Test("names of an architecture are paired as gguf-py does", arguments: ArchitectureFixture.all)
  func architectures(_ fixture: ArchitectureFixture) {
    // A size of its own for each pair, so that no other fits.
    let sizes = fixture.pairs.enumerated().map { 8 + $0.offset }
    let original = zip(fixture.pairs, sizes).flatMap { pair, size in
      pair.names.map { ComparedTensor(name: $0, shape: [size, 4]) }
    }
    let quantized = zip(fixture.pairs, sizes).map { pair, size in
      ComparedTensor(
        name: pair.stored,
        shape: pair.names.count == 1 ? [size, 4] : [pair.names.count, size, 4])
    }
    let pairing = Pairing(original: original, quantized: quantized.reversed())
    #expect(pairing.onlyInOriginal.isEmpty && pairing.onlyInQuantized.isEmpty)
    for (pair, expected) in zip(pairing.pairs, fixture.pairs) {
      #expect(pair.original.map { original[$0].name } == expected.names)
      #expect(pair.counterpart == expected.stored)
      #expect(pair.match == (expected.names == [expected.stored] ? .name : .architecture))
    }
  }

  @Test("the fixtures hold many tools and architectures")
  func coverage() {
    #expect(NamesFixture.all.count >= 60)
    #expect(ArchitectureFixture.all.count >= 20)
  }
}
