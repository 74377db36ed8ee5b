import QuantizationEngine

/// A tensor gone through scope by scope: in rounds until the parameters of each are known, and then
/// once more to encode and decode.
struct ScopeReading<Coder: ScopeCoder>: Sendable {
  let coder: Coder
  let layout: FormatLayout

  /// - Precondition: the stream has as many elements as the layout.
  func read<Made: Sendable>(
    _ stream: ElementStream, _ monitor: ProgressMonitor,
    _ body: @Sendable (Range<Int>, Span<Float>, Span<Float>) -> Made, _ take: (Made) -> Void
  ) throws(CancellationError) {
    let pieces = layout.pieces(byRows: false)
    let rounds = coder.roundCount
    func crew(_ reading: Int) -> PieceCrew {
      PieceCrew(
        stream: stream, pieces: pieces, monitor: monitor, reading: reading,
        readingCount: rounds + 1)
    }
    var scopes = [Coder.Gathered](
      repeating: coder.gathered(), count: max(layout.scopeCount, 1))
    for round in 0..<rounds {
      let known = scopes
      try crew(round).read { elements, values in
        gather(values, at: elements, round: round, after: known)
      } taking: { found in
        for (offset, gathered) in found.gathered.enumerated() {
          guard let gathered else { continue }
          coder.join(gathered, round: round, into: &scopes[found.first + offset])
        }
      }
      for scope in scopes.indices { coder.close(round: round, &scopes[scope]) }
    }
    let known = scopes
    try crew(rounds).read { elements, values in
      var decoded = [Float](repeating: 0, count: values.count)
      var codes = [UInt16](repeating: 0, count: values.count)
      layout.forEachRun(in: elements) { scope, run in
        let part = run.lowerBound - elements.lowerBound..<run.upperBound - elements.lowerBound
        var code = codes.mutableSpan
        var target = code._mutatingExtracting(part)
        coder.encode(values.extracting(part), under: known[scope], into: &target)
        var value = decoded.mutableSpan
        var place = value._mutatingExtracting(part)
        coder.decode(codes.span.extracting(part), under: known[scope], into: &place)
      }
      return body(elements, values, decoded.span)
    } taking: {
      take($0)
    }
  }

  /// What a piece says about scopes that follow one another.
  private struct Found: Sendable {
    let first: Int
    var gathered: [Coder.Gathered?]
  }

  /// Gathers what the values of a piece say, scope by scope.
  private func gather(
    _ values: Span<Float>, at elements: Range<Int>, round: Int, after known: [Coder.Gathered]
  ) -> Found {
    var first = Int.max
    var last = -1
    layout.forEachRun(in: elements) { scope, _ in
      first = min(first, scope)
      last = max(last, scope)
    }
    guard last >= 0 else { return Found(first: 0, gathered: []) }
    var found = Found(first: first, gathered: Array(repeating: nil, count: last - first + 1))
    layout.forEachRun(in: elements) { scope, run in
      let part = run.lowerBound - elements.lowerBound..<run.upperBound - elements.lowerBound
      var gathered = found.gathered[scope - first] ?? known[scope]
      coder.gather(values.extracting(part), round: round, into: &gathered)
      found.gathered[scope - first] = gathered
    }
    return found
  }
}
