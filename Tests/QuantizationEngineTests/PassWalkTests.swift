import Synchronization
import TestSupport
import Testing

@testable import QuantizationEngine

/// How a pass goes through a tensor: tiles, processors, types, cancellation.
@Suite struct PassWalkTests {
  /// Layouts whose blocks are longer than the tiles below, in a row and side by side.
  private static let layouts: [PassCases.Layout] = [
    .init(shape: [700], granularity: .perTensor),
    .init(shape: [3, 300], granularity: .perChannel(axis: 0)),
    .init(shape: [40, 9, 3], granularity: .perChannel(axis: 1)),
    .init(shape: [4, 3, 300], granularity: .perChannel(axis: 1)),
    .init(shape: [150, 5], granularity: .perGroup(axis: 0, size: 70)),
    .init(shape: [2, 64, 5], granularity: .perGroup(axis: 1, size: 32)),
    .init(shape: [3, 500], granularity: .perGroup(axis: 1, size: 200)),
    .init(shape: [6, 600], granularity: .perGroup(axis: 0, size: 4)),
    .init(shape: [64, 600], granularity: .perGroup(axis: 0, size: 40)),
  ]

  @Test(
    "tiles of any length find what the referee finds", arguments: Self.layouts,
    [4, 64, 100, 256, 1 << 16])
  func tiles(_ layout: PassCases.Layout, _ tileLength: Int) throws {
    var random = SplitMix64(seed: 91)
    let layout = try layout.layout
    for kind in [PassCases.Values.normal, .anyBits, .deadBlocks] {
      let values = kind.values(layout.elementCount, &random)
      let scheme = try Scheme(bitWidth: 8)
      let pass = BlockPass(
        scheme: scheme, layout: layout, processorCount: 2, tilesOfTurn: 3,
        tileLength: tileLength)
      try expect(
        pass, over: ElementStream(values),
        PassReferee(values.map(Double.init), layout: layout, scheme: scheme), "seed 91, \(kind)")
    }
  }

