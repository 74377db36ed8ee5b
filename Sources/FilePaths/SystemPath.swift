/// Paths as text and as the bytes that the system has.
///
/// A path may be any bytes but zero, and a `String` holds no bytes that are not UTF-8. So each of those
/// becomes a scalar of its own, and the bytes come back when the system is asked:
///
///     byte b, no part of valid UTF-8                      U+10FF00 + b, which is U+10FF80 to U+10FFFF
///     a byte of valid UTF-8 that would be one of these    likewise, so that no two names are one text
///     everything else                                     itself
///
/// Source: the idea is that of Python's `surrogateescape`, PEP 383; its scalars cannot be in a `String`.
extension String {
  /// The text of a path of the system.
  ///
  /// - Parameter path: Bytes up to the first zero.
  ///
  /// Postcondition: ``systemPath`` has the same bytes.
  public init(systemPath path: UnsafePointer<CChar>) {
    var bytes: [UInt8] = []
    var next = unsafe path
    while unsafe next.pointee != 0 {
      bytes.append(UInt8(bitPattern: unsafe next.pointee))
      unsafe next += 1
    }
    self.init(pathBytes: bytes)
  }

  /// The text of a path that consists of some bytes.
  public init(pathBytes bytes: some Collection<UInt8>) {
    // Nearly every path is plain.
    if bytes.allSatisfy({ $0 < 0x80 }) {
      self.init(decoding: bytes, as: UTF8.self)
      return
    }
    var scalars = UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let first = rest.first {
      let length = Self.sequenceLength(of: rest)
      // Of one byte there can be no mistake, and of several the library makes one scalar or repairs.
      let text = String(decoding: rest.prefix(Swift.max(length, 1)), as: UTF8.self)
      if length > 0, let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1,
        Array(text.utf8) == Array(rest.prefix(length)), !PathByte.scalars.contains(scalar)
      {
        scalars.append(scalar)
        rest = rest.dropFirst(length)
      } else {
        scalars.append(PathByte.scalar(of: first))
        rest = rest.dropFirst()
      }
    }
    self.init(scalars)
  }

  /// The path as the system has it, a zero byte at its end.
  public var systemPath: [CChar] {
    var bytes: [CChar] = []
    bytes.reserveCapacity(utf8.count + 1)
    for scalar in unicodeScalars {
      if let byte = PathByte.byte(of: scalar) {
        bytes.append(CChar(bitPattern: byte))
      } else {
        for unit in UTF8.encode(scalar).map(Array.init) ?? [] {
          bytes.append(CChar(bitPattern: unit))
        }
      }
    }
    return bytes + [0]
  }

  /// How many bytes a first byte promises; 0 for one that begins nothing, or where fewer follow.
  private static func sequenceLength(of bytes: ArraySlice<UInt8>) -> Int {
    let length =
      switch bytes.first {
      case .some(0..<0x80): 1
      case .some(0xC2...0xDF): 2
      case .some(0xE0...0xEF): 3
      case .some(0xF0...0xF4): 4
      default: 0
      }
    return length <= bytes.count ? length : 0
  }
}

/// The scalars that stand for single bytes of paths.
enum PathByte {
  /// The last 128 of the private ones.
  static let scalars: ClosedRange<Unicode.Scalar> = "\u{10FF80}"..."\u{10FFFF}"

  /// The scalar that stands for a byte.
  ///
  /// - Precondition: the byte is 128 or more.
  static func scalar(of byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(0x10_FF00 + UInt32(byte)) ?? "\u{FFFD}"
  }

  /// The byte that a scalar stands for; nil if it stands for itself.
  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    scalars.contains(scalar) ? UInt8(scalar.value - 0x10_FF00) : nil
  }
}
