/// A hash by which the program knows something again in another run: FNV-1a, 64 bits.
enum Fingerprint {
  /// The hash of some texts, each apart from the next: sixteen hexadecimal digits.
  static func text(of parts: some Sequence<String>) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
      // A byte that is in no text ends each part.
      for byte in Array(part.utf8) + [0xFF] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
