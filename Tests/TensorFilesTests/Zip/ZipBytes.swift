/// A zip archive written out by hand, right or wrong.
struct ZipBytes {
  /// A member, and what is said about it.
  struct Member {
    var name: String
    /// The bytes it should have.
    var contents: [UInt8]
    /// 0 stored, 8 deflated: here in blocks that are not compressed, which is a kind of deflating.
    var method = 0
    var flags = 0
    /// What lies in the archive, if not the contents as `method` has them.
    var packed: [UInt8]?
    /// What the directory says, if not the truth.
    var claimed = Claims()
    /// What stands before the member, if not what the directory says.
    var local = Claims()
    /// Where the sizes stand: in fields of 32 or of 64 bits.
    var hasWideSizes = false
    /// An extra field before the one of the wide sizes.
    var extra: [UInt8] = []
    /// What follows the member's bytes.
    var descriptor: [UInt8] = []
    /// Whether the directory names it without a member being there.
    var isOnlyNamed = false
  }

  /// What is said of a member instead of the truth.
  struct Claims {
    var name: String?
    var method: Int?
    var flags: Int?
    var size: Int?
    var packedSize: Int?
    var checksum: UInt32?
    var start: Int?
  }

  var members: [Member]
  var prefix: [UInt8] = []
  var comment: [UInt8] = []
  var suffix: [UInt8] = []
  /// What the end says of the number of entries and the directory's place, if not the truth.
  var claimedCount: Int?
  var claimedDirectory: Int?
  var claimedDirectorySize: Int?
  var claimedDisk = 0
  /// Whether the end refers to a zip64 end.
  var hasWideEnd = false

  /// The whole archive.
  var bytes: [UInt8] {
    var bytes = prefix
    var directory: [UInt8] = []
    for member in members {
      let packed =
        member.packed ?? (member.method == 8 ? Self.deflated(member.contents) : member.contents)
      let start = member.claimed.start ?? bytes.count
      let truth = Claims(
        name: member.name, method: member.method, flags: member.flags,
        size: member.contents.count, packedSize: packed.count,
        checksum: Self.checksum(member.contents))
      if !member.isOnlyNamed {
        let (fields, extra, name) = Self.fields(member, truth, member.local, start: nil)
        bytes += Self.number(0x0403_4B50, 4) + Self.number(20, 2) + fields
        bytes += Self.number(name.count, 2) + Self.number(extra.count, 2) + name + extra
        bytes += packed + member.descriptor
      }
      let (fields, extra, name) = Self.fields(member, truth, member.claimed, start: start)
      directory += Self.number(0x0201_4B50, 4) + Self.number(20, 2) + Self.number(20, 2) + fields
      directory += Self.number(name.count, 2) + Self.number(extra.count, 2)
      directory += Array(repeating: 0, count: 10)
      directory += Self.number(member.hasWideSizes ? 0xFFFF_FFFF : start, 4) + name + extra
    }
    let start = bytes.count
    bytes += directory
    let count = claimedCount ?? members.count
    let place = claimedDirectory ?? start
    let size = claimedDirectorySize ?? directory.count
    if hasWideEnd {
      let wideEnd = bytes.count
      bytes += Self.number(0x0606_4B50, 4) + Self.number(44, 8) + Self.number(45, 2)
      bytes += Self.number(45, 2) + Self.number(0, 8) + Self.number(count, 8)
      bytes += Self.number(count, 8) + Self.number(size, 8) + Self.number(place, 8)
      bytes += Self.number(0x0706_4B50, 4) + Self.number(0, 4) + Self.number(wideEnd, 8)
      bytes += Self.number(1, 4)
    }
    bytes += Self.number(0x0605_4B50, 4) + Self.number(claimedDisk, 2) + Self.number(claimedDisk, 2)
    bytes +=
      Self.number(hasWideEnd ? 0xFFFF : count, 2) + Self.number(hasWideEnd ? 0xFFFF : count, 2)
    bytes += Self.number(hasWideEnd ? 0xFFFF_FFFF : size, 4)
    bytes += Self.number(hasWideEnd ? 0xFFFF_FFFF : place, 4)
    return bytes + Self.number(comment.count, 2) + comment + suffix
  }

  /// Flags to sizes, the extra field, and the name, as one of the two places says them.
  private static func fields(
    _ member: Member, _ truth: Claims, _ claims: Claims, start: Int?
  ) -> (fields: [UInt8], extra: [UInt8], name: [UInt8]) {
    let size = claims.size ?? truth.size ?? 0
    let packedSize = claims.packedSize ?? truth.packedSize ?? 0
    var fields = number(claims.flags ?? member.flags, 2) + number(claims.method ?? member.method, 2)
    fields += number(0, 4) + number(Int(claims.checksum ?? truth.checksum ?? 0), 4)
    fields += number(member.hasWideSizes ? 0xFFFF_FFFF : packedSize, 4)
    fields += number(member.hasWideSizes ? 0xFFFF_FFFF : size, 4)
    var extra = member.extra
    if member.hasWideSizes {
      let wide = number(size, 8) + number(packedSize, 8) + (start.map { number($0, 8) } ?? [])
      extra += number(1, 2) + number(wide.count, 2) + wide
    }
    return (fields, extra, Array((claims.name ?? member.name).utf8))
  }

  /// The bytes of a number, the least significant first.
  static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A deflated stream of blocks that are not compressed: type 00, length, its complement, bytes.
  static func deflated(_ contents: [UInt8]) -> [UInt8] {
    guard !contents.isEmpty else { return [1, 0, 0, 0xFF, 0xFF] }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: contents.count, by: 0xFFFF) {
      let part = contents[start..<min(start + 0xFFFF, contents.count)]
      bytes.append(start + part.count == contents.count ? 1 : 0)
      bytes += number(part.count, 2) + number(~part.count, 2) + part
    }
    return bytes
  }

  /// CRC-32 bit by bit: the referee of the library's.
  static func checksum(_ contents: [UInt8]) -> UInt32 {
    ~contents.reduce(~0) { checksum, byte in
      (0..<8).reduce(checksum ^ UInt32(byte)) { rest, _ in
        rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0)
      }
    }
  }
}

extension ZipBytes.Member {
  /// The `.npy` of some bytes as uint8 in one dimension.
  static func npy(_ name: String, _ values: [UInt8], method: Int = 0) -> Self {
    Self(
      name: name, contents: NpyBytes(descr: "|u1", shape: [values.count], data: values).bytes,
      method: method)
  }
}
