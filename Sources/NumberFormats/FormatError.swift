/// Why a format does not fit a tensor.
public enum FormatError: Error, Hashable, Sendable {
  /// A row is no whole number of blocks.
  case rowLength(Int, blockSize: Int)
  /// The scope is a channel, or a tile, and the tensor has fewer than two axes.
  case noChannels(axisCount: Int)
  /// There is a weight for each of so many columns, and the rows have another length.
  case weightCount(Int, rowLength: Int)
}

extension FormatError: CustomStringConvertible {
  /// One sentence: what is expected, and what was found.
  public var description: String {
    switch self {
    case .rowLength(let length, let blockSize):
      "its blocks are \(blockSize) values along the last axis, which has \(length)"
    case .noChannels(let axisCount):
      "it needs two axes, and the tensor has \(axisCount)"
    case .weightCount(let count, let rowLength):
      "the importance matrix has \(count) columns, and the tensor has \(rowLength)"
    }
  }
}
