import TestSupport
import Testing

@testable import QuantizationEngine

/// A pass against the slow referee and against the sorted line.
@Suite struct BlockPassTests {
  @Test(
    "every layout, kind of values and scheme: the referee's sums, block for block",
    arguments: PassCases.layouts, PassCases.Values.allCases)
  func everyLayout(_ layout: PassCases.Layout, _ kind: PassCases.Values) throws {
    var random = SplitMix64(seed: 81)
    let layout = try layout.layout
    let values = kind.values(layout.elementCount, &random)
    for scheme in [
      try Scheme(bitWidth: 8), try Scheme(bitWidth: 4, symmetry: .symmetric),
      try Scheme(levelCount: 9, symmetry: .restrictedSymmetric, signedness: .unsigned),
      try Scheme(bitWidth: 8, arithmetic: QuantizationArithmetic(scaling: .multiplyByInverse)),
    ] {
      try expectReferee(values, layout: layout, scheme: scheme, "seed 81, \(kind)")
    }
  }

  @Test("every arithmetic, at every width", arguments: PassCases.arithmetics)
  func everyArithmetic(_ arithmetic: QuantizationArithmetic) throws {
    var random = SplitMix64(seed: 82)
    let layout = try BlockLayout(shape: [5, 67], granularity: .perGroup(axis: 1, size: 33))
    for kind in [PassCases.Values.ties, .normal, .anyBits] {
      let values = kind.values(layout.elementCount, &random)
      // Thirteen numbers of levels and six kinds of codes, in turn.
      for (index, levels) in SchemeCases.levelCounts.enumerated() {
        let (symmetry, signedness) = SchemeCases.kinds[index % SchemeCases.kinds.count]
        let scheme = try Scheme(
          levelCount: levels, symmetry: symmetry, signedness: signedness, arithmetic: arithmetic)
        try expectReferee(values, layout: layout, scheme: scheme, "seed 82, \(kind)")
      }
    }
  }

  @Test("the same codes and to 1e-12 the same error as the sorted line", arguments: [4, 8, 16])
  func line(_ bits: Int) throws {
    var random = SplitMix64(seed: 83)
    for granularity in [
      Granularity.perTensor, .perChannel(axis: 0), .perChannel(axis: 1),
      .perGroup(axis: 1, size: 32), .perGroup(axis: 0, size: 8),
    ] {
      let layout = try BlockLayout(shape: [24, 200], granularity: granularity)
      // A staircase of 65 536 levels for each of many blocks takes its time.
      guard bits < 16 || layout.blockCount <= 24 else { continue }
      let values = PassCases.Values.normal.values(layout.elementCount, &random)
      let scheme = try Scheme(bitWidth: bits)
      let tensor = TensorDistribution(values, layout: layout)
      let ranges = tensor.blocks.map { block in
        ClippingRange(
          lower: block.bounds?.lowerBound ?? 0, upper: block.bounds?.upperBound ?? 0)
      }
      let expected = tensor.error(on: try scheme.quantizers(for: ranges).map(\.staircase))
      let found = try BlockPass(scheme: scheme, layout: layout).run(over: ElementStream(values))
      let failures = differences(found.error.sums, expected.sums)
      #expect(failures.isEmpty, "seed 83, \(granularity): \(failures)")
      #expect(found.error.sums.levelCounts == expected.sums.levelCounts)
      #expect(found.error.codeEntropyInBits == expected.codeEntropyInBits)
      #expect(found.bounds == tensor.bounds)
    }
  }

  /// Everything a pass says of float32 values, against the referee.
  private func expectReferee(
    _ values: [Float], layout: BlockLayout, scheme: Scheme, _ context: String
  ) throws {
    let referee = PassReferee(values.map(Double.init), layout: layout, scheme: scheme)
    try expect(
      BlockPass(scheme: scheme, layout: layout), over: ElementStream(values), referee,
      "\(context), \(scheme.name)")
  }
}

/// What a pass says, in all and block for block, against the referee.
func expect(
  _ pass: BlockPass, over stream: ElementStream, _ referee: PassReferee, _ context: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var failures: [String] = []
  var heard = 0
  let result = try pass.run(over: stream) { block in
    if block.block != heard { failures.append("block \(block.block) out of order") }
    let expected = referee.blocks[heard]
    heard += 1
    var found = differences(ErrorSums(), ErrorSums())
    if block.excluded != expected.excluded { found.append("excluded \(block.excluded)") }
    if block.range?.lower != expected.values.min() { found.append("lower") }
    if block.range?.upper != expected.values.max() { found.append("upper") }
    switch block.outcome {
    case .quantized(let quantizer, let sums):
      if quantizer != expected.quantizer { found.append("quantizer \(quantizer.encoding)") }
      found += sums.map { differences($0, expected.sums) } ?? ["no sums"]
    case .noFiniteValues: if !expected.values.isEmpty { found.append("no values") }
    case .noEncoding(let reason): if reason != expected.refusal { found.append("\(reason)") }
    }
    if !found.isEmpty { failures.append("block \(block.block): \(found)") }
  }
  if heard != referee.blocks.count { failures.append("\(heard) blocks") }
  failures += differences(result.error.sums, referee.sums)
  let counts = referee.sums.levelCounts
  if result.error.sums.levelCounts != counts, !counts.isEmpty { failures.append("codes") }
  let values = referee.blocks.flatMap(\.values)
  if result.finiteCount != values.count { failures.append("finite \(result.finiteCount)") }
  if result.bounds?.lowerBound != values.min() || result.bounds?.upperBound != values.max() {
    failures.append("bounds \(result.bounds as Any)")
  }
  if result.excluded != referee.blocks.reduce(NonFiniteCounts(), { $0 + $1.excluded }) {
    failures.append("excluded \(result.excluded)")
  }
  if result.emptyBlockCount != referee.blocks.count(where: { $0.values.isEmpty }) {
    failures.append("\(result.emptyBlockCount) empty")
  }
  if result.refusedBlockCount != referee.blocks.count(where: { $0.refusal != nil }) {
    failures.append("\(result.refusedBlockCount) refused")
  }
  if result.firstRefusal?.block != referee.blocks.firstIndex(where: { $0.refusal != nil }) {
    failures.append("first refusal \(result.firstRefusal as Any)")
  }
  // Who wants encodings alone hears the same of them.
  var outcomes: [PassedBlock] = []
  let brief = try pass.run(over: stream, detail: .encodings) { outcomes.append($0) }
  if brief != result || outcomes.count != referee.blocks.count {
    failures.append("differs in brief")
  }
  for (outcome, expected) in zip(outcomes, referee.blocks) {
    guard case .quantized(let quantizer, let sums) = outcome.outcome else { continue }
    if quantizer != expected.quantizer || sums != nil { failures.append("encoding in brief") }
  }
  // A pass without a listener is the same pass.
  if try pass.run(over: stream) != result { failures.append("differs without a listener") }
  #expect(failures.isEmpty, "\(context): \(failures.prefix(4))", sourceLocation: sourceLocation)
}
