import QuantizationEngine

/// The header of a safetensors file: read member by member, every size checked against the file.
struct SafetensorsHeader {
  /// The longest header that the format allows.
  static let maximumByteCount = 100_000_000

  /// The file.
  let file: MappedFile
  /// The bytes of the header.
  let range: Range<Int>

  /// How many bytes of values follow the header.
  var available: Int { file.byteCount - range.upperBound }

  /// A header whose length fits into the file and which begins as one.
  ///
  /// - Throws: ``SafetensorsFault``, the cases around the header.
  init(_ file: MappedFile) throws(SafetensorsFault) {
    let prefix = file.bytes(in: 0..<min(9, file.byteCount))
    guard prefix.count >= 8 else { throw .tooShort(found: prefix.count) }
    let said = prefix[..<8].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard let length = Int(exactly: said), length <= Self.maximumByteCount else {
      throw .headerTooLong(limit: Self.maximumByteCount, found: said)
    }
    guard length <= file.byteCount - 8 else {
      throw .headerPastEnd(expected: length, found: file.byteCount - 8)
    }
    let first = length > 0 ? prefix.last : nil
    guard first == UInt8(ascii: "{") else { throw .headerStart(found: first) }
    self.file = file
    range = 8..<8 + length
  }

  /// The tensors in the order of the header, and what its metadata says of weights.
  ///
  /// - Throws: ``SafetensorsFault``.
  /// - Complexity: O(length of the header), and its sort of the tensors if they lie in another order.
  func contents() throws(SafetensorsFault) -> SafetensorsContents {
    // From the start of the file, so that positions are the file's.
    let text = file.bytes(in: 0..<range.upperBound)
    var tensors: [StoredTensor] = []
    var places: [SafetensorsPlace] = []
    var quantization = SafetensorsQuantization(text)
    var members = try Self.reading { () throws(JSONFault) in
      try JSONMembers(of: text, in: range)
    }
    while let member = try Self.reading({ () throws(JSONFault) in try members.next() }) {
      guard member.name != "__metadata__" else {
        try Self.checkAnnotations(in: member.value, of: text, &quantization)
        continue
      }
      let value = try Self.reading { () throws(JSONFault) in
        try ParsedJSON(text, in: member.value)
      }
      let entry = try SafetensorsEntry(name: member.name, position: member.position, value: value)
      places.append(SafetensorsPlace(entry, tensor: tensors.count))
      tensors.append(try tensor(entry))
    }
    if let position = text[members.position...].firstIndex(where: { $0 != 0x20 }) {
      throw .padding(found: text[position], position: position)
    }
    try checkCoverage(places, of: tensors)
    return SafetensorsContents(
      tensors: quantization.applied(to: tensors), annotations: quantization.annotations)
  }

  /// What is said about the file: strings by name, all of them checked.
  private static func checkAnnotations(
    in range: Range<Int>, of text: [UInt8], _ quantization: inout SafetensorsQuantization
  ) throws(SafetensorsFault) {
    guard text[range.lowerBound] == UInt8(ascii: "{") else {
      let value = try reading { () throws(JSONFault) in try ParsedJSON(text, in: range) }
      throw .annotations(found: value.kind, position: range.lowerBound)
    }
    var members = try reading { () throws(JSONFault) in try JSONMembers(of: text, in: range) }
    while let member = try reading({ () throws(JSONFault) in try members.next() }) {
      let value = try reading { () throws(JSONFault) in try ParsedJSON(text, in: member.value) }
      guard case .string(let words) = value else {
        throw .annotation(name: member.name, found: value.kind, position: member.position)
      }
      quantization.note(member.name, words, at: member.value)
    }
    try reading { () throws(JSONFault) in try members.requireEnd() }
  }

