/// Bytes of a sketch as they are written.
struct SketchWriter {
  static let magic = Array("qvizsket".utf8)
  static let version: UInt32 = 1
  /// How many bytes stand before those that the checksum is about.
  static let frameLength = 16

  var bytes: [UInt8] = []

  mutating func byte(_ byte: UInt8) {
    bytes.append(byte)
  }

  mutating func fixed(_ value: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func variable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// The bytes with their frame.
  consuming func framed() -> [UInt8] {
    var length = SketchWriter()
    length.fixed(UInt64(Self.frameLength + 8 + bytes.count))
    let body = length.bytes + bytes
    var frame = SketchWriter(bytes: Self.magic)
    frame.fixed(Self.version)
    frame.fixed(Checksum.crc32C(body))
    return frame.bytes + body
  }
}

/// Bytes of a sketch as they are read: the frame first, then one thing after the other.
struct SketchReader {
  private let bytes: [UInt8]
  /// The byte that is read next.
  private(set) var position = 0

  /// Checks the frame: beginning, version, length, checksum.
  init(_ bytes: [UInt8]) throws(SketchError) {
    let checksum = try Self.checksum(of: bytes, byteCount: bytes.count)
    self.bytes = bytes
    position = SketchWriter.frameLength + 8
    guard Checksum.crc32C(bytes[SketchWriter.frameLength...]) == checksum else {
      throw .wrongChecksum
    }
  }

  /// Checks beginning, version and length, which the first 24 of so many bytes say; the checksum that
  /// they say too.
  static func checksum(
    of beginning: [UInt8], byteCount: Int
  ) throws(SketchError) -> UInt32 {
    guard beginning.starts(with: SketchWriter.magic) else { throw .notASketch }
    // Less than a frame cannot say how long it should be.
    let whole = SketchWriter.frameLength + 8
    guard beginning.count >= whole else { throw .wrongLength(expected: whole, found: byteCount) }
    var reader = SketchReader(bytes: beginning, position: SketchWriter.magic.count)
    let version = try reader.fixed(UInt32.self)
    guard version == SketchWriter.version else { throw .unknownVersion(Int(version)) }
    let checksum = try reader.fixed(UInt32.self)
    let length = try reader.fixed(UInt64.self)
    guard length == UInt64(byteCount) else {
      throw .wrongLength(expected: Int(clamping: length), found: byteCount)
    }
    guard byteCount <= TensorSketch.largestByteCount else {
      throw .tooLong(limit: TensorSketch.largestByteCount, found: byteCount)
    }
    return checksum
  }

  private init(bytes: [UInt8], position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// That the byte before the next one is not what it could be.
  var malformed: SketchError { .malformed(position: max(position - 1, 0)) }

  mutating func byte() throws(SketchError) -> UInt8 {
    guard position < bytes.count else { throw .malformed(position: position) }
    position += 1
    return bytes[position - 1]
  }

  mutating func fixed<Value: FixedWidthInteger & UnsignedInteger>(
    _: Value.Type
  ) throws(SketchError) -> Value {
    var value: Value = 0
    for shift in stride(from: 0, to: Value.bitWidth, by: 8) {
      value |= Value(try byte()) << Value(shift)
    }
    return value
  }

  /// A number of elements, at most the largest there may be.
  mutating func count() throws(SketchError) -> Int {
    let value = try fixed(UInt64.self)
    guard value <= UInt64(TensorSketch.largestElementCount) else { throw .tooManyElements }
    return Int(value)
  }

  mutating func variable() throws(SketchError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let byte = try byte()
      let group = UInt64(byte & 0x7F)
      // Neither bits beyond 64 nor a last group of nothing.
      guard (group << shift) >> shift == group, byte != 0 || shift == 0 else { throw malformed }
      value |= group << shift
      if byte < 0x80 { return value }
    }
    throw malformed
  }

  mutating func text(byteCount: Int) throws(SketchError) -> String {
    guard byteCount <= bytes.count - position,
      let text = String(validating: bytes[position..<position + byteCount], as: UTF8.self)
    else { throw .malformed(position: position) }
    position += byteCount
    return text
  }

  /// The bins, which end with the bytes and hold at most `room` values.
  mutating func bins(_ number: UInt64, room: UInt64) throws(SketchError) -> SketchBins {
    // A bin takes at least three bytes.
    guard number <= UInt64(bytes.count - position) / 3 else { throw malformed }
    var bins = SketchBins()
    var place: UInt64 = 0
    var room = room
    for _ in 0..<number {
      let (sum, overflow) = place.addingReportingOverflow(try variable())
      place = sum
      guard !overflow, place < UInt64(SketchBins.binCount),
        SketchBins.isFinite(place: UInt32(place))
      else { throw malformed }
      let count = try variable()
      guard count > 0 else { throw malformed }
      guard count <= room else { throw .tooManyElements }
      room -= count
      let low = try variable()
      guard low <= count * UInt64(SketchBins.lastLow) else { throw malformed }
      let square = count == 1 ? low * low : try variable()
      // What Σlow² can be for a given Σlow, by Cauchy and Schwarz and by low ≤ 1023.
      guard square <= low * UInt64(SketchBins.lastLow),
        UInt128(square) * UInt128(count) >= UInt128(low) * UInt128(low)
      else { throw malformed }
      bins.append(place: UInt32(place), count: count, sum: low, square: square)
      place += 1
    }
    guard position == bytes.count else { throw .malformed(position: position) }
    return bins
  }
}
