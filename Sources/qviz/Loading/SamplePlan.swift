import QuantizationEngine

/// Which elements of a tensor are looked at first: short runs of neighbours, evenly spaced.
///
/// Runs and not single elements, because reading one value costs as much as reading its page.
struct SamplePlan: Equatable {
  /// How many values make a picture: the histogram of so many looks like that of all.
  static let valueCount = 1 << 16
  /// How many neighbours are read at most in one place.
  static let runLength = 128
  /// How many blocks are looked at at most.
  static let blockLimit = 4096
  /// How many blocks beside each other are looked at where not all are.
  static let clusterLength = 16
  /// How many values of a block are looked at at least.
  static let valuesOfBlock = 32
  /// How many values of the first block are looked at, because it is shown first.
  static let valuesOfFirstBlock = 4096

  /// The runs, ascending; no two touch.
  let runs: [Range<Int>]

  /// How many values there are in all runs.
  var count: Int { runs.reduce(0) { $0 + $1.count } }

  /// Whether a sample of a layout is there much sooner than all of its values.
  static func isWorthwhile(_ layout: BlockLayout) -> Bool {
    layout.elementCount > 4 * valueCount
  }

  /// The plan for a layout.
  ///
  /// With one block the runs are spread over all elements, from the first to the last. With several
  /// each block has its share; of very many, clusters of neighbours are chosen, and the others have
  /// no values in the sample.
  ///
  /// - Parameters:
  ///   - layout: how elements fall into blocks.
  ///   - thinning: how many times fewer values are read, for a file in which the neighbours of the
  ///     layout are far apart.
  init(_ layout: BlockLayout, thinning: Int = 1) {
    guard layout.elementCount > 0, layout.blockCount > 0 else {
      runs = []
      return
    }
    let values = Self.valueCount / thinning
    let blocks = Self.blocks(of: layout.blockCount)
    let share = max(values / blocks.count, Self.valuesOfBlock)
    var pieces = blocks.flatMap { BlockRuns(layout, block: $0).pieces(values: share) }
    if layout.blockCount > 1 {
      pieces += BlockRuns(layout, block: 0).pieces(
        values: max(share, Self.valuesOfFirstBlock / thinning))
    }
    runs = Self.joined(pieces)
  }

  /// The blocks that are looked at: all, or clusters from the first to the last.
  private static func blocks(of count: Int) -> [Int] {
    guard count > blockLimit else { return Array(0..<count) }
    let clusters = blockLimit / clusterLength
    return (0..<clusters).flatMap { cluster in
      let first = place(cluster, of: clusters, last: count - clusterLength)
      return first..<first + clusterLength
    }
  }

  /// Ranges in ascending order, those that touch joined.
  private static func joined(_ pieces: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for piece in pieces.sorted(by: { $0.lowerBound < $1.lowerBound }) where !piece.isEmpty {
      if let last = joined.last, piece.lowerBound <= last.upperBound {
        joined[joined.count - 1] =
          last.lowerBound..<max(last.upperBound, piece.upperBound)
      } else {
        joined.append(piece)
      }
    }
    return joined
  }

  /// Where the `index`-th of `count` evenly spaced places is in `0...last`, both ends included.
  static func place(_ index: Int, of count: Int, last: Int) -> Int {
    guard count > 1 else { return 0 }
    // In full width: the product of two large numbers must not overflow.
    let (high, low) = index.multipliedFullWidth(by: last)
    return (count - 1).dividingFullWidth((high, low)).quotient
  }
}

/// The elements of one block, as runs of neighbours of equal length that can be asked for by number.
private struct BlockRuns {
  /// How many runs there are.
  let count: Int
  /// How many elements each has.
  let length: Int
  /// The first element of the first run.
  private let first: Int
  /// From the start of one run to that of the next.
  private let step: Int

  /// The runs of a block, as ``BlockLayout/forEachRun(ofBlock:_:)`` has them.
  init(_ layout: BlockLayout, block: Int) {
    switch layout.granularity {
    case .perTensor:
      (count, length, first, step) = (1, layout.elementCount, 0, 0)
    case .perChannel(let axis):
      let along = layout.shape[axis]
      let inner = layout.shape[(axis + 1)...].reduce(1, *)
      (count, length) = (layout.elementCount / (along * inner), inner)
      (first, step) = (block * inner, along * inner)
    case .perGroup(let axis, let asked):
      let along = layout.shape[axis]
      let size = min(asked, along)
      let inner = layout.shape[(axis + 1)...].reduce(1, *)
      let groups = (along + size - 1) / size
      let group = block / inner % groups
      let members = min(size, along - group * size)
      first = (block / (inner * groups) * along + group * size) * inner + block % inner
      (count, length, step) = inner == 1 ? (1, members, 0) : (members, 1, inner)
    }
  }

  /// About so many of the elements, as evenly spaced pieces of runs; all where there are no more.
  func pieces(values: Int) -> [Range<Int>] {
    let total = count * length
    guard total > values else {
      return (0..<count).map { first + $0 * step..<first + $0 * step + length }
    }
    let pieceLength = min(SamplePlan.runLength, length, values)
    let number = values / pieceLength
    return (0..<number).map { index in
      let place = SamplePlan.place(index, of: number, last: total - pieceLength)
      let within = min(place % length, length - pieceLength)
      let start = first + place / length * step + within
      return start..<start + pieceLength
    }
  }
}
