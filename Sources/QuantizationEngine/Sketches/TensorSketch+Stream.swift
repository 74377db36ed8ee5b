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
    let elementType = stream.elementType
    if elementType.patternCount != nil {
      self.init(try PatternCounts(of: stream, monitor: monitor), name: name)
      return
    }
    let isForeign = stream.byteOrder.isForeign
    let parts = try stream.fold(
      monitor: monitor, start: { SketchTable() },
      { table, bytes in table.add(bytes, elementType: elementType, isForeign: isForeign) },
      finish: { $0.sketch(name: name, elementType: elementType) })
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
    let occurrences = counts.counts.enumerated().lazy.filter { $0.element > 0 }
      .map { (value: counts.elementType.value(ofPattern: $0.offset), count: $0.element) }
    table.add(ascending: occurrences.sorted { ($0.value + 0).key < ($1.value + 0).key })
    self = table.sketch(name: name, elementType: counts.elementType)
  }

  /// The sketch of float32 values.
  public init(_ values: [Float], name: String = "") {
    let table = SketchTable()
    table.add(values.count) { (Double(values[$0]), values[$0]) }
    self = table.sketch(name: name, elementType: .float32)
  }

  /// The sketch of float64 values.
  public init(_ values: [Double], name: String = "") {
    let table = SketchTable()
    table.add(values.count) { (values[$0], Float(values[$0])) }
    self = table.sketch(name: name, elementType: .float64)
  }
}

extension SketchTable {
  /// Takes in the elements of a piece of a stream.
  fileprivate func add(_ bytes: RawSpan, elementType: ElementType, isForeign: Bool) {
    unsafe bytes.withUnsafeBytes { bytes in
      switch elementType {
      case .float32:
        unsafe add(bytes, isForeign: isForeign) { (bits: UInt32) in
          (Double(Float(bitPattern: bits)), Float(bitPattern: bits))
        }
      case .float64:
        unsafe add(bytes, isForeign: isForeign) { (bits: UInt64) in both(Double(bitPattern: bits)) }
      case .int32:
        unsafe add(bytes, isForeign: isForeign) { (bits: UInt32) in
          both(Double(Int32(bitPattern: bits)))
        }
      case .uint32:
        unsafe add(bytes, isForeign: isForeign) { (bits: UInt32) in both(Double(bits)) }
      case .int64:
        unsafe add(bytes, isForeign: isForeign) { (bits: UInt64) in
          both(Double(Int64(bitPattern: bits)))
        }
      case .uint64:
        unsafe add(bytes, isForeign: isForeign) { (bits: UInt64) in both(Double(bits)) }
      default:
        preconditionFailure("elements of 16 bits are counted, not sketched")
      }
    }
  }

  @inline(__always)
  private func add<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, isForeign: Bool,
    _ value: (Bits) -> (exact: Double, rounded: Float)
  ) {
    let size = MemoryLayout<Bits>.size
    guard let source = bytes.baseAddress else { return }
    add(bytes.count / size) { position in
      let bits = unsafe source.loadUnaligned(fromByteOffset: position &* size, as: Bits.self)
      return value(isForeign ? bits.byteSwapped : bits)
    }
  }

  @inline(__always)
  private func both(_ value: Double) -> (exact: Double, rounded: Float) {
    (value, Float(value))
  }
}
