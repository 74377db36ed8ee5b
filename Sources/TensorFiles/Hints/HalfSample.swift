import QuantizationEngine

/// What items of two bytes are.
struct HalfSample {
  /// The items that are not 0 or −0.
  private let items: [UInt16]
  private let brain: Magnitudes
  private let half: Magnitudes
  /// How many have float16's largest exponent, that of infinities and NaN.
  private let halfSpecialCount: Int

  /// The fewest items that say anything.
  static let minimumCount = 16

  /// The items of a sample.
  init(_ sample: ByteSample, _ order: ByteOrder = .little) {
    items = sample.halves(order).filter { $0 & 0x7FFF != 0 }
    var brain = Magnitudes()
    var half = Magnitudes()
    var special = 0
    for item in items {
      let bits = Double(item & 0x7FFF)
      // Exponent and fraction are a logarithm, but for a bend within each binade.
      brain.add(bits >= 0x7F80 ? nil : bits / 128 - 127)
      let exponent = item >> 10 & 0x1F
      if exponent == 0x1F { special += 1 }
      half.add(bits / 1024 - 15)
    }
    self.brain = brain
    self.half = half
    halfSpecialCount = special
  }

  /// Whether the items make sense as bfloat16: hardly any is wild, and they do not scatter far.
  private var isBrainFloat: Bool { brain.wildShare < 0.02 && brain.deviation <= 6 }

  /// Whether the items make sense as float16: finite, of a usual size, neither scattered nor alike.
  private var isHalf: Bool {
    halfSpecialCount * 1000 <= items.count && (0.1...4).contains(half.deviation)
      && (-14...12).contains(half.mean)
  }

  /// The floats that the items make sense as.
  ///
  /// A binade of float16 is eight of bfloat16: what scatters by 1.6 as the one scatters by 13 or by
  /// 0.2 as the other. Where all values are alike, both make sense; but not where they are alike and of
  /// both signs.
  var likelyFloats: [ElementSpelling] {
    guard items.count >= Self.minimumCount else { return [] }
    let brain = ElementSpelling(.bfloat16)
    let half = ElementSpelling(.float16)
    if isBrainFloat, !(isHalf && self.brain.deviation >= 4.5) {
      let isUsual = self.brain.deviation >= 0.8 && hasBothSigns
      return isUsual || !isHalf && self.brain.deviation >= 0.6 ? [brain] : [brain, half]
    }
    return isHalf ? [half] : []
  }

  /// The types that items of headerless values are likely of.
  var likelyTypes: [ElementSpelling] {
    let floats = likelyFloats
    guard floats.isEmpty, items.count >= Self.minimumCount else { return floats }
    let small = items.count { min($0 >> 8, 0xFF - $0 >> 8) <= 64 }
    let types: [ElementType] =
      small * 10 >= items.count * 9 ? [.int16, .uint16] : [.uint16, .int16]
    return types.map { ElementSpelling($0) }
  }

  /// The floats that stored uint16 are likely the bits of; nil where they are numbers themselves.
  ///
  /// Numbers of one sign alone, such as depths, can lie where bits of floats do: both signs count.
  var likelyBitPatterns: [ElementSpelling]? {
    guard hasBothSigns else { return nil }
    let floats = likelyFloats
    return floats.isEmpty ? nil : floats
  }

  /// Whether a twentieth at least is of either sign.
  private var hasBothSigns: Bool {
    let negative = items.count { $0 >= 0x8000 }
    return negative * 20 >= items.count && (items.count - negative) * 20 >= items.count
  }
}
