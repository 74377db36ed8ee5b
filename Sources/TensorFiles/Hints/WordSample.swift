import QuantizationEngine

/// What headerless bytes are that are read as float32, and as what they would make sense.
///
/// Three things tell, each on a bounded sample:
/// - *wild* values: NaN, or magnitudes past 2^41 or below 2^−60. Real float32 has few, or the same
///   one or two over and over, such as a mask or a padding. Integers, bytes and the low halves of
///   float64 have little else.
/// - the *four places* of a word: of float32 the first byte is noise and the last nearly always the
///   same. Where the bytes at places 0 and 2, and at 1 and 3, are distributed alike, items have two
///   bytes, or one.
/// - whether another type is *sane*: nothing is said but in favour of something.
struct WordSample {
  private let sample: ByteSample
  /// The words that are not 0 or −0.
  private let items: [UInt32]
  /// The first and the second word of each eight bytes.
  private let low: [UInt32]
  private let high: [UInt32]

  /// The fewest words, not counting zeros, that say anything.
  static let minimumCount = 16

  /// The words of a sample.
  init(_ sample: ByteSample) {
    self.sample = sample
    let words = sample.words
    items = words.filter { $0 & 0x7FFF_FFFF != 0 }
    low = stride(from: 0, to: words.count, by: 2).map { words[$0] }
    high = stride(from: 1, to: words.count, by: 2).map { words[$0] }
  }

  /// The types that make sense of the bytes where float32 does not, the likeliest first; nil where it
  /// does, or nothing else does; none where nothing could.
  var likelyTypes: [ElementSpelling]? {
    // One value over and over is anything.
    guard items.count >= Self.minimumCount, Set(items.prefix(1024)).count > 2 else { return nil }
    if isFloat64 { return [ElementSpelling(.float64)] }
    let isWild = wildShare >= 0.25
    if isWild, isInt64 { return [ElementSpelling(.int64)] }
    let places = (0..<4).map { place in
      ByteHistogram(items.lazy.map { UInt8(truncatingIfNeeded: $0 >> (8 * place)) })
    }
    let isNarrow =
      places[1].overlap(with: places[3], shift: items.count < 1024 ? 3 : 0) >= 0.6
      && places[0].overlap(with: places[2], shift: 4) >= 0.6
    if isNarrow {
      // Of items of one byte the even and the odd are alike, too.
      let alike = (places[0] + places[2]).overlap(with: places[1] + places[3], shift: 3)
      // Fewer are less alike by chance.
      let bound = items.count < 128 ? 0.62 : items.count < 256 ? 0.7 : 0.8
      if alike < bound { return halves(isWild: isWild) }
      return isWild ? bytes : nil
    }
    guard isWild else { return nil }
    if isBigEndian { return [ElementSpelling(.float32, .big)] }
    return isInt32 ? [ElementSpelling(.int32)] : nil
  }

  // MARK: Float32

  /// The share of wild values, without the two that are there most often and huge, or no numbers.
  private var wildShare: Double {
    var isolated = 0
    var huge: [UInt32: Int] = [:]
    for word in items {
      let exponent = Int(word >> 23 & 0xFF) - 127
      if exponent > 40 { huge[word, default: 0] += 1 } else if exponent < -60 { isolated += 1 }
    }
    let repeated = huge.values.filter { $0 >= 2 }.sorted(by: >).prefix(2).reduce(0, +)
    return Double(isolated + huge.values.reduce(0, +) - repeated) / Double(items.count)
  }

  /// How words scatter as float32, zeros left out.
  private func magnitudes(_ words: [UInt32]) -> Magnitudes {
    var magnitudes = Magnitudes()
    for word in words where word & 0x7FFF_FFFF != 0 {
      let bits = word & 0x7FFF_FFFF
      magnitudes.add(bits >= 0x7F80_0000 ? nil : Double(bits) / 0x1p23 - 127)
    }
    return magnitudes
  }

  // MARK: Eight bytes

  /// Whether the bytes are float64: sane as such, and the low halves wild and of all sizes where the
  /// high ones are sane; or, of numbers with few digits, all 0 where the high ones are all alike.
  private var isFloat64: Bool {
    var double = Magnitudes()
    for (low, high) in zip(low, high) where high & 0x7FFF_FFFF != 0 || low != 0 {
      let bits = high & 0x7FFF_FFFF
      double.add(bits >= 0x7FF0_0000 ? nil : Double(bits) / 0x1p20 - 1023)
    }
    guard double.count >= 8, double.wildShare <= 0.02 else { return false }
    if low.allSatisfy({ $0 == 0 }) {
      let present = high.filter { $0 != 0 }
      return present.count * 10 > high.count * 9 && (0.1...6).contains(double.deviation)
        && abs(double.mean) < 20 && magnitudes(present).deviation < 0.7
    }
    let noise = magnitudes(low)
    return Set(low).count > 4 && noise.wildShare >= 0.2 && noise.deviation >= 20
      && magnitudes(high).wildShare < 0.02
  }

  /// Whether the bytes are int64: every high half repeats the sign of its low half.
  private var isInt64: Bool {
    let isExtended = zip(low, high).allSatisfy { low, high in
      high == (low >> 31 == 1 ? 0xFFFF_FFFF : 0)
    }
    return isExtended && low.count { $0 != 0 } >= 8 && Set(low).count > 1
  }

  // MARK: Four bytes

  /// Whether the bytes are float32 the other way round.
  private var isBigEndian: Bool {
    let magnitudes = magnitudes(items.map(\.byteSwapped))
    return magnitudes.wildShare <= 0.02 && magnitudes.deviation <= 12
  }

  /// Whether the bytes are int32 as they occur: far from the largest.
  private var isInt32: Bool {
    let small = items.count { Int32(bitPattern: $0).magnitude < 1 << 28 }
    return small * 50 >= items.count * 49
  }

  // MARK: Two bytes and one

  /// The types of two bytes; integers only where float32 is wild.
  private func halves(isWild: Bool) -> [ElementSpelling]? {
    let types = HalfSample(sample).likelyTypes
    guard let first = types.first?.elementType else { return nil }
    return isWild || first == .bfloat16 || first == .float16 ? types : nil
  }

  /// The types of one byte, or none where the bytes are spread too evenly for any.
  private var bytes: [ElementSpelling] {
    let histogram = ByteHistogram(sample.bytes)
    if histogram.total >= 4096, histogram.entropyInBits > 7.95 { return [] }
    let (around0, around128) = (
      min(histogram.share(of: 1...15), histogram.share(of: 240...255)),
      histogram.share(of: 112...143)
    )
    let types: [ElementType] = around0 > around128 ? [.int8, .uint8] : [.uint8, .int8]
    return types.map { ElementSpelling($0) }
  }
}
