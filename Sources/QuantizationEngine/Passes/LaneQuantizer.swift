/// Quantizes runs of finite values, four at a time, adds their errors up and counts their codes, on
/// one processor.
@safe
final class LaneQuantizer {
  /// How many values are added up before their sums are put aside: the roundings of 2^12 / 4 additions
  /// in float64 stay near 2^−43 at the very worst.
  static let chunkLength = 1 << 12

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

  /// How a quantizer works on four values: one whose scale is 0 by itself, for vectors divide.
  @inline(__always)
  private func kind(of quantizer: AffineQuantizer) -> LaneKind {
    quantizer.encoding.isOfZeros ? .single : kind
  }

  /// Adds the errors of some values to sums, without counting their codes.
  ///
  /// - Parameters:
  ///   - values: at most ``chunkLength``, finite in float32.
  ///   - count: how many there are.
  ///   - quantizer: what is done to them.
  ///   - sums: where their errors go.
  /// - Returns: the places of their codes counted from the lowest, until the next call.
  @inline(__always)
  func add<Element: LaneElement>(
    _ values: UnsafePointer<Element>, count: Int, under quantizer: AffineQuantizer,
    to sums: inout LaneSums
  ) -> UnsafeBufferPointer<UInt32> {
    switch kind(of: quantizer) {
    case .dividing: unsafe add(values, count, quantizer, DividingLanes(quantizer), to: &sums)
    case .multiplying: unsafe add(values, count, quantizer, MultiplyingLanes(quantizer), to: &sums)
    case .storedInverse:
      unsafe add(values, count, quantizer, StoredInverseLanes(quantizer), to: &sums)
    case .summing: unsafe add(values, count, quantizer, SummingLanes(quantizer), to: &sums)
    case .single: unsafe add(values, count, quantizer, SingleLanes(quantizer), to: &sums)
    }
    return unsafe UnsafeBufferPointer(start: places, count: count)
  }

  /// Writes the place of each value's code, counted from the lowest; nothing is counted.
  func quantize(_ values: [Float], under quantizer: AffineQuantizer, to places: inout [UInt32]) {
    kind(of: quantizer).quantize(values, under: quantizer, to: &places)
  }

  @inline(__always)
  private func add<Element: LaneElement>(
    _ first: UnsafePointer<Element>, _ count: Int, _ quantizer: AffineQuantizer,
    _ arithmetic: some LaneArithmetic, to sums: inout LaneSums
  ) {
    let source = unsafe UnsafeRawPointer(first)
    let target = unsafe UnsafeMutableRawPointer(places)
    let lowest = LaneSums.Lanes(
      repeating: Double(quantizer.dequantize(quantizer.encoding.quantMin)))
    let highest = LaneSums.Lanes(
      repeating: Double(quantizer.dequantize(quantizer.encoding.quantMax)))
    let scale = Double(quantizer.encoding.scale)
    let steps = LaneSums.Lanes(repeating: scale > 0 ? 1 / (scale * scale) : 0)
    sums.count &+= count
    let whole = count & ~3
    var element = 0
    while element < whole {
      let (rounded, exact) = unsafe Element.lanes(at: source, element: element)
      let (levels, places) = arithmetic.quantize(rounded)
      sums.add(
        exact, levels: LaneSums.Lanes(levels), lowest: lowest, highest: highest, steps: steps)
      unsafe target.storeBytes(
        of: places, toByteOffset: element &* 4, as: SIMD4<UInt32>.self)
      element &+= 4
    }
    while element < count {
      let value = unsafe first[element]
      let code = quantizer.quantize(value.rounded32)
      sums.add(
        Double(value), level: Double(quantizer.dequantize(code)),
        lowest: lowest[0], highest: highest[0], steps: steps[0])
      let place = code &- quantizer.encoding.quantMin
      unsafe places[element] = UInt32(truncatingIfNeeded: place)
      element &+= 1
    }
  }
}
