import QuantizationEngine

/// Into which groups, each with scales of its own, the columns of a layer fall.
enum LayerGroups: Sendable {
  /// Groups of so many neighbours; the last may have fewer.
  case size(Int)
  /// The group of each column is an element of a tensor of int32.
  case indexed(StoredTensor, groupCount: Int, layer: String)

  /// The groups that some columns are of.
  struct Runs {
    /// The groups, and perhaps others between them.
    let groups: Range<Int>
    /// Where their columns are.
    let shape: Shape

    /// Which columns are of which group.
    enum Shape {
      /// Groups of so many columns, of the first of which some are missing.
      case even(size: Int, offset: Int)
      /// The group of each column, counted from the first.
      case each([Int32])
    }
  }

  /// The groups of some columns, of which there is one at least.
  ///
  /// - Throws: ``TensorFileError/checkpoint(path:_:)`` for a group that does not exist.
  func runs(of columns: Range<Int>) throws(TensorFileError) -> Runs {
    switch self {
    case .size(let size):
      let groups = columns.lowerBound / size..<(columns.upperBound - 1) / size + 1
      return Runs(
        groups: groups,
        shape: .even(size: size, offset: columns.lowerBound - groups.lowerBound * size))
    case .indexed(let part, let count, let layer):
      let places = unsafe part.file.withUnsafeBytes(in: part.bytes) { bytes in
        columns.map { column in
          unsafe Int32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 4 &* column, as: Int32.self))
        }
      }
      if let column = places.firstIndex(where: { $0 < 0 || Int($0) >= count }) {
        throw .checkpoint(
          path: part.file.path,
          .groupIndex(
            layer: layer, part: part.description.name, column: columns.lowerBound + column,
            group: Int(places[column]), groupCount: count))
      }
      return Runs(groups: 0..<count, shape: .each(places))
    }
  }
}
