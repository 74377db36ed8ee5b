import QuantizationEngine
import TestSupport
import Testing

/// Which elements share an encoding, for every small shape and every granularity.
@Suite struct BlockLayoutTests {
  /// All shapes of up to four dimensions of 0 to 3, and some that are longer.
  static let shapes: [[Int]] = {
    var shapes: [[Int]] = [[]]
    for _ in 0..<4 {
      shapes += shapes.filter { $0.count == shapes.map(\.count).max() }
        .flatMap { shape in (0...3).map { shape + [$0] } }
    }
    return shapes + [[7, 5], [2, 11], [5, 2, 7], [64, 3, 7, 7]]
  }()

  /// Every granularity that fits a shape, with groups up to one longer than the axis.
  static func granularities(of shape: [Int]) -> [Granularity] {
    [.perTensor] + shape.indices.map { .perChannel(axis: $0) }
      + shape.indices.flatMap { axis in
        Array(Set([1, 2, 3, max(shape[axis], 1), shape[axis] + 1])).sorted()
          .map { .perGroup(axis: axis, size: $0) }
      }
  }

  /// The indices of an element along each dimension, counted in row-major order.
  static func indices(of element: Int, in shape: [Int]) -> [Int] {
    var rest = element
    return shape.reversed().map { dimension in
      defer { rest /= dimension }
      return rest % dimension
    }.reversed()
  }

  /// The block of an element, from the table of ``Granularity`` alone.
  static func block(of element: Int, in shape: [Int], _ granularity: Granularity) -> Int {
    let indices = indices(of: element, in: shape)
    switch granularity {
    case .perTensor: return 0
    case .perChannel(let axis): return indices[axis]
    case .perGroup(let axis, let size):
      var groups = indices
      groups[axis] /= size
      var dimensions = shape
      dimensions[axis] = (shape[axis] + size - 1) / size
      return zip(groups, dimensions).reduce(0) { $0 * $1.1 + $1.0 }
    }
  }

