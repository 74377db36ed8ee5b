extension TensorSketch {
  /// The sketch as bytes, from which ``init(decoding:)`` makes an equal one.
  ///
  /// | at | bytes | what, little-endian |
  /// | --- | --- | --- |
  /// | 0 | 8 | `qvizsket` |
  /// | 8 | 4 | version: 1 |
  /// | 12 | 4 | CRC-32C of all that follows |
  /// | 16 | 8 | number of bytes in all |
  /// | 24 | 1 | element type: 0 for several, else 1 + its place in ``ElementType`` |
  /// | 25 | 1 | 0 if float32 holds every value, 1 if values were rounded to it |
  /// | 26 | 1 | 1 if values were left out on purpose, else 0 |
  /// | 27 | 1 | 0 |
  /// | 28 | 4 | number of bytes of the name |
  /// | 32 | 8 | number of bins |
  /// | 40 | 24 | number of NaN, of +infinity, of −infinity |
  /// | 64 | 16 | smallest and largest value as float64; 0 where there are none |
  /// | 80 | 8 | number of values left out, only if byte 26 is 1 |
  /// | | | the name in UTF-8 |
  /// | | | the bins, ascending |
  ///
  /// A bin is its distance from the one before it less 1 (the first: from place −1), its count, Σlow,
  /// and, if it holds more than one value, Σlow²: each in groups of seven bits, the lowest first,
  /// the eighth bit saying that more follow, and no group of zeros at the end.
  ///
  /// Two equal sketches have equal bytes.
  public func encoded() -> [UInt8] {
    var writer = SketchWriter()
    let elementType = elementType.flatMap(ElementType.allCases.firstIndex)
    writer.byte(UInt8(elementType.map { $0 + 1 } ?? 0))
    writer.byte(precision == .float32 ? 0 : 1)
    writer.byte(excluded.ignored > 0 ? 1 : 0)
    writer.byte(0)
    writer.fixed(UInt32(name.utf8.count))
    writer.fixed(UInt64(bins.places.count))
    for count in [excluded.nan, excluded.positiveInfinity, excluded.negativeInfinity] {
      writer.fixed(UInt64(count))
    }
    writer.fixed((bounds?.lowerBound ?? 0).bitPattern)
    writer.fixed((bounds?.upperBound ?? 0).bitPattern)
    if excluded.ignored > 0 { writer.fixed(UInt64(excluded.ignored)) }
    writer.bytes += name.utf8
    var next: UInt32 = 0
    for index in bins.places.indices {
      writer.variable(UInt64(bins.places[index] - next))
      next = bins.places[index] + 1
      writer.variable(bins.counts[index])
      writer.variable(bins.sums[index])
      if bins.counts[index] > 1 { writer.variable(bins.squares[index]) }
    }
    return writer.framed()
  }

  /// How many bytes of a file say whether the rest is worth reading: see ``checkFrame(_:byteCount:)``.
  public static let frameByteCount = SketchWriter.frameLength + 8

  /// How many bytes a sketch has at most: what all bins take, with a MiB for the name and the rest.
  ///
  /// A bin takes 28 of them at most: 4 for its distance, 7 for its count, 8 and 9 for its sums.
  public static let largestByteCount = 28 * SketchBins.binCount + 1 << 20

  /// Judges a file that may be a sketch by its first bytes: beginning, version and length.
  ///
  /// - Parameters:
  ///   - beginning: The first ``frameByteCount`` bytes, or all where there are fewer.
  ///   - byteCount: How many bytes the file has.
  /// - Throws: ``SketchError`` where ``init(decoding:)`` would throw the same for all of them.
  public static func checkFrame(_ beginning: [UInt8], byteCount: Int) throws(SketchError) {
    _ = try SketchReader.checksum(of: beginning, byteCount: byteCount)
  }

  /// The sketch that ``encoded()`` made into bytes.
  ///
  /// - Throws: ``SketchError`` for bytes that are not exactly those of a sketch: every cut, every
  ///   flipped bit, every count that no values could have.
  /// - Complexity: O(bytes); no memory is asked for because of a number in them.
  public init(decoding bytes: [UInt8]) throws(SketchError) {
    var reader = try SketchReader(bytes)
    let type = Int(try reader.byte())
    guard type <= ElementType.allCases.count else { throw reader.malformed }
    let rounding = try reader.byte()
    let isMasked = try reader.byte()
    guard rounding <= 1, isMasked <= 1, try reader.byte() == 0 else { throw reader.malformed }
    let nameLength = Int(try reader.fixed(UInt32.self))
    let binCount = try reader.fixed(UInt64.self)
    let nan = try reader.count()
    let positiveInfinity = try reader.count()
    let negativeInfinity = try reader.count()
    let smallest = Double(bitPattern: try reader.fixed(UInt64.self))
    let largest = Double(bitPattern: try reader.fixed(UInt64.self))
    let ignored = isMasked == 1 ? try reader.count() : 0
    guard (ignored > 0) == (isMasked == 1) else { throw reader.malformed }
    name = try reader.text(byteCount: nameLength)
    elementType = type == 0 ? nil : ElementType.allCases[type - 1]
    precision = rounding == 0 ? .float32 : .rounded
    excluded = NonFiniteCounts(
      nan: nan, positiveInfinity: positiveInfinity, negativeInfinity: negativeInfinity,
      ignored: ignored)
    guard excluded.total <= Self.largestElementCount else { throw .tooManyElements }
    if let elementType, elementType.fitsFloat32 != (precision == .float32) {
      throw reader.malformed
    }
    bins = try reader.bins(
      binCount, room: UInt64(Self.largestElementCount - excluded.total))
    bounds = try bins.checkedBounds(
      smallest, largest, precision: precision, at: reader.position)
  }
}

extension SketchBins {
  /// The bounds that the bytes claim, if they are those of values in these bins.
  fileprivate func checkedBounds(
    _ smallest: Double, _ largest: Double, precision: TensorSketch.Precision, at position: Int
  ) throws(SketchError) -> ClosedRange<Double>? {
    guard let first = places.first, let last = places.last else {
      guard smallest.bitPattern == 0, largest.bitPattern == 0 else {
        throw .malformed(position: position)
      }
      return nil
    }
    let lower = Float(smallest)
    let upper = Float(largest)
    guard lower.isFinite, upper.isFinite, smallest <= largest else {
      throw .malformed(position: position)
    }
    // The least and the greatest value are in the outermost bins, and none of those is beyond them.
    let (lowerKey, upperKey) = ((lower + 0).key, (upper + 0).key)
    let end = counts.count - 1
    guard lowerKey >> UInt32(Self.lowBits) == first, upperKey >> UInt32(Self.lowBits) == last,
      sums[0] >= counts[0] * UInt64(lowerKey & UInt32(Self.lastLow)),
      sums[end] <= counts[end] * UInt64(upperKey & UInt32(Self.lastLow)),
      precision == .rounded || Double(lower) == smallest && Double(upper) == largest,
      smallest.bitPattern != (-0.0).bitPattern, largest.bitPattern != (-0.0).bitPattern
    else { throw .malformed(position: position) }
    return smallest...largest
  }
}
