import ModelComparison
import QuantizationEngine
import TensorFiles

/// Reads the two sides of pairs.
struct PairReader {
  let original: [OpenTensor]
  let quantized: [OpenTensor]
  /// How much the inputs matter; nil where all matter alike.
  let importance: Importance?
  /// The norms before matrices, which may hold scales of theirs.
  var norms = InputNorms.none

  /// The relative error of a sample of a pair under a transform; infinite where it cannot be read.
  func relativeError(of pair: TensorPair, under transform: TensorTransform) -> Double {
    let error = try? sources(of: pair) { ours, theirs in
      RelativeErrorSample.relativeError(
        of: pair, under: transform, original: ours, quantized: theirs)
    }
    return error ?? .infinity
  }

  /// The pairs of two sides, by names first, and what these leave by values and shapes.
  ///
  /// - Throws: `Failure` where nothing can be paired.
  func pairing(_ original: ComparedSide, _ quantized: ComparedSide) throws -> Pairing {
    let facts = quantized.facts.completed(by: original.facts)
    var pairing = Pairing(
      original: original.compared, quantized: quantized.compared,
      hints: ArchitectureHints(
        architecture: facts.architecture, headCount: facts.headCount,
        keyValueHeadCount: facts.keyValueHeadCount))
    // Two single tensors are compared whatever they are called.
    if pairing.pairs.isEmpty || !pairing.onlyInOriginal.isEmpty {
      pairing = pairing.matchingRest(byContent: relativeError).matchingRestByShape()
    }
    guard !pairing.pairs.isEmpty else {
      if let sketched = [original, quantized].first(where: \.isSketched) {
        throw Failure(
          "\(sketched.title): is a sketch, which has no order of elements; comparing needs it",
          exit: .usage)
      }
      throw Failure(
        "\(quantized.title): no tensor of it belongs to one of \(original.title)", exit: .badData)
    }
    return pairing
  }

  /// What a pair lost, under the transform by which the two sides are nearest, and what the importance
  /// matrix says of it.
  ///
  /// - Throws: `Failure` where a side is not read, or `CancellationError` once the monitor says so.
  func damage(
    of pair: TensorPair, in pairing: Pairing, monitor: ProgressMonitor = .none
  ) throws -> (damage: TensorDamage, row: ImportanceRow?) {
    let ours = pairing.original[pair.original[0]]
    let theirs = pairing.quantized[pair.quantized[0]]
    let (chosen, factors) = chosen(pair)
    let transform = chosen.transforms[0]
    let held = scalesHeld(by: chosen)
    let weighing = importance.map { PairWeighing(of: chosen, in: pairing, by: $0) }
    let error = try sources(of: chosen) { original, stored in
      let ordered = try ordered(stored, of: chosen, factors)
      let scales = transform == .asIs && pair.quantized.count == 1 ? scales(of: pair) : nil
      return try PairComparison(
        original: changed(original, of: chosen, held?.scales), quantized: ordered,
        shape: chosen.shape, count: chosen.comparedCount, transform: transform, scales: scales,
        codes: codes(of: pair), weights: weighing?.weights, quantizedType: theirs.elementType
      ).run(monitor: monitor)
    }
    let damage = TensorDamage(
      pair: chosen, storedAs: theirs.storedAs,
      byteCount: pair.quantized.reduce(0) { $0 + pairing.quantized[$1].byteCount },
      error: error,
      findings: FindingRules().findings(
        in: error, of: chosen, original: ours, quantized: theirs, candidates: pair.transforms))
    return (held.map { damage.holdingScales(of: $0.matrices) } ?? damage, weighing?.row)
  }

  /// The codes that the counterpart is stored as; nil where they are no whole numbers, or others in each
  /// of several tensors.
  private func codes(of pair: TensorPair) -> StoredCodes? {
    let parts = pair.quantized.map { quantized[$0].storedCodes }
    guard let range = parts.first??.range, parts.allSatisfy({ $0?.range == range }) else {
      return nil
    }
    let sources = parts.compactMap(\.self).map { codes in
      // What cannot be read is no code; that it cannot is said where the values are read.
      ValueSource(count: codes.count) {
        (try? codes.codes($0)) ?? Array(repeating: .nan, count: $0.count)
      }
    }
    return StoredCodes(
      values: sources.count == 1 ? sources[0] : .concatenating(sources), range: range)
  }

  /// The scale of each stored element; nil where the file has none that qviz knows.
  private func scales(of pair: TensorPair) -> ValueSource? {
    let open = quantized[pair.quantized[0]]
    guard case .stored(let file, let position) = open.source,
      let encoding = file.storedEncoding(of: position),
      let layout = try? BlockLayout(
        shape: open.facts.shape, granularity: encoding.granularity),
      let scales = try? encoding.allScales(), scales.count == layout.blockCount
    else { return nil }
    return ValueSource(count: open.facts.elementCount) { elements in
      var values = [Float](repeating: 0, count: elements.count)
      layout.forEachRun(of: elements) { run in
        let offset = run.elements.lowerBound - elements.lowerBound
        for index in 0..<run.elements.count {
          values[offset + index] = scales[run.block + run.step * index].magnitude
        }
      }
      return values
    }
  }

  /// What `body` makes of the values of both sides, each of several tensors one behind the other.
  func sources<Result>(
    of pair: TensorPair, _ body: (ValueSource, ValueSource) throws -> Result
  ) throws -> Result {
    try Self.source(of: pair.original.map { original[$0] }[...], after: []) { ours in
      try Self.source(of: pair.quantized.map { quantized[$0] }[...], after: []) { theirs in
        try body(ours, theirs)
      }
    }
  }

  /// What `body` makes of the values of some tensors; each stays open while the next are.
  private static func source<Result>(
    of tensors: ArraySlice<OpenTensor>, after parts: [ValueSource],
    _ body: (ValueSource) throws -> Result
  ) throws -> Result {
    guard let first = tensors.first else {
      return try body(parts.count == 1 ? parts[0] : ValueSource.concatenating(parts))
    }
    return try first.rowMajor(monitor: .none) { stream, _ in
      try source(of: tensors.dropFirst(), after: parts + [ValueSource(stream)], body)
    }
  }
}

extension OpenTensor {
  /// The codes that its file stores it as; nil where they are no whole numbers.
  fileprivate var storedCodes: TensorCodes? {
    guard case .stored(let file, let position) = source else { return nil }
    return file.storedCodes(of: position)
  }
}
