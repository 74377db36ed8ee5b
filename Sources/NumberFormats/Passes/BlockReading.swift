import QuantizationEngine

/// A tensor gone through block by block: each is encoded to its bytes and decoded again.
struct BlockReading<Coder: BlockCoder>: Sendable {
  let coder: Coder
  let layout: FormatLayout
  /// How much each column matters; nil where all matter alike.
  let weights: PassColumns?

  /// - Precondition: the layout has blocks, and the stream as many elements.
  func read<Made: Sendable>(
    _ stream: ElementStream, _ monitor: ProgressMonitor,
    _ body: @Sendable (Range<Int>, Span<Float>, Span<Float>) -> Made, _ take: (Made) -> Void
  ) throws(CancellationError) {
    let pieces = layout.pieces(byRows: weights != nil)
    let readingCount = coder.needsTensorSummary ? 2 : 1
    let tensor =
      coder.needsTensorSummary ? try summary(of: stream, pieces, monitor) : TensorSummary()
    let crew = PieceCrew(
      stream: stream, pieces: pieces, monitor: monitor, reading: readingCount - 1,
      readingCount: readingCount)
    try crew.read { elements, values in
      var decoded = [Float](repeating: 0, count: values.count)
      var target = decoded.mutableSpan
      run(values, of: tensor, startingAt: elements.lowerBound, into: &target)
      return body(elements, values, decoded.span)
    } taking: {
      take($0)
    }
  }

  /// What the coder must know of the tensor, found in a reading of its own.
  private func summary(
    of stream: ElementStream, _ pieces: FormatPieces, _ monitor: ProgressMonitor
  ) throws(CancellationError) -> TensorSummary {
    let survey = coder as? any SurveyingBlockCoder
    let crew = PieceCrew(
      stream: stream, pieces: pieces, monitor: monitor, reading: 0, readingCount: 2)
    var tensor = TensorSummary()
    var parts: [Float] = []
    try crew.read { _, values in
      (values.largestMagnitude(atLeast: 0), survey?.surveyedParts(of: values) ?? [])
    } taking: { largest, found in
      tensor.largestMagnitude = max(tensor.largestMagnitude, largest)
      parts += found
    }
    if let survey { tensor.meanScale = survey.concluded(parts.span) }
    return tensor
  }

  /// Encodes and decodes the blocks of a piece.
  private func run(
    _ values: Span<Float>, of tensor: TensorSummary, startingAt first: Int,
    into decoded: inout MutableSpan<Float>
  ) {
    let size = layout.blockLength ?? max(values.count, 1)
    var bytes = [UInt8](repeating: 0, count: coder.byteCount(for: size))
    let list = weights?.values ?? []
    var tensor = tensor
    var start = 0
    while start < values.count {
      let length = min(size, values.count - start)
      let column = (first + start) % layout.rowLength
      if weights != nil, column == 0 {
        let row = values.extracting(start..<min(start + layout.rowLength, values.count))
        tensor.rowMeanSquare = row.meanSquare
      }
      let place = weights?.place(of: first + start) ?? 0
      let importance =
        list.isEmpty ? list.span : list.span.extracting(place..<place + length)
      let block = values.extracting(start..<start + length)
      let byteCount = length == size ? bytes.count : coder.byteCount(for: length)
      var written = bytes.mutableSpan
      var target = written._mutatingExtracting(first: byteCount)
      coder.encode(block, weights: importance, of: tensor, into: &target)
      var room = decoded._mutatingExtracting(start..<start + length)
      coder.decode(bytes.span.extracting(first: byteCount), of: tensor, into: &room)
      start += length
    }
  }
}

extension Span<Float> {
  /// Σx² / n in float32, one value after another, as ggml adds them up; 0 without values.
  fileprivate var meanSquare: Float {
    guard !isEmpty else { return 0 }
    var sum: Float = 0
    for index in indices { sum += self[index] * self[index] }
    return sum / Float(count)
  }
}
