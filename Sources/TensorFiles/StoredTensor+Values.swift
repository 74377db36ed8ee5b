extension StoredTensor {
  /// A run of the values in row-major order, read from the mapping.
  ///
  /// - Precondition: `elements` lies within `0..<description.elementCount`.
  /// - Throws: ``TensorFileError/notEnoughMemory(path:name:byteCount:)``.
  func values(
    in elements: Range<Int>, of file: MappedFile
  ) throws(TensorFileError) -> TensorValues {
    switch description.elementType {
    case .float16: .float32(try decoded(Float16Element.self, in: elements, of: file))
    case .bfloat16: .float32(try decoded(BFloat16Element.self, in: elements, of: file))
    case .float32: .float32(try decoded(Float32Element.self, in: elements, of: file))
    case .float64: .float64(try decoded(Float64Element.self, in: elements, of: file))
    case .int8: .float32(try decoded(Int8Element.self, in: elements, of: file))
    case .uint8: .float32(try decoded(UInt8Element.self, in: elements, of: file))
    case .int16: .float32(try decoded(Int16Element.self, in: elements, of: file))
    case .uint16: .float32(try decoded(UInt16Element.self, in: elements, of: file))
    case .int32: .float64(try decoded(Int32Element.self, in: elements, of: file))
    case .uint32: .float64(try decoded(UInt32Element.self, in: elements, of: file))
    case .int64: .float64(try decoded(Int64Element.self, in: elements, of: file))
    case .uint64: .float64(try decoded(UInt64Element.self, in: elements, of: file))
    case .bool: .float32(try decoded(BoolElement.self, in: elements, of: file))
    }
  }

  /// The run as values of one type, in an array that is written once.
  private func decoded<Element: StoredElement>(
    _: Element.Type, in elements: Range<Int>, of file: MappedFile
  ) throws(TensorFileError) -> [Element.Real] {
    let (size, overflow) = elements.count.multipliedReportingOverflow(
      by: MemoryLayout<Element.Real>.stride)
    guard !overflow, SystemMemory.isGranted(byteCount: size) else {
      throw .notEnoughMemory(
        path: file.path, name: description.name, byteCount: overflow ? Int.max : size)
    }
    return unsafe file.withUnsafeBytes(in: start..<start + description.byteCount) { bytes in
      unsafe [Element.Real](unsafeUninitializedCapacity: elements.count) { values, initialized in
        unsafe SystemMemory.preferLargePages(under: UnsafeMutableRawBufferPointer(values))
        unsafe decode(Element.self, in: elements, from: bytes, into: values)
        initialized = elements.count
      }
    }
  }

  /// Writes the run to `values`, piece by piece of equal steps through the file.
  private func decode<Element: StoredElement>(
    _: Element.Type, in elements: Range<Int>, from bytes: UnsafeRawBufferPointer,
    into values: UnsafeMutableBufferPointer<Element.Real>
  ) {
    guard !elements.isEmpty, let source = bytes.baseAddress, let target = values.baseAddress
    else { return }
    switch elementOrder {
    case .rowMajor:
      let piece = ElementPiece(
        target: 0, source: elements.lowerBound, step: 1, count: elements.count)
      unsafe decode(Element.self, piece, from: source, into: target)
    case .columnMajor(let shape):
      ColumnMajorWalk(shape: shape).forEachPiece(in: elements) { piece in
        unsafe decode(Element.self, piece, from: source, into: target)
      }
    }
  }

  /// Writes one piece: a copy if the bits can stay as they are, else a loop.
  ///
  /// Each case has a loop of its own with nothing to decide inside, so that each is vectorized.
  /// Loads are unaligned: where the values begin is the file's choice.
  @inline(__always)
  private func decode<Element: StoredElement>(
    _: Element.Type, _ piece: ElementPiece, from source: UnsafeRawPointer,
    into target: UnsafeMutablePointer<Element.Real>
  ) {
    let size = MemoryLayout<Element.Bits>.size
    let source = unsafe source + piece.source * size
    let target = unsafe target + piece.target
    if piece.step == 1, Element.isCopy, byteOrder == .native {
      unsafe UnsafeMutableRawPointer(target).copyMemory(
        from: source, byteCount: piece.count * size)
    } else if piece.step == 1, byteOrder == .native {
      for index in 0..<piece.count {
        let bits = unsafe source.loadUnaligned(
          fromByteOffset: index &* size, as: Element.Bits.self)
        unsafe (target + index).initialize(to: Element.real(bits))
      }
    } else if piece.step == 1 {
      for index in 0..<piece.count {
        let bits = unsafe source.loadUnaligned(
          fromByteOffset: index &* size, as: Element.Bits.self)
        unsafe (target + index).initialize(to: Element.real(bits.byteSwapped))
      }
    } else {
      let stride = piece.step * size
      let isSwapped = byteOrder != .native
      for index in 0..<piece.count {
        let bits = unsafe source.loadUnaligned(
          fromByteOffset: index &* stride, as: Element.Bits.self)
        unsafe (target + index).initialize(
          to: Element.real(isSwapped ? bits.byteSwapped : bits))
      }
    }
  }
}
