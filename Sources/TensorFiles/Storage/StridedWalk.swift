/// Some elements that are neighbours in row-major order and equally far apart in the file.
struct ElementPiece: Hashable, Sendable {
  /// Where the first goes, counted from the start of the run that is read.
  let target: Int
  /// Where the first is stored, in elements.
  let source: Int
  /// How far apart they are stored, in elements.
  let step: Int
  /// How many they are.
  let count: Int
}

/// The way through a tensor that visits a run of its elements in row-major order, wherever they lie.
///
/// For a shape d₀…dₙ₋₁ with the steps s₀…sₙ₋₁ the element at i₀…iₙ₋₁ is
///
///     row-major  ((i₀·d₁ + i₁)·d₂ + …)·dₙ₋₁ + iₙ₋₁
///     stored     i₀·s₀ + i₁·s₁ + … + iₙ₋₁·sₙ₋₁
///
/// In column-major order the steps are 1, d₀, d₀·d₁ and so on. A step of 0 repeats elements.
///
/// A plain loop over one order jumps through memory in the other, a cache line for each element.
/// So the last axis is cut into tiles of ``tileWidth``, and within a tile the other axes run with
/// the first one fastest: the reads of a column-major tensor are then that many sequential streams,
/// and each write fills a part of a cache line.
struct StridedWalk: Hashable, Sendable {
  /// How many elements of the last axis are visited together.
  ///
  /// Columns a power of two apart compete for one set of the innermost cache, which holds eight
  /// lines. Measured on 4096 × 4096 float32: 16 is little more than half, 32 a third as fast.
  static let tileWidth = 8

  /// The dimensions other than 1, which cannot move anything.
  private let dimensions: [Int]
  /// How far apart neighbours along each of them are stored.
  private let steps: [Int]

  /// The way through a column-major shape.
  ///
  /// - Precondition: No dimension is negative, and the product of those that are not 0 is an `Int`.
  init(columnMajor shape: [Int]) {
    dimensions = shape.filter { $0 != 1 }
    var step = 1
    steps = dimensions.map { dimension in
      defer { step *= max(dimension, 1) }
      return step
    }
  }

  /// The way through a shape whose elements lie some steps apart.
  ///
  /// - Precondition: As above, and nothing in `steps`, one for each dimension, is negative.
  init(shape: [Int], steps: [Int]) {
    let axes = shape.indices.filter { shape[$0] != 1 }
    dimensions = axes.map { shape[$0] }
    self.steps = axes.map { steps[$0] }
  }

  /// How many stored elements the way reaches over, from the first to the last it visits.
  ///
  /// - Precondition: they can be counted.
  var extent: Int {
    if dimensions.contains(0) { return 0 }
    return zip(dimensions, steps).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
  }

  /// Calls `body` with pieces that together are the run, each element in exactly one.
  ///
  /// - Parameters:
  ///   - run: Positions in row-major order, within the product of the shape.
  ///   - body: Gets the pieces, in no promised order.
  func forEachPiece(in run: Range<Int>, _ body: (ElementPiece) -> Void) {
    guard !run.isEmpty else { return }
    guard !dimensions.isEmpty else {
      return body(ElementPiece(target: 0, source: 0, step: 1, count: 1))
    }
    visit(run, axis: 0, source: 0, target: 0, body)
  }

  /// Visits a run of the sub-tensor that is left when the axes before `axis` are fixed.
  ///
  /// The run is the end of one slab along `axis`, some whole slabs, and the start of another; the
  /// parts are runs of the next axis. At most two parts of a level go down, so the pieces' number
  /// is dominated by the whole slabs.
  private func visit(
    _ run: Range<Int>, axis: Int, source: Int, target: Int, _ body: (ElementPiece) -> Void
  ) {
    guard axis < dimensions.count - 1 else {
      return body(
        ElementPiece(
          target: target, source: source + run.lowerBound * steps[axis], step: steps[axis],
          count: run.count))
    }
    let slab = dimensions[(axis + 1)...].reduce(1, *)
    let (first, skipped) = run.lowerBound.quotientAndRemainder(dividingBy: slab)
    let (last, kept) = run.upperBound.quotientAndRemainder(dividingBy: slab)
    guard first < last else {
      return visit(
        skipped..<kept, axis: axis + 1, source: source + first * steps[axis], target: target, body)
    }
    if skipped > 0 {
      visit(
        skipped..<slab, axis: axis + 1, source: source + first * steps[axis], target: target, body)
    }
    let whole = (skipped > 0 ? first + 1 : first)..<last
    if !whole.isEmpty {
      visitSlabs(
        whole, axis: axis, source: source,
        target: target + whole.lowerBound * slab - run.lowerBound, body)
    }
    if kept > 0 {
      visit(
        0..<kept, axis: axis + 1, source: source + last * steps[axis],
        target: target + last * slab - run.lowerBound, body)
    }
  }

  /// Visits whole slabs along `axis` in tiles.
  private func visitSlabs(
    _ slabs: Range<Int>, axis: Int, source: Int, target: Int, _ body: (ElementPiece) -> Void
  ) {
    let width = dimensions[dimensions.count - 1]
    let step = steps[dimensions.count - 1]
    let lines = Lines(
      dimensions: [slabs.count] + dimensions[(axis + 1)..<(dimensions.count - 1)],
      sourceSteps: Array(steps[axis..<(dimensions.count - 1)]), lineWidth: width)
    let origin = source + slabs.lowerBound * steps[axis]
    // Where the elements of a line are neighbours, there is nothing to gain from parts of it.
    let tile = step == 1 ? width : Self.tileWidth
    for column in stride(from: 0, to: width, by: tile) {
      let count = min(tile, width - column)
      lines.forEach { lineTarget, lineSource in
        body(
          ElementPiece(
            target: target + lineTarget + column, source: origin + lineSource + column * step,
            step: step, count: count))
      }
    }
  }
}

/// The lines along the last axis, one for each index of the axes before it.
private struct Lines {
  let dimensions: [Int]
  let sourceSteps: [Int]
  let targetSteps: [Int]

  init(dimensions: [Int], sourceSteps: [Int], lineWidth: Int) {
    self.dimensions = dimensions
    self.sourceSteps = sourceSteps
    var step = lineWidth
    targetSteps = dimensions.reversed().map { dimension in
      defer { step *= dimension }
      return step
    }.reversed()
  }

  /// Calls `body` with where each line starts in the target and in the source, the first axis
  /// fastest.
  func forEach(_ body: (_ target: Int, _ source: Int) -> Void) {
    var index = Array(repeating: 0, count: dimensions.count)
    var target = 0
    var source = 0
    while true {
      for _ in 0..<dimensions[0] {
        body(target, source)
        target += targetSteps[0]
        source += sourceSteps[0]
      }
      target -= dimensions[0] * targetSteps[0]
      source -= dimensions[0] * sourceSteps[0]
      var axis = 1
      while axis < dimensions.count {
        index[axis] += 1
        target += targetSteps[axis]
        source += sourceSteps[axis]
        if index[axis] < dimensions[axis] { break }
        target -= dimensions[axis] * targetSteps[axis]
        source -= dimensions[axis] * sourceSteps[axis]
        index[axis] = 0
        axis += 1
      }
      guard axis < dimensions.count else { return }
    }
  }
}
