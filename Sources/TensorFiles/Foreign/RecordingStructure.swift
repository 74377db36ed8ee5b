/// What the beginnings of sound and video say that must be true of the rest.
enum RecordingStructure {
  /// A version that exists, and a size of four bytes below 128 within the file.
  static func isID3(_ glimpse: FileGlimpse) -> Bool {
    guard let header = glimpse.bytes(at: 0, count: 10) else { return false }
    return (2...4).contains(header[3]) && header[4] != 0xFF && header[5] & 0x0F == 0
      && header[6...9].allSatisfy { $0 < 0x80 }
  }

  /// Four frames of MPEG audio, layer III, each where the one before ends, of one kind.
  ///
  /// Source: ISO/IEC 11172-3, 2.4.1.3, and 13818-3.
  static func isMP3(_ glimpse: FileGlimpse) -> Bool {
    var position = 0
    var kind: [UInt8]?
    for _ in 0..<4 {
      guard let header = glimpse.bytes(at: position, count: 4), let length = mp3FrameLength(header)
      else { return false }
      // Version, layer and sampling rate stay.
      let found = [header[0], header[1] & 0xFE, header[2] & 0x0C]
      guard kind ?? found == found else { return false }
      kind = found
      position += length
    }
    return true
  }

  /// How long a frame with this header is; `nil` where it is none.
  private static func mp3FrameLength(_ header: [UInt8]) -> Int? {
    // Eleven bits of synchronization, a version but the reserved one, layer III.
    guard header[0] == 0xFF, header[1] & 0xE0 == 0xE0, header[1] & 0x18 != 0x08,
      header[1] & 0x06 == 0x02
    else { return nil }
    let isFirst = header[1] & 0x18 == 0x18
    let rates = [
      [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
      [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ][isFirst ? 0 : 1]
    let index = Int(header[2] >> 4)
    let frequency = Int(header[2] >> 2 & 3)
    guard index > 0, index < 15, frequency < 3 else { return nil }
    let divisor = isFirst ? 1 : header[1] & 0x18 == 0x10 ? 2 : 4
    let perSecond = [44_100, 48_000, 32_000][frequency] / divisor
    return (isFirst ? 144_000 : 72_000) * rates[index] / perSecond + Int(header[2] >> 1 & 1)
  }

  /// Four frames of AAC, each where the one before ends, with one fixed header.
  ///
  /// Source: ISO/IEC 13818-7, 6.2.
  static func isADTS(_ glimpse: FileGlimpse) -> Bool {
    var position = 0
    var kind: [UInt8]?
    for _ in 0..<4 {
      guard let header = glimpse.bytes(at: position, count: 7), header[0] == 0xFF,
        header[1] & 0xF6 == 0xF0, header[2] >> 2 & 0x0F < 13
      else { return false }
      let found = [header[1], header[2]]
      guard kind ?? found == found else { return false }
      kind = found
      let length = Int(header[3] & 3) << 11 | Int(header[4]) << 3 | Int(header[5]) >> 5
      guard length > 7 else { return false }
      position += length
    }
    return true
  }

  /// A first box of a whole number of brands, within the file.
  ///
  /// Source: ISO/IEC 14496-12, 4.3.
  static func isBrandBox(_ glimpse: FileGlimpse) -> Bool {
    guard let length = glimpse.big(at: 0, count: 4), (16...1024).contains(length),
      length.isMultiple(of: 4), let brand = glimpse.bytes(at: 8, count: 4)
    else { return false }
    return glimpse.bytes(at: length, count: 0) != nil
      && brand.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  /// Six packets of 188 bytes, each with its first byte and a number of a stream, not all alike.
  ///
  /// Source: ISO/IEC 13818-1, 2.4.3.2.
  static func isTransportStream(_ glimpse: FileGlimpse) -> Bool {
    let length = 188
    let packets = (0..<6).map { glimpse.bytes(at: $0 * length, count: length) }
    return packets.allSatisfy { packet in
      // The control of adaptation is never 0.
      packet.map { $0[0] == 0x47 && $0[1] & 0x80 == 0 && $0[3] & 0x30 != 0 && Set($0).count > 8 }
        ?? false
    }
  }
}
