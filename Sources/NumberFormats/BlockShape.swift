/// Which values of a tensor share what a number format stores beside the codes.
///
/// The tensor is seen as a matrix: its last axis is a row, whatever comes before counts the rows.
public enum BlockShape: Hashable, Sendable {
  /// Nothing is shared: each value stands alone, as after a cast.
  case value
  /// So many values that follow one another in row-major order, across rows; the last may be short.
  case flat(Int)
  /// So many values along the last axis, which is a whole number of blocks.
  case row(Int)
  /// The values of one index of the first axis.
  case channel
  /// A tile of the matrix, cut off at its edges.
  case tile(rows: Int, columns: Int)
  /// All values.
  case tensor
}
