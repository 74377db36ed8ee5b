/// Quantizes runs of finite values, four at a time, adds their errors up and counts their codes, on
/// one processor.
@safe
final class LaneQuantizer {
  /// How many values are added up before the sums of their lanes are: the roundings of 2^12 / 4
  /// additions in float64 stay near 2^−43 at the very worst.
  private static let chunkLength = 1 << 12

  private let places: UnsafeMutablePointer<UInt32>
  private let kind: LaneKind
  /// How many values have each code.
  let counts: CodeCounts

  /// For quantizers of a scheme.
  convenience init(_ scheme: Scheme) {
    self.init(
      scheme.arithmetic, codeCount: scheme.quantMax - scheme.quantMin + 1)
  }

  /// For quantizers of one arithmetic, with about so many codes.
  init(_ arithmetic: QuantizationArithmetic, codeCount: Int) {
    unsafe places = .allocate(capacity: Self.chunkLength)
    kind = LaneKind(arithmetic)
    counts = CodeCounts(codeCount: codeCount)
  }

  deinit {
    unsafe places.deallocate()
  }

  /// Hands out the error sums of some values, a chunk of them at a time, with the places of their
  /// codes counted from the lowest.
  ///
  /// - Precondition: the values are finite in float32.
  @inline(__always)
  func forEachSums<Element: LaneElement>(
    of values: UnsafePointer<Element>, count: Int, under quantizer: AffineQuantizer,
    _ body: (LaneSums, UnsafeBufferPointer<UInt32>) -> Void
  ) {
    counts.reserve(codeCount: quantizer.encoding.codeCount)
    var start = 0
    while start < count {
      let length = min(count &- start, Self.chunkLength)
      let sums = unsafe chunkSums(of: values + start, count: length, under: quantizer)
      unsafe body(sums, UnsafeBufferPointer(start: places, count: length))
      start &+= length
    }
  }

  /// Writes the place of each value's code, counted from the lowest; nothing is counted.
  func quantize(_ values: [Float], under quantizer: AffineQuantizer, to places: inout [UInt32]) {
    if places.count < values.count + 3 {
      places = Array(repeating: 0, count: values.count + 3)
    }
    unsafe values.withUnsafeBytes { values in
      unsafe places.withUnsafeMutableBytes { places in
        guard let source = values.baseAddress, let target = places.baseAddress else { return }
        let count = values.count / MemoryLayout<Float>.size
        switch kind {
        case .dividing:
          unsafe Self.quantize(source, count, to: target, DividingLanes(quantizer))
        case .multiplying:
          unsafe Self.quantize(source, count, to: target, MultiplyingLanes(quantizer))
        case .single:
          unsafe Self.quantize(source, count, to: target, SingleLanes(quantizer))
        }
      }
    }
  }

  @inline(__always)
  private static func quantize(
    _ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer,
    _ arithmetic: some LaneArithmetic
  ) {
    for first in stride(from: 0, to: count, by: 4) {
      var lanes = SIMD4<Float>.zero
      if first + 4 <= count {
        lanes = unsafe Float.lanes(at: source, element: first).rounded
      } else {
        for lane in 0..<count - first {
          lanes[lane] = unsafe source.load(fromByteOffset: 4 * (first + lane), as: Float.self)
        }
      }
      unsafe target.storeBytes(
        of: arithmetic.quantize(lanes).places, toByteOffset: 4 * first, as: SIMD4<UInt32>.self)
    }
  }

  @inline(__always)
  private func chunkSums<Element: LaneElement>(
    of first: UnsafePointer<Element>, count: Int, under quantizer: AffineQuantizer
  ) -> LaneSums {
    switch kind {
    case .dividing: unsafe sums(of: first, count, quantizer, DividingLanes(quantizer))
    case .multiplying: unsafe sums(of: first, count, quantizer, MultiplyingLanes(quantizer))
    case .single: unsafe sums(of: first, count, quantizer, SingleLanes(quantizer))
    }
  }

  @inline(__always)
  private func sums<Element: LaneElement>(
    of first: UnsafePointer<Element>, _ count: Int, _ quantizer: AffineQuantizer,
    _ arithmetic: some LaneArithmetic
  ) -> LaneSums {
    let source = unsafe UnsafeRawPointer(first)
    let target = unsafe UnsafeMutableRawPointer(places)
    let lowest = LaneSums.Lanes(
      repeating: Double(quantizer.dequantize(quantizer.encoding.quantMin)))
    let highest = LaneSums.Lanes(
      repeating: Double(quantizer.dequantize(quantizer.encoding.quantMax)))
    var sums = LaneSums()
    sums.count = count
    let whole = count & ~3
    var element = 0
    while element < whole {
      let (rounded, exact) = unsafe Element.lanes(at: source, element: element)
      let (levels, places) = arithmetic.quantize(rounded)
      sums.add(exact, levels: LaneSums.Lanes(levels), lowest: lowest, highest: highest)
      unsafe target.storeBytes(
        of: places, toByteOffset: element &* 4, as: SIMD4<UInt32>.self)
      element &+= 4
    }
    unsafe counts.add(places, count: whole)
    while element < count {
      let value = unsafe first[element]
      let code = quantizer.quantize(value.rounded32)
      sums.add(
        Double(value), level: Double(quantizer.dequantize(code)),
        lowest: lowest[0], highest: highest[0])
      let place = code &- quantizer.encoding.quantMin
      unsafe places[element] = UInt32(truncatingIfNeeded: place)
      counts.add(place)
      element &+= 1
    }
    return sums
  }
}
