/// The members of a zip archive, each checked against what stands before it and against the others.
struct ZipDirectory: Sendable {
  /// The members in the order of the directory.
  let members: [ZipMember]

  /// The directory of a file.
  ///
  /// What is wrong with one member alone is kept with it, so that the others can be read.
  ///
  /// - Throws: ``ZipFault``, the cases about the archive.
  /// - Complexity: O(size of the directory, and a page of the file for each member).
  init(of file: MappedFile) throws(ZipFault) {
    let end = try ZipEnd(of: file)
    let bytes = file.bytes(in: end.directory)[...]
    var entries: [ZipEntry] = []
    var place = 0
    while place < bytes.count {
      let (entry, next) = try ZipEntry.entry(
        in: bytes, at: place, origin: end.directory.lowerBound)
      entries.append(entry)
      place = next
    }
    guard entries.count == end.entryCount else {
      throw .entryCount(said: end.entryCount, found: entries.count)
    }
    var members = entries.map { entry in
      do throws(ZipFault) {
        let place = try Self.place(of: entry, in: file, before: end.directory.lowerBound)
        return ZipMember(entry: entry, bytes: place.bytes, contents: .success(place.contents))
      } catch {
        return ZipMember(entry: entry, bytes: nil, contents: .failure(error))
      }
    }
    Self.refuseOverlaps(in: &members)
    Self.refuseDuplicates(in: &members)
    self.members = members
  }

  /// Where all of a member lies, and where its contents do.
  ///
  ///     PK 03 04, version needed (2), flags (2), method (2), time (4), checksum (4),
  ///     packed size (4), size (4), lengths of name and extra (2 × 2), name, extra, contents
  ///
  /// Source: PKWARE, APPNOTE.TXT 6.3.10, section 4.3.7.
  private static func place(
    of entry: ZipEntry, in file: MappedFile, before directory: Int
  ) throws(ZipFault) -> (bytes: Range<Int>, contents: Range<Int>) {
    if let fault = entry.fault { throw fault }
    let start = entry.start
    let fixedSize = 30
    guard start <= directory - fixedSize,
      let fields = LittleEndianBytes(
        file.bytes(in: start..<start + fixedSize)[...], from: 0, count: fixedSize),
      Array(fields.bytes.prefix(4)) == [0x50, 0x4B, 3, 4]
    else { throw .memberStart(position: start) }
    let name = start + fixedSize
    let extra = name + fields.word(26)
    let contents = extra + fields.word(28)
    let (end, overflow) = contents.addingReportingOverflow(entry.compressedSize)
    guard !overflow, end <= directory else {
      throw .memberEnd(end: overflow ? Int.max : end, directory: directory)
    }
    guard file.bytes(in: name..<extra) == entry.nameBytes else {
      throw .memberDiffers(.name, position: start)
    }
    guard fields.word(6) & 0x2041 == 0 else { throw .encrypted }
    guard fields.word(8) == entry.method else { throw .memberDiffers(.method, position: start) }
    if !entry.isDescribedBehind {
      guard fields.long(14) == entry.checksum else {
        throw .memberDiffers(.checksum, position: start)
      }
      let sizes = ZipSizes.sizes(
        [fields.long(22), fields.long(18)], extra: file.bytes(in: extra..<contents)[...])
      guard let sizes else { throw .zip64Field(position: start) }
      guard sizes == [entry.size, entry.compressedSize] else {
        throw .memberDiffers(.size, position: start)
      }
    }
    return (start..<end, contents..<end)
  }

  /// Refuses members that share bytes: a small archive could hold a large one many times over.
  private static func refuseOverlaps(in members: inout [ZipMember]) {
    let placed = members.indices.compactMap { index in
      members[index].bytes.map { (index: index, bytes: $0) }
    }
    var furthest: (index: Int, end: Int)?
    for (index, bytes) in placed.sorted(by: { $0.bytes.lowerBound < $1.bytes.lowerBound }) {
      if let other = furthest, bytes.lowerBound < other.end {
        members[index].refuse(.overlap(other: members[other.index].entry.name))
        members[other.index].refuse(.overlap(other: members[index].entry.name))
      }
      if bytes.upperBound > furthest?.end ?? 0 { furthest = (index, bytes.upperBound) }
    }
  }

  /// Refuses members that are called the same, or whose tensors would be.
  private static func refuseDuplicates(in members: inout [ZipMember]) {
    var indices: [[UInt8]: [Int]] = [:]
    for index in members.indices {
      indices[Array(members[index].tensorName.utf8), default: []].append(index)
    }
    for group in indices.values where group.count > 1 {
      for index in group { members[index].refuse(.duplicate) }
    }
  }
}

/// A member of a zip archive.
struct ZipMember: Sendable {
  /// What the directory says about it.
  let entry: ZipEntry
  /// Where all of it lies, what stands before its contents included; nil where that is not known.
  let bytes: Range<Int>?
  /// Where its contents lie, as they are packed, or why they cannot be read.
  private(set) var contents: Result<Range<Int>, ZipFault>

  /// A member, and where it lies.
  init(entry: ZipEntry, bytes: Range<Int>?, contents: Result<Range<Int>, ZipFault>) {
    self.entry = entry
    self.bytes = bytes
    self.contents = contents
  }

  /// The name of the tensor in it: that of the member without `.npy`, as numpy has it.
  var tensorName: String {
    isNamedNpy ? String(entry.name.dropLast(4)) : entry.name
  }

  /// Whether the name promises an `.npy`.
  var isNamedNpy: Bool { entry.name.utf8.suffix(4).elementsEqual(".npy".utf8) }

  /// Marks the member as not to be read, unless it is already.
  mutating func refuse(_ fault: ZipFault) {
    if case .success = contents { contents = .failure(fault) }
  }
}
