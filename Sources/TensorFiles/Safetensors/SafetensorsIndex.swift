/// Which tensor of a checkpoint is in which shard.
struct SafetensorsIndex {
  /// The longest index that is read: what the header of one file may have.
  static let maximumByteCount = SafetensorsHeader.maximumByteCount

  /// The tensors in the order of the map; no name is there twice.
  let entries: [SafetensorsIndexEntry]

  /// The index in a file.
  ///
  /// - Throws: ``SafetensorsIndexFault``, every case about the text.
  init(_ file: MappedFile) throws(SafetensorsIndexFault) {
    guard file.byteCount <= Self.maximumByteCount else {
      throw .tooLong(limit: Self.maximumByteCount, found: file.byteCount)
    }
    let text = file.bytes(in: 0..<file.byteCount)
    // White space around the whole is fine in JSON, and editors leave it at the end.
    let start = text.firstIndex { $0 != 0x20 && !(0x09...0x0D).contains($0) } ?? text.count
    var members = try Self.reading { () throws(JSONFault) in
      try JSONMembers(of: text, in: start..<text.count)
    }
    var entries: [SafetensorsIndexEntry]?
    while let member = try Self.reading({ () throws(JSONFault) in try members.next() }) {
      if member.name == "weight_map", text[member.value.lowerBound] == UInt8(ascii: "{") {
        entries = try Self.entries(in: member.value, of: text)
        continue
      }
      let value = try Self.reading { () throws(JSONFault) in
        try ParsedJSON(text, in: member.value)
      }
      guard member.name != "weight_map" else {
        throw .weightMap(found: value.kind, position: member.value.lowerBound)
      }
    }
    try Self.reading { () throws(JSONFault) in try members.requireEnd() }
    guard let entries else { throw .noWeightMap }
    self.entries = entries
  }

  private static func entries(
    in range: Range<Int>, of text: [UInt8]
  ) throws(SafetensorsIndexFault) -> [SafetensorsIndexEntry] {
    var entries: [SafetensorsIndexEntry] = []
    var members = try reading { () throws(JSONFault) in try JSONMembers(of: text, in: range) }
    while let member = try reading({ () throws(JSONFault) in try members.next() }) {
      let value = try reading { () throws(JSONFault) in try ParsedJSON(text, in: member.value) }
      guard case .string(let shard) = value else {
        throw .shardKind(name: member.name, found: value.kind, position: member.position)
      }
      entries.append(
        SafetensorsIndexEntry(
          name: member.name, shard: shard, shardPosition: member.value.lowerBound))
    }
    try reading { () throws(JSONFault) in try members.requireEnd() }
    return entries
  }

  /// What a body reads, with the fault of a text as one of the index.
  private static func reading<Result>(
    _ body: () throws(JSONFault) -> Result
  ) throws(SafetensorsIndexFault) -> Result {
    do { return try body() } catch { throw .json(error) }
  }
}

/// A tensor that an index names.
struct SafetensorsIndexEntry: Hashable, Sendable {
  /// The name of the tensor.
  let name: String
  /// The name of the file, as the index has it.
  let shard: String
  /// Where the name of the file begins in the index.
  let shardPosition: Int
}