  /// A tensor whose bytes are as many as its shape takes, all of them in the file.
  private func tensor(_ entry: SafetensorsEntry) throws(SafetensorsFault) -> StoredTensor {
    guard entry.end <= available else {
      throw .pastEnd(
        name: entry.name, end: entry.end, available: available, position: entry.position)
    }
    let start = range.upperBound + entry.begin
    guard let type = SafetensorsType(rawValue: entry.type) else {
      return try unread(
        entry, elementType: .uint8, bitCount: 1,
        .unknownType(name: entry.name, storedAs: entry.type, position: entry.position))
    }
    try checkByteCount(entry, type)
    guard let elementType = type.elementType else {
      return try unread(
        entry, elementType: .float32, bitCount: type.bitCount,
        .complexElements(name: entry.name, position: entry.position))
    }
    if let field = entry.unknownField {
      return try unread(
        entry, elementType: elementType, bitCount: type.bitCount,
        .unknownField(name: entry.name, field: field, position: entry.position))
    }
    let isPacked = elementType.bitCount < 8
    let description =
      isPacked
      ? TensorDescription(name: entry.name, packed: elementType, shape: entry.shape)
      : TensorDescription(name: entry.name, elementType: elementType, shape: entry.shape)
    guard let description else { throw .tooLarge(entry) }
    return StoredTensor(
      description: description, file: file, start: start,
      form: isPacked
        ? .packed(PackedElements(bitCount: description.elementType.bitCount))
        : .elements(.little, .rowMajor))
  }

  /// A tensor that is listed, and why it is not read.
  private func unread(
    _ entry: SafetensorsEntry, elementType: ElementType, bitCount: Int, _ fault: SafetensorsFault
  ) throws(SafetensorsFault) -> StoredTensor {
    guard
      let count = TensorDescription.elementCount(of: entry.shape, elementByteCount: bitCount)
    else { throw .tooLarge(entry) }
    return StoredTensor(
      description: TensorDescription(
        name: entry.name, elementType: elementType, storedAs: entry.type, shape: entry.shape,
        elementCount: count, byteCount: entry.end - entry.begin),
      file: file, start: range.upperBound + entry.begin,
      form: .unread(.safetensors(path: file.path, fault)))
  }

  /// Throws unless a tensor takes as many bytes as its shape and its type say.
  private func checkByteCount(
    _ entry: SafetensorsEntry, _ type: SafetensorsType
  ) throws(SafetensorsFault) {
    // Bits for bytes: the product of bits is what must not overflow.
    guard
      let count = TensorDescription.elementCount(
        of: entry.shape, elementByteCount: type.bitCount)
    else { throw .tooLarge(entry) }
    let bits = count * type.bitCount
    guard bits.isMultiple(of: 8) else {
      throw .partialByte(
        name: entry.name, storedAs: entry.type, shape: entry.shape, position: entry.position)
    }
    guard bits / 8 == entry.end - entry.begin else {
      throw .byteCount(
        name: entry.name, storedAs: entry.type, shape: entry.shape, expected: bits / 8,
        found: entry.end - entry.begin, position: entry.position)
    }
  }

  /// Throws unless the tensors lie one behind the other, from the header to the end of the file.
  private func checkCoverage(
    _ places: [SafetensorsPlace], of tensors: [StoredTensor]
  ) throws(SafetensorsFault) {
    var expected = 0
    for place in places.sorted() {
      guard place.begin == expected else {
        throw .notContiguous(
          name: tensors[place.tensor].description.name, expected: expected, found: place.begin,
          position: place.position)
      }
      expected = place.end
    }
    guard expected == available else { throw .uncovered(expected: expected, found: available) }
  }

  /// What a body reads, with the fault of a text as one of the header.
  private static func reading<Result>(
    _ body: () throws(JSONFault) -> Result
  ) throws(SafetensorsFault) -> Result {
    do { return try body() } catch { throw .json(error) }
  }
}

/// What a safetensors file holds.
struct SafetensorsContents: Sendable {
  /// The tensors in the order of the header.
  let tensors: [StoredTensor]
  /// What the metadata says of weights as JSON in text, by their names: torchao does.
  let annotations: [ExactText: String]
}

/// Where a tensor lies behind the header, in the order of the values.
private struct SafetensorsPlace: Comparable {
  let begin: Int
  let end: Int
  /// Which tensor of the header it is.
  let tensor: Int
  /// Where its name begins.
  let position: Int

  init(_ entry: SafetensorsEntry, tensor: Int) {
    begin = entry.begin
    end = entry.end
    position = entry.position
    self.tensor = tensor
  }

  static func < (first: Self, second: Self) -> Bool {
    (first.begin, first.end, first.tensor) < (second.begin, second.end, second.tensor)
  }
}

extension SafetensorsFault {
  /// The fault of a tensor with a shape whose bits cannot be counted.
  fileprivate static func tooLarge(_ entry: SafetensorsEntry) -> SafetensorsFault {
    .tooLarge(
      name: entry.name, storedAs: entry.type, shape: entry.shape, position: entry.position)
  }
}
