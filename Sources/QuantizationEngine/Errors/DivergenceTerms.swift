/// What bins of a count add to a divergence where their code's share is another number: few pairs come
/// again and again, and each is a logarithm or two.
struct DivergenceTerms: Sendable {
  private var entries: [(count: Double, share: Double, term: Double)] = []
  private static let entryBits = 6

  /// These terms, which are left empty: whoever fills them on gives them back.
  mutating func taken() -> DivergenceTerms {
    let terms = self
    entries = []
    return terms
  }

  /// The term of a count and a share, made by `term` where it is not remembered.
  @inline(__always)
  mutating func term(
    _ count: Double, _ share: Double, _ term: (_ count: Double, _ share: Double) -> Double
  ) -> Double {
    if entries.isEmpty {
      entries = Array(repeating: (.nan, .nan, .nan), count: 1 << Self.entryBits)
    }
    let mixed =
      share.bitPattern &* 0x9E37_79B9_7F4A_7C15 ^ count.bitPattern &* 0xC2B2_AE3D_27D4_EB4F
    let place = Int(mixed >> UInt64(64 - Self.entryBits))
    let known = entries[place]
    if known.count == count, known.share == share { return known.term }
    let found = term(count, share)
    entries[place] = (count, share, found)
    return found
  }
}
