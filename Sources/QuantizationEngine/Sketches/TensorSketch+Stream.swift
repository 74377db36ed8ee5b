extension TensorSketch {
  /// The sketch of the elements of a stream, in one pass on all processors.
  ///
  /// - Parameters:
  ///   - stream: the elements, in any order.
  ///   - name: the tensor's name.
  ///   - monitor: hears the progress and may cancel.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: the stream has at most ``largestElementCount`` elements.
  /// - Complexity: O(elements); 24 bytes for each bin and processor, of which at most 4 million
  ///   have values.
  public init(
    of stream: ElementStream, name: String = "", monitor: ProgressMonitor = .none
  ) throws(CancellationError) {
    precondition(
      stream.count <= Self.largestElementCount, "a sketch has no room for so many elements")
    let format = stream.format
    if format.patternCount != nil {
      self.init(try PatternCounts(of: stream, monitor: monitor), name: name)
      return
    }
    let isForeign = stream.byteOrder.isForeign
    let parts = try stream.fold(
      monitor: monitor, start: { SketchTable() },
      { table, bytes in table.add(bytes, format: format, isForeign: isForeign) },
      finish: { $0.sketch(name: name, format: format) })
    self = parts.dropFirst().reduce(parts[0]) { $0.merged(with: $1) }
  }

  /// The sketch of counted elements.
  ///
  /// - Precondition: there are at most ``largestElementCount``.
  public init(_ counts: PatternCounts, name: String = "") {
    precondition(
      counts.elementCount <= Self.largestElementCount,
      "a sketch has no room for so many elements")
    let table = SketchTable()
    for (pattern, count) in counts.counts.enumerated() where count > 0 {
      let value = counts.format.value(ofPattern: pattern)
      table.add(rounded: value, times: count, exactly: Double(value))
    }
    self = table.sketch(name: name, format: counts.format)
  }

  /// The sketch of float32 values.
  public init(_ values: [Float], name: String = "") {
    let table = SketchTable()
    table.add(values)
    self = table.sketch(name: name, format: .float32)
  }

  /// The sketch of float64 values.
  public init(_ values: [Double], name: String = "") {
    let table = SketchTable()
    table.add(values)
    self = table.sketch(name: name, format: .float64)
  }
}

extension SketchTable {
  /// Takes in the elements of a piece of a stream.
  fileprivate func add(_ bytes: RawSpan, format: ElementFormat, isForeign: Bool) {
    unsafe bytes.withUnsafeBytes { bytes in
      switch format {
      case .float32:
        unsafe add(bytes, as: UInt32.self, isForeign: isForeign) { Float(bitPattern: $0) }
      case .float64:
        unsafe add(bytes, as: UInt64.self, isForeign: isForeign) { Double(bitPattern: $0) }
      case .int32:
        unsafe add(bytes, as: UInt32.self, isForeign: isForeign) { Double(Int32(bitPattern: $0)) }
      case .uint32:
        unsafe add(bytes, as: UInt32.self, isForeign: isForeign) { Double($0) }
      case .int64:
        unsafe add(bytes, as: UInt64.self, isForeign: isForeign) { Double(Int64(bitPattern: $0)) }
      case .uint64:
        unsafe add(bytes, as: UInt64.self, isForeign: isForeign) { Double($0) }
      case .float16, .bfloat16, .int8, .uint8, .int16, .uint16, .bool:
        preconditionFailure("elements of 16 bits are counted, not sketched")
      }
    }
  }

  @inline(__always)
  private func add<Bits: FixedWidthInteger & BitwiseCopyable, Real: BinaryFloatingPoint>(
    _ bytes: UnsafeRawBufferPointer, as: Bits.Type, isForeign: Bool, _ real: (Bits) -> Real
  ) {
    let size = MemoryLayout<Bits>.size
    for position in stride(from: 0, to: bytes.count, by: size) {
      let bits = unsafe bytes.loadUnaligned(fromByteOffset: position, as: Bits.self)
      let value = real(isForeign ? bits.byteSwapped : bits)
      add(rounded: Float(value), times: 1, exactly: Double(value))
    }
  }
}
