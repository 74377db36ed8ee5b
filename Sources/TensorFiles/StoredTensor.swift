/// A tensor and where its elements lie in the mapped file.
///
/// Invariant: `start + description.byteCount` is at most the size of the file. Whoever makes one
/// has checked it; reading relies on it.
struct StoredTensor: Sendable {
  /// What the program is told.
  let description: TensorDescription
  /// The position of the first element in the file.
  let start: Int
  /// The order of the bytes within an element.
  let byteOrder: ByteOrder
  /// The order of the elements.
  let elementOrder: ElementOrder
}

/// Which byte of a number comes first.
public enum ByteOrder: Hashable, Sendable {
  /// The least significant.
  case little
  /// The most significant.
  case big

  /// What this machine does.
  public static var native: ByteOrder { 1.littleEndian == 1 ? .little : .big }
}

/// Which neighbour of an element comes next.
public enum ElementOrder: Hashable, Sendable {
  /// The last index moves fastest: C, and what the reader hands out.
  case rowMajor
  /// The first index moves fastest: Fortran.
  ///
  /// `shape` is the stored one; the description may have a shape the person asked for.
  case columnMajor(shape: [Int])
}
