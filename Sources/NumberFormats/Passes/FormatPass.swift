public import QuantizationEngine

/// What a number format makes of a tensor, found by reading alone.
///
/// Every value is encoded to the bits that are stored and decoded again, block after block on all
/// processors, and the same sums are added up as of any scheme. The tensor is never held whole.
///
///     let pass = try FormatPass(format, shape: [4096, 4096])
///     let result = try pass.run(over: stream)
///     result.error.sqnrInDecibels
///     pass.bitsPerValue
///
/// - Complexity: O(elements) time on all processors, once for blocks, and once more for each round in
///   which a scope of unbounded size is gathered. Memory is that of some pieces, and of the parameters
///   of all scopes.
public struct FormatPass: Sendable {
  /// The format.
  public let format: NumberFormat
  /// How many bits everything takes that is stored of the tensor.
  public let storedBits: Int

  let layout: FormatLayout
  /// How much each column matters, told by the caller; nil where all matter alike.
  let columns: PassColumns?

  /// What the searches of the format are told of it; nil where they make no use of it.
  private var searched: PassColumns? { format.usesImportance ? columns : nil }

  /// The pass of a format over tensors of a shape.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - shape: The dimensions, the slowest first.
  ///   - importance: How much the values of each index of the last axis matter: the mean of the squares
  ///     of an input's activations, as llama.cpp keeps it; of a stack of matrices those of the first,
  ///     then those of the next, or one list for all. Formats whose searches make no use of it ignore
  ///     it there; the weighted error is of it in any format.
  /// - Throws: ``FormatError`` where the format, or the importance, does not fit the shape.
  public init(
    _ format: NumberFormat, shape: [Int], importance: [Float] = []
  ) throws(FormatError) {
    self.format = format
    layout = try FormatLayout(format.shape, shape: shape)
    storedBits = layout.storedBits(format.arithmetic)
    guard !importance.isEmpty else {
      columns = nil
      return
    }
    guard let columns = PassColumns(importance, shape: shape) else {
      throw .weightCount(importance.count, rowLength: layout.rowLength)
    }
    self.columns = columns
  }

  /// How many bits a value takes, everything that is stored shared out; nil without values.
  public var bitsPerValue: Double? {
    layout.count > 0 ? Double(storedBits) / Double(layout.count) : nil
  }

  /// Reads a tensor and adds up the error of the format.
  ///
  /// - Parameters:
  ///   - stream: The elements, in row-major order of the shape.
  ///   - rule: Which values are in no sum. They are encoded with the others nevertheless: no format's
  ///     software knows of them.
  ///   - monitor: Hears the progress and may cancel.
  /// - Returns: The sums, the same bits on any number of processors.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: the stream has as many elements as the shape.
  ///
  /// Edge cases:
  /// - The elements of a float64 tensor, and wide integers, are rounded to float32 before they are
  ///   encoded; the sums are over the errors from the elements themselves, in float64.
  /// - What is not finite is encoded as the format's software does, and is in no sum; finite values that
  ///   it spoils, or that float32 has no room for, are counted as lost.
  public func run(
    over stream: ElementStream, ignoring rule: IgnoreRule = IgnoreRule(),
    monitor: ProgressMonitor = .none
  ) throws(CancellationError) -> FormatResult {
    var total = PieceSums()
    let piece = PieceMeasure(stream: stream, rule: rule, columns: columns)
    try read(stream, monitor: monitor) { elements, values, decoded in
      piece.sums(of: elements, values, decoded)
    } taking: {
      total += $0
    }
    let weighted = columns == nil ? nil : total.weighted
    return stream.elementType.fitsFloat32
      ? FormatResult(total.sums, weighted: weighted) : FormatResult(total.wide, weighted: weighted)
  }

  /// The values that the format makes of a tensor, in its order.
  ///
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: the stream has as many elements as the shape.
  public func decodedValues(
    of stream: ElementStream, monitor: ProgressMonitor = .none
  ) throws(CancellationError) -> [Float] {
    var all: [Float] = []
    all.reserveCapacity(layout.count)
    try read(stream, monitor: monitor) { _, _, decoded in
      decoded.indices.map { decoded[$0] }
    } taking: {
      all += $0
    }
    return all
  }

  /// Reads a tensor and makes something of each piece of it.
  ///
  /// - Parameters:
  ///   - stream: The elements, in row-major order of the shape.
  ///   - monitor: Hears the progress and may cancel.
  ///   - body: Makes something of some values and what the format makes of them; it is called from
  ///     several threads at once.
  ///   - take: Takes what was made, in the order of the elements, on the caller's thread.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: the stream has as many elements as the shape.
  public func read<Made: Sendable>(
    _ stream: ElementStream, monitor: ProgressMonitor = .none,
    _ body: @Sendable (Range<Int>, _ values: Span<Float>, _ decoded: Span<Float>) -> Made,
    taking take: (Made) -> Void
  ) throws(CancellationError) {
    precondition(stream.count == layout.count, "stream and shape differ in number")
    switch format.arithmetic {
    case .blocks(let coder, _):
      try read(stream, monitor, by: coder, body, take)
    case .scopes(let coder):
      try read(stream, monitor, by: coder, body, take)
    }
    try monitor.checkCancellation()
  }

  // Existentials are opened here, so that the loops are compiled for each coder.

  private func read<Made: Sendable>(
    _ stream: ElementStream, _ monitor: ProgressMonitor, by coder: some BlockCoder,
    _ body: @Sendable (Range<Int>, Span<Float>, Span<Float>) -> Made, _ take: (Made) -> Void
  ) throws(CancellationError) {
    try BlockReading(coder: coder, layout: layout, weights: searched)
      .read(stream, monitor, body, take)
  }

  private func read<Made: Sendable>(
    _ stream: ElementStream, _ monitor: ProgressMonitor, by coder: some ScopeCoder,
    _ body: @Sendable (Range<Int>, Span<Float>, Span<Float>) -> Made, _ take: (Made) -> Void
  ) throws(CancellationError) {
    try ScopeReading(coder: coder, layout: layout).read(stream, monitor, body, take)
  }
}

extension NumberFormat {
  /// Whether an importance matrix changes what the format makes of values.
  public var usesImportance: Bool {
    if case .blocks(_, let usesImportance) = arithmetic { usesImportance } else { false }
  }

  /// How many bits a value of a tensor of a shape takes, everything that is stored shared out.
  ///
  /// - Returns: The bits; nil for a tensor without values.
  /// - Throws: ``FormatError`` where the format does not fit the shape.
  public func bitsPerValue(shape: [Int]) throws(FormatError) -> Double? {
    try FormatPass(self, shape: shape).bitsPerValue
  }
}
