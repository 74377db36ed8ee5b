import QuantizationEngine

extension StoredEncoding {
  /// Writes the values of some codes.
  ///
  /// - Parameters:
  ///   - codes: The codes of `elements`.
  ///   - elements: Which they are, in row-major order.
  ///   - target: Memory for as many values; it is initialized here.
  /// - Throws: ``TensorFileError`` where scales or zero-points cannot be read; nothing is written then.
  func dequantize(
    _ codes: TensorValues, of elements: Range<Int>, into target: UnsafeMutablePointer<Float>
  ) throws(TensorFileError) {
    let blocks = blocks(of: elements)
    if product == .float64 {
      return unsafe try dequantizeWide(codes, of: elements, blocks, into: target)
    }
    let scales = try scales.numbers(of: blocks)
    let zeroPoints = try zeroPoints.numbers(of: blocks)
    layout.forEachRun(of: elements) { run in
      let offset = run.elements.lowerBound - elements.lowerBound
      let first = run.block - blocks.lowerBound
      for index in 0..<run.elements.count {
        let block = first + run.step * index
        let value =
          switch codes {
          case .float32(let codes):
            product.value(codes[offset + index], from: zeroPoints[block], scales[block])
          case .float64(let codes):
            // The difference of integers is exact, and rounded once.
            product.value(Float(codes[offset + index] - Double(zeroPoints[block])), scales[block])
          }
        unsafe (target + offset + index).initialize(to: value)
      }
    }
  }

  /// Writes the values of some codes, computed in float64 from scales in float64.
  private func dequantizeWide(
    _ codes: TensorValues, of elements: Range<Int>, _ blocks: Range<Int>,
    into target: UnsafeMutablePointer<Float>
  ) throws(TensorFileError) {
    let scales = try scales.wideNumbers(of: blocks)
    let zeroPoints = try zeroPoints.wideNumbers(of: blocks)
    layout.forEachRun(of: elements) { run in
      let offset = run.elements.lowerBound - elements.lowerBound
      let first = run.block - blocks.lowerBound
      for index in 0..<run.elements.count {
        let block = first + run.step * index
        let code =
          switch codes {
          case .float32(let codes): Double(codes[offset + index])
          case .float64(let codes): codes[offset + index]
          }
        let value = Float((code - zeroPoints[block]) * scales[block])
        unsafe (target + offset + index).initialize(to: value)
      }
    }
  }

  /// The blocks from the first to the last in which some elements are, whatever lies between.
  private func blocks(of elements: Range<Int>) -> Range<Int> {
    var first = Int.max
    var last = -1
    layout.forEachRun(of: elements) { run in
      first = min(first, run.block)
      last = max(last, run.block + run.step * (run.elements.count - 1))
    }
    return last < first ? 0..<0 : first..<last + 1
  }
}
