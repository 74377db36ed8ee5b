import QuantizationEngine

/// A number for each block of a tensor, read when somebody wants it.
///
/// A model in groups of 32 has a scale for every 32 of its weights; read at opening, they would take an
/// eighth of what the weights take as float32.
enum BlockNumbers: Sendable {
  /// The same for every block.
  case all(Float)
  /// One for each block, in row-major order of the blocks.
  case each([Float])
  /// So many of a type, read when they are asked for; how many bytes they take in the file.
  case read(
    count: Int, byteCount: Int, ElementType,
    @Sendable (Range<Int>) throws(TensorFileError) -> TensorValues)

  /// Whether there are as many as there are blocks.
  func suits(blockCount: Int) -> Bool {
    switch self {
    case .all: true
    case .each(let numbers): numbers.count == blockCount
    case .read(let count, _, _, _): count == blockCount
    }
  }

  /// How many bytes of the file they take as a tensor of their own; 0 where they are none.
  var byteCount: Int { if case .read(_, let byteCount, _, _) = self { byteCount } else { 0 } }

  /// The numbers of some blocks.
  ///
  /// - Throws: ``TensorFileError``, the cases of reading.
  /// - Precondition: there are such blocks.
  func numbers(of blocks: Range<Int>) throws(TensorFileError) -> [Float] {
    switch self {
    case .all(let number): return Array(repeating: number, count: blocks.count)
    case .each(let numbers): return Array(numbers[blocks])
    case .read(_, _, _, let read):
      return switch try read(blocks) {
      case .float32(let values): values
      case .float64(let values): values.map { Float($0) }
      }
    }
  }

  /// The numbers of some blocks as float64, which holds those of other tensors in full.
  ///
  /// - Throws: ``TensorFileError``, the cases of reading.
  /// - Precondition: there are such blocks.
  func wideNumbers(of blocks: Range<Int>) throws(TensorFileError) -> [Double] {
    switch self {
    case .all, .each: return try numbers(of: blocks).map { Double($0) }
    case .read(_, _, _, let read):
      return switch try read(blocks) {
      case .float32(let values): values.map { Double($0) }
      case .float64(let values): values
      }
    }
  }
}