  @Test("runs partition the elements, in order, and agree with the block of each element")
  func partitions() throws {
    var wrong: [String] = []
    for shape in Self.shapes {
      for granularity in Self.granularities(of: shape) {
        let layout = try BlockLayout(shape: shape, granularity: granularity)
        let count = shape.reduce(1, *)
        var owner = [Int](repeating: -1, count: count)
        var ascends = true
        for block in 0..<layout.blockCount {
          var last = -1
          layout.forEachRun(ofBlock: block) { start, length in
            for element in start..<start + length {
              if element <= last || owner[element] != -1 { ascends = false }
              last = element
              owner[element] = block
            }
          }
        }
        let expected = (0..<count).map { Self.block(of: $0, in: shape, granularity) }
        let isRight =
          ascends && (count > 0 || layout.blockCount <= 1) && owner == expected
          && layout.elementCount == count
          && (0..<count).map { layout.block(ofElement: $0) } == expected
          && layout.blockCount == layout.blockShape.reduce(1, *)
        if !isRight { wrong.append("\(shape) \(granularity)") }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test("runs of any elements cover them in order, each with the blocks that they have")
  func elementRuns() throws {
    for shape in Self.shapes {
      let count = shape.reduce(1, *)
      for granularity in Self.granularities(of: shape) {
        let layout = try BlockLayout(shape: shape, granularity: granularity)
        for elements in [0..<count, count / 3..<count, count / 5..<count - count / 4] {
          var found: [Int] = []
          var next = elements.lowerBound
          layout.forEachRun(of: elements) { run in
            #expect(run.elements.lowerBound == next && !run.elements.isEmpty)
            next = run.elements.upperBound
            found += run.elements.indices.map {
              run.block + run.step * ($0 - run.elements.lowerBound)
            }
          }
          let expected = elements.map { Self.block(of: $0, in: shape, granularity) }
          #expect(next == elements.upperBound && found == expected, "\(shape) \(granularity)")
        }
      }
    }
  }

  @Test("the shape of the scales is that of the table")
  func blockShapes() throws {
    let shape = [6, 5, 7]
    #expect(try BlockLayout(shape: shape, granularity: .perTensor).blockShape == [])
    #expect(try BlockLayout(shape: shape, granularity: .perChannel(axis: 1)).blockShape == [5])
    let groups = try BlockLayout(shape: shape, granularity: .perGroup(axis: 2, size: 3))
    #expect(groups.blockShape == [6, 5, 3])
    #expect(groups.blockCount == 90)
    #expect(try BlockLayout(shape: [], granularity: .perTensor).elementCount == 1)
  }

  @Test("a tensor without elements has at most one block, however many channels it speaks of")
  func noElements() throws {
    for shape in [[0, 4], [0, 1_000_000_000], [0, Int.max], [3, 0, Int.max]] {
      for granularity in [Granularity.perTensor, .perChannel(axis: shape.count - 1)]
        + [1, 3, Int.max].map({ .perGroup(axis: shape.count - 1, size: $0) })
      {
        let layout = try BlockLayout(shape: shape, granularity: granularity)
        // Groups lie along all other axes, one of which has no elements.
        let isGrouped = if case .perGroup = granularity { true } else { false }
        let count = isGrouped ? 0 : 1
        #expect(layout.elementCount == 0 && layout.blockCount == count)
        #expect(layout.blockShape.isEmpty == !isGrouped)
        let tensor = TensorDistribution([Float](), layout: layout)
        #expect(tensor.blocks.count == count && tensor.count == 0)
        for block in 0..<count {
          layout.forEachRun(ofBlock: block) { _, _ in Issue.record("no element is in a run") }
        }
      }
    }
  }

  @Test("a tensor without channels has no blocks by channel, and one as a whole")
  func noChannels() throws {
    for shape in [[0], [0, 3], [0, Int.max]] {
      #expect(try BlockLayout(shape: shape, granularity: .perChannel(axis: 0)).blockCount == 0)
      #expect(try BlockLayout(shape: shape, granularity: .perTensor).blockCount == 1)
    }
  }

  @Test("a group longer than its axis is the axis, whatever its length", arguments: 0..<3)
  func longGroups(_ axis: Int) throws {
    let shape = [3, 4, 5]
    let values = (0..<60).map { Float($0 * 7 % 60) }
    let whole = try BlockLayout(shape: shape, granularity: .perGroup(axis: axis, size: shape[axis]))
    let expected = TensorDistribution(values, layout: whole)
    for size in [shape[axis] + 1, 1 << 40, 4_000_000_000_000_000_000, Int.max - 1, Int.max] {
      let layout = try BlockLayout(shape: shape, granularity: .perGroup(axis: axis, size: size))
      #expect(layout.blockCount == whole.blockCount)
      let tensor = TensorDistribution(values, layout: layout)
      for block in 0..<layout.blockCount {
        var (runs, expectedRuns): ([[Int]], [[Int]]) = ([], [])
        layout.forEachRun(ofBlock: block) { runs.append([$0, $1]) }
        whole.forEachRun(ofBlock: block) { expectedRuns.append([$0, $1]) }
        #expect(runs == expectedRuns)
        #expect(tensor.blocks[block].bounds == expected.blocks[block].bounds)
      }
      for element in 0..<60 {
        #expect(layout.block(ofElement: element) == whole.block(ofElement: element))
      }
    }
  }

  @Test("axes that do not exist, empty groups, negative and overflowing shapes are refused")
  func refusals() {
    func refusal(_ shape: [Int], _ granularity: Granularity) -> GranularityError? {
      do {
        _ = try BlockLayout(shape: shape, granularity: granularity)
        return nil
      } catch {
        return error
      }
    }
    for axis in [-1, 2, Int.max, Int.min] {
      let error = GranularityError.axisOutOfRange(axis: axis, shape: [2, 3])
      #expect(refusal([2, 3], .perChannel(axis: axis)) == error)
      #expect(refusal([2, 3], .perGroup(axis: axis, size: 2)) == error)
    }
    #expect(refusal([], .perChannel(axis: 0)) == .axisOutOfRange(axis: 0, shape: []))
    for size in [0, -1, Int.min] {
      #expect(refusal([2, 3], .perGroup(axis: 1, size: size)) == .groupSizeNotPositive(size))
    }
    #expect(refusal([2, 3], .perGroup(axis: 1, size: .max)) == nil)
    for shape in [[-1], [2, -3], [Int.max, 2], [1 << 32, 1 << 32], [Int.min], [0, -1]] {
      for granularity in [Granularity.perTensor, .perChannel(axis: 0), .perGroup(axis: 0, size: 1)]
      {
        #expect(refusal(shape, granularity) == .shapeNotRepresentable(shape), "\(shape)")
      }
    }
  }

  @Test(
    "a block of a tensor is the tensor of its slice: same values, encoding and error",
    arguments: ["adv_ch_scales", "adv_laplace", "adv_studentt3", "ppocr_det_dw5x5", "adv_inf"])
  func slices(_ name: String) throws {
    let fixture = Fixture.named(name)
    for granularity in Self.granularities(of: fixture.shape).filter({ $0 != .perTensor }) {
      let layout = try BlockLayout(shape: fixture.shape, granularity: granularity)
      guard layout.blockCount <= 400 else { continue }
      let whole = TensorDistribution(fixture.values, layout: layout)
      #expect(whole.blocks.count == layout.blockCount)
      var staircases: [Staircase] = []
      var sums = ErrorSums()
      var slices = [[Float]](repeating: [], count: layout.blockCount)
      for (element, value) in fixture.values.enumerated() {
        slices[Self.block(of: element, in: fixture.shape, granularity)].append(value)
      }
      for (block, members) in slices.enumerated() {
        let slice = TensorDistribution(
          members, layout: try BlockLayout(shape: [members.count], granularity: .perTensor))
        let distribution = whole.blocks[block]
        #expect(distribution.count == slice.count && distribution.bounds == slice.bounds)
        let range = ClippingRange(
          lower: slice.bounds?.lowerBound ?? 0, upper: slice.bounds?.upperBound ?? 0)
        let staircase = AffineQuantizer(
          encoding: try Scheme(bitWidth: 4).encoding(for: range)
        ).staircase
        staircases.append(staircase)
        let error = slice.error(on: [staircase])
        let isSame = ErrorSums(of: distribution, on: staircase) == error.sums
        #expect(isSame, "block \(block) of \(granularity)")
        sums = sums + error.sums
      }
      let isSame = whole.error(on: staircases).sums == sums
      #expect(isSame, "\(granularity)")
      #expect(whole.count == fixture.finite.count)
      #expect(whole.bounds == (try fixture.distribution.bounds))
    }
  }

  @Test("with one encoding for all, blocks together have the error of the whole tensor")
  func sameEncoding() throws {
    let fixture = Fixture.named("adv_laplace")
    let staircase = AffineQuantizer(
      encoding: try Scheme.standard.encoding(for: ClippingRange(lower: -3, upper: 4))
    ).staircase
    let values = fixture.finite
    let referee = RefereeQuantizer(
      RefereeEncoding(try Scheme.standard.encoding(for: ClippingRange(lower: -3, upper: 4))))
    let metrics = try #require(
      RefereeMetrics(
        values, codes: referee.codes(of: fixture.values), encoding: referee.encoding))
    for granularity in Self.granularities(of: fixture.shape) {
      let layout = try BlockLayout(shape: fixture.shape, granularity: granularity)
      guard layout.blockCount <= 600 else { continue }
      let tensor = TensorDistribution(fixture.values, layout: layout)
      let reference = try #require(DivergenceReference(tensor))
      let error = tensor.error(
        on: Array(repeating: staircase, count: layout.blockCount), reference: reference)
      expectReferee(error, metrics, levels: 256, firstCode: 0, "\(granularity)")
      #expect(error.divergence?.binCount == 2048)
    }
  }
}
