/// The dictionary at the start of an `.npy` file, its values checked one by one.
struct NpyHeader: Hashable, Sendable {
  /// What one item is.
  let element: NpyElement
  /// The type string, for the sentences.
  let descr: String
  /// Where the type string begins.
  let descrPosition: Int
  /// Whether the first index moves fastest.
  let isFortranOrder: Bool
  /// The dimensions, none of them negative.
  let shape: [Int]
  /// Where the shape begins.
  let shapePosition: Int

  /// The header in a literal.
  ///
  /// The three keys must be there once each and no others, as numpy asks; a key given twice, which
  /// Python would let win, is refused.
  ///
  /// - Throws: ``TensorFileError``, the cases about a header's keys and values.
  init(_ literal: PythonLiteral, path: String) throws(TensorFileError) {
    guard case .dictionary(let entries) = literal.value else {
      throw .notDictionary(path: path, found: literal.kind, position: literal.position)
    }
    var literals: [NpyKey: PythonLiteral] = [:]
    for entry in entries {
      guard let key = NpyKey(rawValue: entry.key) else {
        throw .unknownKey(path: path, key: entry.key, position: entry.keyPosition)
      }
      guard literals.updateValue(entry.literal, forKey: key) == nil else {
        throw .duplicateKey(path: path, key: key, position: entry.keyPosition)
      }
    }
    let keys = try NpyKey.allCases.map { key throws(TensorFileError) -> PythonLiteral in
      guard let literal = literals[key] else { throw .missingKey(path: path, key: key) }
      return literal
    }
    (descr, element) = try Self.element(keys[0], path: path)
    descrPosition = keys[0].position
    guard case .boolean(let isFortranOrder) = keys[1].value else {
      throw .headerValue(
        path: path, key: .fortranOrder, expected: .boolean, found: keys[1].kind,
        position: keys[1].position)
    }
    self.isFortranOrder = isFortranOrder
    shape = try Self.shape(keys[2], path: path)
    shapePosition = keys[2].position
  }

  private static func element(
    _ literal: PythonLiteral, path: String
  ) throws(TensorFileError) -> (String, NpyElement) {
    switch literal.value {
    case .string(let descr):
      let element = try NpyElement(descr: descr, path: path, position: literal.position)
      return (descr, element)
    case .list, .tuple:
      throw .structuredElements(path: path, position: literal.position)
    case .integer, .boolean, .dictionary:
      throw .headerValue(
        path: path, key: .descr, expected: .string, found: literal.kind,
        position: literal.position)
    }
  }

  private static func shape(
    _ literal: PythonLiteral, path: String
  ) throws(TensorFileError) -> [Int] {
    guard case .tuple(let items) = literal.value else {
      throw .headerValue(
        path: path, key: .shape, expected: .tuple, found: literal.kind, position: literal.position)
    }
    guard items.count <= RawLayout.maximumDimensions else {
      throw .headerRank(
        path: path, dimensions: items.count, limit: RawLayout.maximumDimensions,
        position: literal.position)
    }
    var shape: [Int] = []
    for item in items {
      guard case .integer(let dimension) = item.value else {
        throw .headerValue(
          path: path, key: .shape, expected: .integer, found: item.kind, position: item.position)
      }
      guard dimension >= 0 else {
        throw .negativeDimension(
          path: path, dimension: dimension, axis: shape.count, position: item.position)
      }
      shape.append(dimension)
    }
    return shape
  }
}