  @Test("every element is in one piece of one tile, in its block", arguments: Self.layouts)
  func cover(_ layout: PassCases.Layout) throws {
    let layout = try layout.layout
    for tileLength in [4, 64, 100, 1 << 16] {
      let walk = TileWalk(layout, tileLength: tileLength)
      var counts = [Int](repeating: 0, count: layout.blockCount)
      for index in 0..<walk.partCount {
        let part = walk.part(index)
        let tiles =
          walk.hasWholeBlocks
          ? [part] : (0..<walk.tileCount(ofBand: part)).map { walk.tile($0, ofBand: part) }
        for tile in tiles {
          var length = 0
          tile.forEachPiece(in: walk.matrix) { block, start, count in
            #expect(start == length)
            counts[block] += count
            length += count
          }
          #expect(length <= tileLength)
          if let run = tile.run(in: walk.matrix) { #expect(run.count == length) }
        }
      }
      for block in counts.indices {
        var expected = 0
        layout.forEachRun(ofBlock: block) { expected += $1 }
        #expect(counts[block] == expected, "block \(block), tiles of \(tileLength)")
      }
    }
  }

  @Test("the result has the same bits on any number of processors", arguments: Self.layouts)
  func processors(_ layout: PassCases.Layout) throws {
    var random = SplitMix64(seed: 92)
    let layout = try layout.layout
    let values = PassCases.Values.normal.values(layout.elementCount, &random)
    func blocks(_ processors: Int, _ tiles: Int) throws -> (BlockPassResult, [PassedBlock]) {
      var blocks: [PassedBlock] = []
      let pass = BlockPass(
        scheme: try Scheme(bitWidth: 8), layout: layout, processorCount: processors,
        tilesOfTurn: tiles, tileLength: 64)
      return (try pass.run(over: ElementStream(values)) { blocks.append($0) }, blocks)
    }
    let alone = try blocks(1, 1)
    for (processors, tiles) in [(1, 7), (2, 2), (3, 64), (8, 5)] {
      let together = try blocks(processors, tiles)
      #expect(alone.0 == together.0 && alone.1 == together.1, "\(processors), \(tiles)")
    }
  }

  @Test("every type of elements in either order of bytes", arguments: ElementType.allCases)
  func types(_ elementType: ElementType) throws {
    var random = SplitMix64(seed: 93)
    for layout in [
      try BlockLayout(shape: [7, 129], granularity: .perGroup(axis: 1, size: 32)),
      try BlockLayout(shape: [21, 43], granularity: .perChannel(axis: 1)),
    ] {
      let bytes = (0..<layout.elementCount * elementType.byteCount).map { _ in
        UInt8(truncatingIfNeeded: random.next())
      }
      for order in [ByteOrder.little, .big] {
        let stream = ElementStream(elementType, byteOrder: order, bytes: bytes)
        let values = (0..<layout.elementCount).map { element in
          let stored = bytes[
            element * elementType.byteCount..<(element + 1) * elementType.byteCount]
          return value(order == .big ? stored.reversed() : Array(stored), elementType)
        }
        // A float64 of any bits has squares that no float64 holds.
        let isBounded = elementType != .float64
        let scheme = try Scheme(bitWidth: isBounded ? 8 : 4)
        let finite = isBounded ? values : values.map { $0.magnitude < 1e30 ? $0 : .nan }
        let bounded =
          isBounded ? stream : ElementStream(finite, byteOrder: order)
        try expect(
          BlockPass(scheme: scheme, layout: layout), over: bounded,
          PassReferee(finite, layout: layout, scheme: scheme), "seed 93, \(elementType) \(order)")
      }
    }
  }

  /// The value of an element by the meaning of its little-endian bytes.
  private func value(_ bytes: [UInt8], _ elementType: ElementType) -> Double {
    let bits = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return switch elementType {
    case .float32: Double(Float(bitPattern: UInt32(bits)))
    case .float64: Double(bitPattern: bits)
    case .int32: Double(Int32(bitPattern: UInt32(bits)))
    case .uint32: Double(UInt32(bits))
    case .int64: Double(Int64(bitPattern: bits))
    case .uint64: Double(bits)
    default: Double(elementType.value(ofPattern: Int(bits)))
    }
  }

  @Test("a pass ends before the next tile once it is cancelled, and reports shares that never fall")
  func cancellation() throws {
    let layout = try BlockLayout(
      shape: [64, 1 << 16], granularity: .perGroup(axis: 1, size: 32))
    let read = Atomic(0)
    let stream = ElementStream(
      elementType: .float32, byteOrder: .little, count: layout.elementCount
    ) { elements, body in
      read.wrappingAdd(elements.count, ordering: .relaxed)
      let zeros = [Float](repeating: 0, count: elements.count)
      body(zeros.span.bytes)
    }
    let pass = BlockPass(scheme: .standard, layout: layout, processorCount: 2, tilesOfTurn: 4)
    let limit = 10 * TileWalk.tileLength
    let stopping = ProgressMonitor(
      isCancelled: { read.load(ordering: .relaxed) >= limit }, report: { _ in })
    #expect(throws: CancellationError.self) { try pass.run(over: stream, monitor: stopping) }
    // Each of two processors may have been about to read one more.
    #expect(read.load(ordering: .relaxed) <= limit + 2 * TileWalk.tileLength)
    let shares = Mutex<[Double]>([])
    _ = try pass.run(
      over: stream,
      monitor: ProgressMonitor(
        isCancelled: { false }, report: { share in shares.withLock { $0.append(share) } }))
    let heard = shares.withLock(\.self)
    #expect(heard == heard.sorted() && heard.last == 1 && heard.count == 16)
  }

  @Test("a tensor larger than memory: 2³⁵ elements in 2³⁰ groups are cut without being held")
  func large() throws {
    let layout = try BlockLayout(
      shape: [1 << 15, 1 << 20], granularity: .perGroup(axis: 1, size: 32))
    let walk = TileWalk(layout)
    #expect(walk.hasWholeBlocks && walk.partCount == 1 << 19)
    let last = walk.part(walk.partCount - 1)
    #expect(last.run(in: walk.matrix)?.upperBound == layout.elementCount)
    let columns = TileWalk(
      try BlockLayout(shape: [1 << 15, 1 << 20], granularity: .perChannel(axis: 1)))
    #expect(!columns.hasWholeBlocks && columns.part(0).columns.count <= 1 << 14)
    #expect(
      TileWalk(try BlockLayout(shape: [5], granularity: .perGroup(axis: 0, size: .max))).partCount
        == 1)
  }
}
