import QuantizationEngine

/// The processors of one reading: each takes the next piece that is left, and what is made of the
/// pieces is taken in their order, so that nothing depends on how many processors there are.
struct PieceCrew: Sendable {
  let stream: ElementStream
  let pieces: FormatPieces
  let monitor: ProgressMonitor
  /// Which readings of how many this is, for the progress.
  let reading: Int
  let readingCount: Int

  /// How many pieces are worked on before what was made of them is taken.
  private static let turnLength = 64

  /// Reads every piece once.
  ///
  /// - Parameters:
  ///   - body: Makes something of the values of a piece; it is called from several threads at once.
  ///   - take: Takes what was made, piece after piece, on the caller's thread.
  /// - Throws: `CancellationError` if the monitor says so before a piece.
  func read<Made: Sendable>(
    _ body: @Sendable (_ elements: Range<Int>, _ values: Span<Float>) -> Made,
    taking take: (Made) -> Void
  ) throws(CancellationError) {
    var first = 0
    while first < pieces.pieceCount {
      let turn = first..<min(first + Self.turnLength, pieces.pieceCount)
      let made = try Parallel.mapEach(turn, monitor: monitor) { _, piece in
        let elements = pieces[piece]
        var values = [Float](repeating: 0, count: elements.count)
        var span = values.mutableSpan
        stream.read(elements, into: &span)
        return body(elements, values.span)
      }
      for result in made { take(result) }
      first = turn.upperBound
      let share = Double(first) / Double(pieces.pieceCount)
      monitor.report((Double(reading) + share) / Double(readingCount))
    }
  }
}
