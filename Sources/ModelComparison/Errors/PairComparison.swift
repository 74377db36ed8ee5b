public import QuantizationEngine

/// The comparison of a tensor with its counterpart: both are read once, in pieces, on all
/// processors.
///
///     guard let ordered = y.inOrder(ofOriginal: pair.shape, before: transform) else { … }
///     let comparison = PairComparison(
///       original: x.changed(by: transform), quantized: ordered, shape: pair.shape,
///       count: pair.comparedCount, transform: transform)
///     let error = try comparison.run()
///     error.relativeError
///
/// Memory does not grow with the tensor. The result is the same bits on any number of processors,
/// for pieces follow from the shape alone and are added up in their order.
public struct PairComparison: Sendable {
  /// The original's values, in its order.
  public let original: ValueSource
  /// What is stored, in the original's order.
  public let quantized: ValueSource
  /// The original's shape.
  public let shape: [Int]
  /// How many elements are compared, from the first.
  public let count: Int
  /// What the converter did, which is undone in the two sources.
  public let transform: TensorTransform
  /// The local scale of each element, in the original's order; nil where there is none.
  public let scales: ValueSource?
  /// The codes; nil where there are none.
  public let codes: StoredCodes?
  /// What the squared error of each column counts; nil where all count alike.
  public let weights: ColumnWeights?
  /// The smallest normal number of the quantized type, 0 where it is not known.
  public let smallestNormal: Float

  private let processorCount: Int
  private let pieceLength: Int

  /// How many elements a piece has: both sides of it stay in cache.
  static let usualPieceLength = 1 << 15

  /// A comparison.
  ///
  /// - Parameters:
  ///   - original: the original's values, in its order and changed as the converter did.
  ///   - quantized: what is stored, in the original's order.
  ///   - shape: the original's shape.
  ///   - count: how many elements to compare; by default all of the shape.
  ///   - transform: what the converter did; it decides how long pieces are, and no more.
  ///   - scales: the local scale of each element, in the original's order.
  ///   - codes: the codes, in any order.
  ///   - weights: what the squared error of each column counts.
  ///   - quantizedType: the type of the stored elements, for counting those that are subnormal.
  /// - Precondition: the sources have at least `count` elements, and the shape has as well.
  public init(
    original: ValueSource, quantized: ValueSource, shape: [Int], count: Int? = nil,
    transform: TensorTransform = .asIs, scales: ValueSource? = nil, codes: StoredCodes? = nil,
    weights: ColumnWeights? = nil, quantizedType: ElementType? = nil
  ) {
    self.init(
      original: original, quantized: quantized, shape: shape, count: count, transform: transform,
      scales: scales, codes: codes, weights: weights,
      smallestNormal: quantizedType?.smallestNormal ?? 0,
      processorCount: Parallel.processorCount, pieceLength: Self.usualPieceLength)
  }

  /// A comparison on so many processors, in pieces of so many elements.
  init(
    original: ValueSource, quantized: ValueSource, shape: [Int], count: Int?,
    transform: TensorTransform, scales: ValueSource?, codes: StoredCodes?, weights: ColumnWeights?,
    smallestNormal: Float, processorCount: Int, pieceLength: Int
  ) {
    let all = ComparedTensor(name: "", shape: shape).elementCount
    self.count = count ?? all
    precondition(
      self.count <= all && self.count <= original.count && self.count <= quantized.count
        && self.count <= scales?.count ?? .max, "both sides have the elements to compare")
    self.original = original
    self.quantized = quantized
    self.shape = shape
    self.transform = transform
    self.scales = scales
    self.codes = codes
    self.weights = weights
    self.smallestNormal = smallestNormal
    self.processorCount = processorCount
    self.pieceLength =
      ElementOrder(transform, shape: shape)?.pieceLength(pieceLength) ?? pieceLength
  }

  /// How many pieces are worked on before their results are put in order.
  private static let piecesOfTurn = 64

  /// Reads both sides and adds up what differs.
  ///
  /// - Parameter monitor: hears the progress and may cancel; it is asked before each piece.
  /// - Returns: the error; without elements one over no values.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Complexity: O(elements) time on all processors.
  public func run(monitor: ProgressMonitor = .none) throws(CancellationError) -> PairError {
    let walk = PieceWalk(count: count, rowLength: rowLength, pieceLength: pieceLength)
    let wideReader = WidePieceReader(
      original: original, quantized: quantized, scales: scales, weights: weights,
      smallestNormal: smallestNormal, walk: walk)
    let readers = (0..<max(min(processorCount, walk.pieceCount), 1)).map { _ in
      PieceReader(self, walk: walk)
    }
    var total = PairTotal(hasChannels: hasChannels)
    let share = codes == nil ? 1 : 0.75
    for start in stride(from: 0, to: walk.pieceCount, by: Self.piecesOfTurn) {
      let turn = start..<min(start + Self.piecesOfTurn, walk.pieceCount)
      let results = try Parallel.mapEach(
        turn, processorCount: readers.count, monitor: monitor
      ) { wideReader?.read($1) ?? readers[$0].read($1) }
      for result in results { total.add(result) }
      monitor.report(share * Double(turn.upperBound) / Double(walk.pieceCount))
    }
    let counts = try codes?.count(monitor: monitor.part(share...1))
    monitor.report(1)
    return total.error(
      hasScales: scales != nil, hasWeights: weights != nil, codes: counts)
  }

  /// The elements of an entry of axis 0; all of them where there is a single axis.
  private var rowLength: Int {
    guard shape.count > 1, let rows = shape.first, rows > 0 else { return max(count, 1) }
    return max(ComparedTensor(name: "", shape: Array(shape.dropFirst())).elementCount, 1)
  }

  /// Whether there are entries of axis 0 to tell apart.
  private var hasChannels: Bool { shape.count > 1 && shape[0] > 1 }
}

extension ElementType {
  /// The smallest normal number of a float type that holds values as they are; nil of others.
  var smallestNormal: Float? {
    switch self {
    case .float16: 0x1p-14
    case .bfloat16, .float32: .leastNormalMagnitude
    default: nil
    }
  }
}

extension StoredCodes {
  /// How many elements have each code.
  func count(monitor: ProgressMonitor) throws(CancellationError) -> StoredCodeCounts {
    let pieceLength = PairComparison.usualPieceLength
    let pieces = stride(from: 0, to: values.count, by: pieceLength).map {
      $0..<min($0 + pieceLength, values.count)
    }
    let turns = Parallel.turns(of: pieces.count)
    let counts = Parallel.map(turns, monitor: monitor) { turn in
      var counts = StoredCodeCounts(range: range)
      var codes = [Float](repeating: 0, count: pieceLength)
      for piece in pieces[turn] where !monitor.isCancelled {
        unsafe codes.withUnsafeMutableBufferPointer { buffer in
          let target = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<piece.count])
          unsafe values.read(piece, into: target)
          unsafe counts.add(UnsafeBufferPointer(target))
        }
      }
      return counts
    }
    try monitor.checkCancellation()
    var total = StoredCodeCounts(range: range)
    for part in counts { total.add(part) }
    return total
  }
}
