/// How much of a model may be walked and copied, so that time and memory stay bounded.
///
/// In a tree of tables many offsets may lead to one place: a file of a megabyte could have a hundred
/// thousand tensors of the same name of a megabyte. Honest files share little.
struct TFLiteBudget {
  /// How many tensors a model may have, constants or not; LiteRT's own check of a model ends there too.
  static let tensorLimit = 1_000_000
  /// The fewest bytes that a tensor takes which shares none: an offset to its table, and the table.
  static let leastTensorByteCount = 8
  /// How many times the bytes of a file may be copied.
  static let sharing = 16
  /// How many bytes may be copied of the smallest file, and of the largest.
  static let byteLimits = 1 << 20...1 << 28

  private let byteLimit: Int
  private let tensorLimit: Int
  private var byteCount = 0
  private var tensorCount = 0

  /// What may be walked of so many bytes.
  init(byteCount: Int) {
    let (product, overflow) = byteCount.multipliedReportingOverflow(by: Self.sharing)
    tensorLimit = min(Self.tensorLimit, byteCount / Self.leastTensorByteCount)
    let limits = Self.byteLimits
    byteLimit = min(max(overflow ? .max : product, limits.lowerBound), limits.upperBound)
  }

  /// Counts a tensor, or a graph.
  mutating func countTensor() { tensorCount += 1 }

  /// Counts bytes that are copied, of which the file has as many.
  mutating func count(bytes: Int) {
    let (sum, overflow) = byteCount.addingReportingOverflow(bytes)
    byteCount = overflow ? .max : sum
  }

  /// Throws where too much was counted.
  func check() throws(TFLiteFault) {
    guard tensorCount <= tensorLimit else { throw .tensorCount(limit: tensorLimit) }
    guard byteCount <= byteLimit else { throw .namesAndScales(limit: byteLimit) }
  }
}
