/// What a safetensors header says about one tensor, each field of its kind and none negative.
struct SafetensorsEntry: Sendable {
  /// The name.
  let name: String
  /// Where the name begins in the file.
  let position: Int
  /// The name of the type of the elements, known or not.
  let type: String
  /// The dimensions.
  let shape: [Int]
  /// Where the first byte lies behind the header.
  let begin: Int
  /// Where the byte behind the last lies; no less than `begin`.
  let end: Int
  /// A field of which nothing is known.
  let unknownField: String?

  /// The fields of a value.
  ///
  /// - Throws: ``SafetensorsFault``, the cases about a header's text, and `reversed`.
  init(name: String, position: Int, value: ParsedJSON) throws(SafetensorsFault) {
    guard case .object(let members) = value else {
      throw .entry(name: name, found: value.kind, position: position)
    }
    func field(_ field: SafetensorsField) throws(SafetensorsFault) -> ParsedJSON {
      guard let member = members.first(where: { $0.name == field.rawValue }) else {
        throw .missingField(name: name, field: field, position: position)
      }
      return member.value
    }
    func sizes(_ field: SafetensorsField, of value: ParsedJSON) throws(SafetensorsFault) -> [Int] {
      guard case .array(let items) = value else {
        throw .field(
          name: name, field: field, expected: .array, found: value.kind, position: position)
      }
      var sizes: [Int] = []
      sizes.reserveCapacity(items.count)
      for item in items {
        guard case .integer(let size) = item else {
          throw .field(
            name: name, field: field, expected: .integer, found: item.kind, position: position)
        }
        guard size >= 0 else {
          throw .negative(name: name, field: field, value: size, position: position)
        }
        sizes.append(size)
      }
      return sizes
    }

    let typeValue = try field(.type)
    guard case .string(let type) = typeValue else {
      throw .field(
        name: name, field: .type, expected: .string, found: typeValue.kind, position: position)
    }
    let shape = try sizes(.shape, of: try field(.shape))
    guard shape.count <= RawLayout.maximumDimensions else {
      throw .rank(
        name: name, dimensions: shape.count, limit: RawLayout.maximumDimensions,
        position: position)
    }
    let offsets = try sizes(.offsets, of: try field(.offsets))
    guard offsets.count == 2 else {
      throw .offsetCount(name: name, found: offsets.count, position: position)
    }
    guard offsets[0] <= offsets[1] else {
      throw .reversed(name: name, begin: offsets[0], end: offsets[1], position: position)
    }
    self.name = name
    self.position = position
    self.type = type
    self.shape = shape
    begin = offsets[0]
    end = offsets[1]
    unknownField = members.first { SafetensorsField(rawValue: $0.name) == nil }?.name
  }
}
