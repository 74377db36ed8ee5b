/// The processors of one pass: they take tiles as they come free, and what they find is put in order.
struct PassCrew<Element: LaneElement>: Sendable {
  let scheme: Scheme
  let walk: TileWalk
  let stream: ElementStream
  let monitor: ProgressMonitor
  /// How many tiles are worked on before their results are put in order.
  let tilesOfTurn: Int

  private let workspaces: [PassWorkspace<Element>]

  init(
    scheme: Scheme, walk: TileWalk, stream: ElementStream, tileLength: Int, processorCount: Int,
    tilesOfTurn: Int, monitor: ProgressMonitor
  ) {
    self.scheme = scheme
    self.walk = walk
    self.stream = stream
    self.monitor = monitor
    self.tilesOfTurn = tilesOfTurn
    workspaces = (0..<processorCount).map { _ in
      PassWorkspace(tileLength: min(tileLength, max(stream.count, 1)), scheme: scheme)
    }
  }

  /// What is made of some tiles, in their order.
  ///
  /// - Throws: `CancellationError` if the monitor says so before a tile.
  func map<Result: Sendable>(
    _ tiles: Range<Int>, _ body: @Sendable (PassWorkspace<Element>, Int) -> Result
  ) throws(CancellationError) -> [Result] {
    try Parallel.mapEach(tiles, processorCount: workspaces.count, monitor: monitor) {
      body(workspaces[$0], $1)
    }
  }

  /// Some tiles cut into turns.
  func turns(of count: Int, tilesOfTurn: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: tilesOfTurn).map { $0..<min($0 + tilesOfTurn, count) }
  }

  /// How many values have each code, on all processors.
  var levelCounts: [Int] {
    var counts = [Int](repeating: 0, count: workspaces.map(\.quantizer.counts.codeCount).max() ?? 0)
    for workspace in workspaces { workspace.quantizer.counts.add(to: &counts) }
    return counts
  }
}
