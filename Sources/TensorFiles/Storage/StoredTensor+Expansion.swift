import NumberFormats
import QuantizationEngine

extension StoredTensor {
  /// The values of one-byte elements, each by a table of its 256 patterns.
  ///
  /// - Precondition: the elements are of a type that has one byte.
  /// - Throws: ``TensorFileError/notEnoughMemory(path:name:byteCount:)`` and `fileShrank`.
  func tabledValues(
    in runs: [Range<Int>], _ way: ElementWay, _ goOn: (Double) -> Bool
  ) throws(TensorFileError) -> [Float] {
    let table = description.elementType.valueTable
    return unsafe try filled(runs, goOn) { stretch, bytes, target in
      guard let source = bytes.baseAddress, let first = target.baseAddress else { return }
      if let walk = way.walk {
        return walk.forEachPiece(in: stretch) { piece in
          for index in 0..<piece.count {
            let pattern = unsafe source.load(
              fromByteOffset: piece.source + index * piece.step, as: UInt8.self)
            unsafe (first + piece.target + index).initialize(to: table[Int(pattern)])
          }
        }
      }
      let ends = unsafe DecodingEnds(source: source, target: first)
      forEachPiece(of: stretch) { part in
        for element in part {
          let pattern = unsafe ends.source.load(fromByteOffset: element, as: UInt8.self)
          unsafe (ends.target + element - stretch.lowerBound)
            .initialize(to: table[Int(pattern)])
        }
      }
    }
  }

  /// The values of packed elements, or of blocks.
  ///
  /// - Throws: ``TensorFileError/notEnoughMemory(path:name:byteCount:)`` and `fileShrank`.
  func expandedValues(
    in runs: [Range<Int>], _ goOn: (Double) -> Bool
  ) throws(TensorFileError) -> [Float] {
    let table = description.elementType.byteCount == 1 ? description.elementType.valueTable : []
    return unsafe try filled(runs, goOn) { stretch, bytes, target in
      guard let source = bytes.baseAddress, let first = target.baseAddress else { return }
      let ends = unsafe DecodingEnds(source: source, target: first)
      let byteCount = bytes.count
      forEachPiece(of: stretch) { part in
        let bytes = unsafe UnsafeRawBufferPointer(start: ends.source, count: byteCount)
        let target = unsafe UnsafeMutableBufferPointer(
          start: ends.target + part.lowerBound - stretch.lowerBound, count: part.count)
        switch form {
        case .packed(let packed):
          for (offset, element) in part.enumerated() {
            let pattern = unsafe packed.pattern(element, in: bytes)
            unsafe target.initializeElement(at: offset, to: table[Int(pattern)])
          }
        case .blocks(let format): unsafe format.decode(part, from: bytes, into: target)
        case .elements, .strided, .quantized, .layered, .unread:
          unsafe target.initialize(repeating: 0)
        }
      }
    }
  }
}

extension BlockFormat {
  /// Writes the values of some elements, which need not begin or end with a block.
  ///
  /// - Parameters:
  ///   - elements: Counted from the first of `bytes`.
  ///   - bytes: All blocks of the tensor.
  ///   - target: As many values as there are elements; they are initialized here.
  func decode(
    _ elements: Range<Int>, from bytes: UnsafeRawBufferPointer,
    into target: UnsafeMutableBufferPointer<Float>
  ) {
    guard !elements.isEmpty else { return }
    let blocks =
      elements.lowerBound / valueCount..<(elements.upperBound + valueCount - 1) / valueCount
    let source = unsafe UnsafeRawBufferPointer(
      rebasing: bytes[blocks.lowerBound * byteCount..<blocks.upperBound * byteCount])
    let skipped = elements.lowerBound - blocks.lowerBound * valueCount
    unsafe target.initialize(repeating: 0)
    if skipped == 0, elements.count == blocks.count * valueCount {
      var values = unsafe target.mutableSpan
      return unsafe decode(source.bytes, into: &values)
    }
    var whole: [Float] = Array(repeating: 0, count: blocks.count * valueCount)
    var values = whole.mutableSpan
    unsafe decode(source.bytes, into: &values)
    for index in 0..<elements.count { unsafe target[index] = whole[skipped + index] }
  }
}

extension ElementType {
  /// The value of every pattern of a byte.
  ///
  /// - Precondition: an element takes one byte, or less.
  var valueTable: [Float] { (0..<256).map { value(ofPattern: $0) } }
}
