/// How codes of so many bits lie in a run of words of 32 bits.
enum WordPacking: Hashable, Sendable {
  /// One behind the other from the lowest bit of the first word on; some lie in two words.
  case dense(bits: Int)
  /// As many to a word as have room in it; the bits that are left over are idle.
  case sparse(bits: Int)
  /// In bundles of 32 codes to as many words as a code has bits: first the low bits of all of them,
  /// then the next, in planes of 4, 2 and 1 bits.
  case planar(bits: Int)

  /// How many bits a code has.
  var bits: Int {
    switch self {
    case .dense(let bits), .sparse(let bits), .planar(let bits): bits
    }
  }

  /// The smallest bundle that begins and ends with a word: how many codes, in how many words.
  var bundle: (codes: Int, words: Int) {
    switch self {
    case .dense(let bits): 32 % bits == 0 ? (32 / bits, 1) : (32, bits)
    case .sparse(let bits): (32 / bits, 1)
    case .planar(let bits): (32, bits)
    }
  }

  /// How many words so many codes take.
  ///
  /// - Precondition: `count` is less than 2^58.
  func wordCount(of count: Int) -> Int {
    switch self {
    case .dense(let bits): (count * bits + 31) / 32
    case .sparse(let bits): (count + 32 / bits - 1) / (32 / bits)
    case .planar(let bits): (count + 31) / 32 * bits
    }
  }

  /// A code.
  ///
  /// - Parameters:
  ///   - index: Which of the run.
  ///   - word: A word of the run, by its number.
  /// - Returns: The code, in the lowest bits.
  @inline(__always)
  func code(_ index: Int, _ word: (Int) -> UInt32) -> UInt32 {
    switch self {
    case .dense(let bits):
      let bit = index &* bits
      let shift = UInt64(truncatingIfNeeded: bit & 31)
      var pair = UInt64(word(bit &>> 5))
      if Int(shift) &+ bits > 32 { pair |= UInt64(word(bit &>> 5 &+ 1)) &<< 32 }
      return UInt32(truncatingIfNeeded: pair &>> shift) & Self.mask(bits)
    case .sparse(let bits):
      let (first, lane) = index.quotientAndRemainder(dividingBy: 32 / bits)
      return word(first) &>> UInt32(truncatingIfNeeded: lane &* bits) & Self.mask(bits)
    case .planar(let bits):
      let lane = index & 31
      var first = index &>> 5 &* bits
      var code: UInt32 = 0
      var shift: UInt32 = 0
      for width in [4, 2, 1] where bits & width != 0 {
        let perWord = 32 / width
        let field = word(first &+ lane / perWord) &>> UInt32(lane % perWord &* width)
        code |= (field & Self.mask(width)) &<< shift
        first &+= width
        shift &+= UInt32(width)
      }
      return code
    }
  }

  @inline(__always)
  private static func mask(_ bits: Int) -> UInt32 {
    UInt32.max &>> UInt32(truncatingIfNeeded: 32 &- bits)
  }
}
