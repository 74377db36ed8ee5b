extension TensorDistribution {
  /// The distribution of a sketch, as a tensor of one dimension with one encoding.
  public init(_ sketch: TensorSketch) {
    self.init(
      blocks: [SketchedDistribution(sketch)],
      layout: BlockLayout(elementCount: sketch.elementCount),
      excluded: sketch.excluded, exactness: .bounded)
  }

  /// The distribution of the sketches of the blocks of a tensor.
  ///
  /// - Precondition: there are as many sketches as the layout has blocks.
  public init(_ sketches: [TensorSketch], layout: BlockLayout) {
    self.init(
      blocks: sketches.map(SketchedDistribution.init), layout: layout,
      excluded: sketches.map(\.excluded).reduce(NonFiniteCounts(), +), exactness: .bounded)
  }

  /// The largest number of blocks that are sketched apart: each may take some ten megabytes.
  public static let largestSketchedBlockCount = 16

  /// Refuses a layout with more blocks than are sketched apart.
  ///
  /// - Throws: ``SketchError/tooManyBlocks(found:limit:)``.
  public static func checkSketching(_ layout: BlockLayout) throws(SketchError) {
    guard layout.blockCount <= largestSketchedBlockCount else {
      throw .tooManyBlocks(found: layout.blockCount, limit: largestSketchedBlockCount)
    }
  }

  /// The distribution of elements of any type and number, sketched in one pass.
  ///
  /// - Parameters:
  ///   - stream: the elements in row-major order of the layout's shape; with one block the order
  ///     does not matter.
  ///   - layout: how elements fall into blocks.
  ///   - monitor: hears the progress and may cancel.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: ``checkSketching(_:)`` accepts the layout, and the stream has as many elements.
  public init(
    sketching stream: ElementStream, layout: BlockLayout, monitor: ProgressMonitor = .none
  ) throws(CancellationError) {
    precondition(stream.count == layout.elementCount, "elements and layout differ in number")
    precondition(
      layout.blockCount <= Self.largestSketchedBlockCount, "so many blocks are not sketched")
    guard layout.blockCount != 1 else {
      let sketch = try TensorSketch(of: stream, monitor: monitor)
      self.init([sketch], layout: layout)
      return
    }
    var sketches: [TensorSketch] = []
    for block in 0..<layout.blockCount {
      try sketches.append(
        TensorSketch(
          of: stream.elements(ofBlock: block, in: layout),
          monitor: monitor.part(
            Double(block) / Double(layout.blockCount)...Double(block + 1)
              / Double(layout.blockCount))))
    }
    self.init(sketches, layout: layout)
  }

  /// An error of this tensor with its bounds, and no sum outside of them; the error itself unless
  /// every block is sketched.
  func bounded(
    _ error: QuantizationError, on staircases: [Staircase], reference: DivergenceReference?
  ) -> QuantizationError {
    guard exactness == .bounded, !blocks.isEmpty else { return error }
    let sketched = blocks.compactMap { $0 as? SketchedDistribution }
    guard sketched.count == blocks.count else { return error }
    let sums = zip(sketched, staircases).map { ErrorSumBounds(of: $0, on: $1) }
    guard let first = sums.first else { return error }
    let whole = sums.dropFirst().reduce(first, +)
    let error = QuantizationError(
      sums: whole.holding(error.sums), divergence: error.divergence)
    var bounds = whole.errorBounds(of: error)
    if let reference {
      let divergence = DivergenceBounds(blocks: sketched, bins: reference.bins)
      bounds.klInNats = divergence.kl(staircases: staircases)
      bounds.jsInNats = divergence.js(
        staircases: staircases, near: error.divergence?.jsInNats, kl: bounds.klInNats)
    }
    return QuantizationError(sums: error.sums, divergence: error.divergence, bounds: bounds)
  }
}
