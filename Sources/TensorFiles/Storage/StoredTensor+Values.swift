import Dispatch
import QuantizationEngine

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
    in runs: [Range<Int>], while goOn: (Double) -> Bool = { _ in true }
  ) throws(TensorFileError) -> TensorValues {
    if case .quantized(let codes, let encoding) = form {
      return .float32(try dequantizedValues(in: runs, codes, encoding, goOn))
    }
    if case .layered(let layer) = form {
      return .float32(try layeredValues(in: runs, of: layer, goOn))
    }
    guard let way = form.way else { return .float32(try expandedValues(in: runs, goOn)) }
    return switch description.elementType {
    case .float16: .float32(try decoded(Float16Element.self, runs, way, goOn))
    case .bfloat16: .float32(try decoded(BFloat16Element.self, runs, way, goOn))
    case .float32: .float32(try decoded(Float32Element.self, runs, way, goOn))
    case .float64: .float64(try decoded(Float64Element.self, runs, way, goOn))
    case .int8: .float32(try decoded(Int8Element.self, runs, way, goOn))
    case .uint8: .float32(try decoded(UInt8Element.self, runs, way, goOn))
    case .int16: .float32(try decoded(Int16Element.self, runs, way, goOn))
    case .uint16: .float32(try decoded(UInt16Element.self, runs, way, goOn))
    case .int32: .float64(try decoded(Int32Element.self, runs, way, goOn))
    case .uint32: .float64(try decoded(UInt32Element.self, runs, way, goOn))
    case .int64: .float64(try decoded(Int64Element.self, runs, way, goOn))
    case .uint64: .float64(try decoded(UInt64Element.self, runs, way, goOn))
    case .bool: .float32(try decoded(BoolElement.self, runs, way, goOn))
    default: .float32(try tabledValues(in: runs, way, goOn))
    }
  }

  /// How many values are read between two questions whether to go on: some milliseconds of work.
  private var stretchLength: Int {
    form.isSequential ? 8 * Self.pieceLength : Self.pieceLength / 4
  }

  /// The runs as values of one type, in an array that is written once.
  private func decoded<Element: StoredElement>(
    _: Element.Type, _ runs: [Range<Int>], _ way: ElementWay, _ goOn: (Double) -> Bool
  ) throws(TensorFileError) -> [Element.Real] {
    unsafe try filled(runs, goOn) { stretch, bytes, target in
      unsafe decode(Element.self, in: stretch, way, from: bytes, into: target)
    }
  }

  /// An array of the runs' values, which `write` fills stretch by stretch.
  ///
  /// - Parameters:
  ///   - runs: The elements, in row-major order.
  ///   - goOn: Hears the share that is done; where it says no, the array ends there.
  ///   - write: Gets a stretch of elements, all bytes of the tensor, and where its values go.
  /// - Returns: The values.
  /// - Throws: ``TensorFileError/notEnoughMemory(path:name:byteCount:)`` and `fileShrank`.
  func filled<Real>(
    _ runs: [Range<Int>], _ goOn: (Double) -> Bool,
    _ write: (Range<Int>, UnsafeRawBufferPointer, UnsafeMutableBufferPointer<Real>) -> Void
  ) throws(TensorFileError) -> [Real] {
    let count = runs.reduce(0) { $0 + $1.count }
    let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Real>.stride)
    guard !overflow, SystemMemory.isGranted(byteCount: size) else {
      throw .notEnoughMemory(
        path: file.path, name: description.name, byteCount: overflow ? Int.max : size)
    }
    let values = unsafe file.withUnsafeBytes(in: bytes) { bytes in
      unsafe [Real](unsafeUninitializedCapacity: count) { values, initialized in
        unsafe SystemMemory.preferLargePages(under: UnsafeMutableRawBufferPointer(values))
        for run in runs {
          var next = run.lowerBound
          while next < run.upperBound {
            guard goOn(Double(initialized) / Double(count)), !file.isDamaged else { return }
            let stretch = next..<min(next + stretchLength, run.upperBound)
            let target = unsafe UnsafeMutableBufferPointer(rebasing: values[initialized...])
            unsafe write(stretch, bytes, target)
            initialized += stretch.count
            next = stretch.upperBound
          }
          if runs.count > 1 { file.releaseSurroundings(of: self.bytes(of: run)) }
        }
        if !form.isSequential, count > Self.pieceLength { file.release(self.bytes) }
      }
    }
    try file.checkStillWhole()
    return values
  }

  /// Writes the run to `values`, piece by piece of equal steps through the file.
  ///
  /// Pages of the file count as memory of this program as long as they are mapped, so those of a long
  /// run are released as soon as they have been read: a tensor never takes its memory twice.
  private func decode<Element: StoredElement>(
    _: Element.Type, in elements: Range<Int>, _ way: ElementWay,
    from bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Element.Real>
  ) {
    guard !elements.isEmpty, let source = bytes.baseAddress, let target = values.baseAddress
    else { return }
    if let walk = way.walk {
      return walk.forEachPiece(in: elements) { piece in
        unsafe decode(Element.self, piece, way.byteOrder, from: source, into: target)
      }
    }
    let ends = unsafe DecodingEnds(source: source, target: target)
    forEachPiece(of: elements) { part in
      let piece = ElementPiece(
        target: part.lowerBound - elements.lowerBound, source: part.lowerBound, step: 1,
        count: part.count)
      unsafe decode(Element.self, piece, way.byteOrder, from: ends.source, into: ends.target)
    }
  }

  /// Calls `body` with the parts of a run, on all processors, and releases each behind it.
  func forEachPiece(of elements: Range<Int>, _ body: @Sendable (Range<Int>) -> Void) {
    let pieces = (elements.count + Self.pieceLength - 1) / Self.pieceLength
    DispatchQueue.concurrentPerform(iterations: pieces) { index in
      let first = elements.lowerBound + index * Self.pieceLength
      let part = first..<min(first + Self.pieceLength, elements.upperBound)
      body(part)
      if pieces > 1 { file.release(bytes(of: part)) }
    }
  }

  /// Writes one piece: a copy if the bits can stay as they are, else a loop.
  ///
  /// Each case has a loop of its own with nothing to decide inside, so that each is vectorized.
  /// Loads are unaligned: where the values begin is the file's choice.
  @inline(__always)
  private func decode<Element: StoredElement>(
    _: Element.Type, _ piece: ElementPiece, _ byteOrder: ByteOrder,
    from source: UnsafeRawPointer, into target: UnsafeMutablePointer<Element.Real>
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
struct DecodingEnds<Real>: @unchecked Sendable {
  let source: UnsafeRawPointer
  let target: UnsafeMutablePointer<Real>
}
