import Dispatch

extension StoredTensor {
  /// How many elements are decoded before their pages are released: some MiB.
  private static let pieceLength = 1 << 20

  /// Runs of the values in row-major order, one behind the other, read from the mapping.
  ///
  /// `goOn` hears the share that is read, after every ``stretchLength`` values; where it says no,
  /// the values end there.
  ///
  /// - Precondition: each run lies within `0..<description.elementCount`.
  /// - Throws: ``TensorFileError/notEnoughMemory(path:name:byteCount:)``.
  func values(
    in runs: [Range<Int>], of file: MappedFile, while goOn: (Double) -> Bool = { _ in true }
  ) throws(TensorFileError) -> TensorValues {
    switch description.elementType {
    case .float16: .float32(try decoded(Float16Element.self, runs, of: file, goOn))
    case .bfloat16: .float32(try decoded(BFloat16Element.self, runs, of: file, goOn))
    case .float32: .float32(try decoded(Float32Element.self, runs, of: file, goOn))
    case .float64: .float64(try decoded(Float64Element.self, runs, of: file, goOn))
    case .int8: .float32(try decoded(Int8Element.self, runs, of: file, goOn))
    case .uint8: .float32(try decoded(UInt8Element.self, runs, of: file, goOn))
    case .int16: .float32(try decoded(Int16Element.self, runs, of: file, goOn))
    case .uint16: .float32(try decoded(UInt16Element.self, runs, of: file, goOn))
    case .int32: .float64(try decoded(Int32Element.self, runs, of: file, goOn))
    case .uint32: .float64(try decoded(UInt32Element.self, runs, of: file, goOn))
    case .int64: .float64(try decoded(Int64Element.self, runs, of: file, goOn))
    case .uint64: .float64(try decoded(UInt64Element.self, runs, of: file, goOn))
    case .bool: .float32(try decoded(BoolElement.self, runs, of: file, goOn))
    }
  }

  /// How many values are read between two questions whether to go on: some milliseconds of work.
  private var stretchLength: Int {
    elementOrder == .rowMajor ? 8 * Self.pieceLength : Self.pieceLength / 4
  }

  /// The runs as values of one type, in an array that is written once.
  private func decoded<Element: StoredElement>(
    _: Element.Type, _ runs: [Range<Int>], of file: MappedFile, _ goOn: (Double) -> Bool
  ) throws(TensorFileError) -> [Element.Real] {
    let count = runs.reduce(0) { $0 + $1.count }
    let (size, overflow) = count.multipliedReportingOverflow(
      by: MemoryLayout<Element.Real>.stride)
    guard !overflow, SystemMemory.isGranted(byteCount: size) else {
      throw .notEnoughMemory(
        path: file.path, name: description.name, byteCount: overflow ? Int.max : size)
    }
    return unsafe file.withUnsafeBytes(in: start..<start + description.byteCount) { bytes in
      unsafe [Element.Real](unsafeUninitializedCapacity: count) { values, initialized in
        unsafe SystemMemory.preferLargePages(under: UnsafeMutableRawBufferPointer(values))
        for run in runs {
          var next = run.lowerBound
          while next < run.upperBound {
            guard goOn(Double(initialized) / Double(count)) else { return }
            let stretch = next..<min(next + stretchLength, run.upperBound)
            let target = unsafe UnsafeMutableBufferPointer(rebasing: values[initialized...])
            unsafe decode(Element.self, in: stretch, from: bytes, of: file, into: target)
            initialized += stretch.count
            next = stretch.upperBound
          }
          if runs.count > 1 { file.releaseSurroundings(of: self.bytes(of: run)) }
        }
        if elementOrder != .rowMajor, count > Self.pieceLength {
          file.release(self.bytes(of: 0..<description.elementCount))
        }
      }
    }
  }

  /// Writes the run to `values`, piece by piece of equal steps through the file.
  ///
  /// Pages of the file count as memory of this program as long as they are mapped, so those of a long
  /// run are released as soon as they have been read: a tensor never takes its memory twice.
  private func decode<Element: StoredElement>(
    _: Element.Type, in elements: Range<Int>, from bytes: UnsafeRawBufferPointer,
    of file: MappedFile, into values: UnsafeMutableBufferPointer<Element.Real>
  ) {
    guard !elements.isEmpty, let source = bytes.baseAddress, let target = values.baseAddress
    else { return }
    switch elementOrder {
    case .rowMajor:
      let ends = unsafe DecodingEnds(source: source, target: target)
      let pieces = (elements.count + Self.pieceLength - 1) / Self.pieceLength
      DispatchQueue.concurrentPerform(iterations: pieces) { index in
        let first = index * Self.pieceLength
        let count = min(Self.pieceLength, elements.count - first)
        let piece = ElementPiece(
          target: first, source: elements.lowerBound + first, step: 1, count: count)
        unsafe decode(Element.self, piece, from: ends.source, into: ends.target)
        if pieces > 1 { file.release(self.bytes(of: piece.source..<piece.source + count)) }
      }
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

/// Where the pieces of one run are read and written by several threads.
///
/// Sendable is sound because the source is only read, each piece writes elements of its own, and both
/// outlive the loop over the pieces.
@safe
private struct DecodingEnds<Real>: @unchecked Sendable {
  let source: UnsafeRawPointer
  let target: UnsafeMutablePointer<Real>
}
