extension ElementStream {
  /// Writes the values of some elements to memory, as float32 or float64 numbers.
  ///
  /// - Parameters:
  ///   - elements: which ones.
  ///   - target: room for as many numbers.
  /// - Precondition: float32 holds every value of the type, or the numbers are float64.
  func decode<Element: LaneElement>(
    _ elements: Range<Int>, to target: UnsafeMutablePointer<Element>
  ) {
    withBytes(of: elements) { bytes in
      unsafe bytes.withUnsafeBytes { bytes in
        guard let source = bytes.baseAddress else { return }
        unsafe decode(source, count: elements.count, to: target)
      }
    }
  }

  /// Writes the values of elements that lie in memory, as the other does.
  func decode<Element: LaneElement>(
    _ source: UnsafeRawPointer, count: Int, to target: UnsafeMutablePointer<Element>
  ) {
    let decoder = unsafe ElementDecoder(
      source: source, count: count, isForeign: byteOrder.isForeign, target: target)
    decoder.decode(elementType)
  }
}

extension ElementStream {
  /// Whether the elements are such numbers, in this machine's byte order.
  func holds(_ type: (some LaneElement).Type) -> Bool {
    !byteOrder.isForeign && (elementType == .float32 ? type == Float.self : elementType == .float64)
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes as numbers of a type, where they are aligned as such.
  func alignedStart<Element>(of type: Element.Type) -> UnsafePointer<Element>? {
    guard let start = baseAddress,
      Int(bitPattern: start).isMultiple(of: MemoryLayout<Element>.alignment)
    else { return nil }
    return unsafe start.assumingMemoryBound(to: type)
  }
}

/// Turns stored elements into numbers, in loops that the compiler makes vectors of.
@safe
private struct ElementDecoder<Element: LaneElement> {
  let source: UnsafeRawPointer
  let count: Int
  let isForeign: Bool
  let target: UnsafeMutablePointer<Element>

  func decode(_ elementType: ElementType) {
    switch elementType {
    case .float32: each(UInt32.self) { Element(Float(bitPattern: $0)) }
    case .float64: each(UInt64.self) { Element(Double(bitPattern: $0)) }
    case .bfloat16:
      each(UInt16.self) { Element(Float(bitPattern: UInt32($0) << 16)) }
    case .float16: each(UInt16.self) { Element(Self.value(ofHalf: $0)) }
    case .int8: each(Int8.self) { Element($0) }
    case .int16: each(Int16.self) { Element($0) }
    case .uint16: each(UInt16.self) { Element($0) }
    case .int32: each(Int32.self) { Element($0) }
    case .uint32: each(UInt32.self) { Element($0) }
    case .int64: each(Int64.self) { Element($0) }
    case .uint64: each(UInt64.self) { Element($0) }
    case .uint8: each(UInt8.self) { Element($0) }
    case .bool: each(UInt8.self) { $0 == 0 ? 0 : 1 }
    default:
      let table = (0..<256).map { Element(elementType.value(ofPattern: $0)) }
      each(UInt8.self) { table[Int($0)] }
    }
  }

  /// A float16 without a branch: its exponent and fraction, moved to their float32 places, are the
  /// value times 2^−112; an exponent of all ones is moved up to where float32 has its own.
  @inline(__always)
  private static func value(ofHalf bits: UInt16) -> Float {
    let magnitude = UInt32(bits & 0x7FFF) << 13
    let scaled = Float(bitPattern: magnitude) * 0x1p112
    let special: UInt32 = magnitude >= 0x0F80_0000 ? 0x7F80_0000 : 0
    return Float(bitPattern: scaled.bitPattern | special | UInt32(bits & 0x8000) << 16)
  }

  @inline(__always)
  private func each<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ type: Bits.Type, _ value: (Bits) -> Element
  ) {
    if isForeign {
      run(type) { value($0.byteSwapped) }
    } else {
      run(type, value)
    }
  }

  @inline(__always)
  private func run<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ type: Bits.Type, _ value: (Bits) -> Element
  ) {
    let size = MemoryLayout<Bits>.size
    for index in 0..<count {
      let bits = unsafe source.loadUnaligned(fromByteOffset: index &* size, as: Bits.self)
      unsafe target[index] = value(bits)
    }
  }
}
