/// How the codes of a layer lie in its files, and which level each stands for before it is scaled.
protocol LayerCodes: Sendable {
  /// How many columns of a row are unpacked together, at most.
  ///
  /// Where neighbours in a row are far apart in the file, few columns of many rows read whole lines of
  /// the cache.
  var columnLimit: Int { get }

  /// The codes as whole numbers that are in the order of their levels, and which there are; nil where the
  /// order of the codes is not that of what they stand for, or they are no numbers.
  var integers: StoredIntegers? { get }

  /// Writes the levels of a rectangle.
  ///
  /// - Parameters:
  ///   - area: Rows and columns of the layer.
  ///   - target: Where the first goes.
  ///   - stride: How far apart rows are there, in elements.
  func unpack(_ area: LayerArea, into target: UnsafeMutablePointer<Float>, stride: Int)

  /// The bytes that only some rows have a share in, counted from the first of the codes; nil where the
  /// codes of all rows are mixed.
  func bytes(of rows: Range<Int>) -> Range<Int>?
}

extension LayerCodes {
  var columnLimit: Int { LayerArea.elementLimit }
}

/// Codes whose levels are whole numbers.
struct StoredIntegers: Sendable {
  /// The codes.
  let codes: any LayerCodes
  /// The whole numbers that there are.
  let range: ClosedRange<Int>
}
