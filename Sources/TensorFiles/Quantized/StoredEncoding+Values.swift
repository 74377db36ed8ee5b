import QuantizationEngine

/// Some elements that are neighbours, and where their scales are: all have one, or each has the next.
struct ScaledRun: Hashable, Sendable {
  /// The elements, in row-major order.
  let elements: Range<Int>
  /// The block of the first.
  let block: Int
  /// How much further on the block of each next element is: 0 or 1.
  let step: Int
}

extension StoredEncoding {
  /// Calls `body` with runs that together are some elements, in their order.
  ///
  /// Neighbours share a scale, or have neighbouring scales until a row ends, so that the loop over a
  /// run has nothing to decide.
  ///
  /// - Precondition: `elements` lies within the tensor.
  func forEachRun(of elements: Range<Int>, _ body: (ScaledRun) -> Void) {
    var next = elements.lowerBound
    while next < elements.upperBound {
      let (step, end) = run(from: next)
      let run = next..<min(end, elements.upperBound)
      body(ScaledRun(elements: run, block: layout.block(ofElement: next), step: step))
      next = run.upperBound
    }
  }

  /// How far the run goes on that has an element, and how its blocks go on.
  private func run(from element: Int) -> (step: Int, end: Int) {
    let shape = layout.shape
    switch granularity {
    case .perTensor: return (0, layout.elementCount)
    case .perChannel(let axis):
      let inner = shape[(axis + 1)...].reduce(1, *)
      guard inner == 1 else { return (0, (element / inner + 1) * inner) }
      return (1, (element / shape[axis] + 1) * shape[axis])
    case .perGroup(let axis, let size):
      let inner = shape[(axis + 1)...].reduce(1, *)
      guard inner == 1 else { return (1, (element / inner + 1) * inner) }
      let row = element / shape[axis] * shape[axis]
      // A size may be larger than any row.
      let end = min(size, shape[axis])
      return (0, min(row + ((element - row) / end + 1) * end, row + shape[axis]))
    }
  }

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
    forEachRun(of: elements) { run in
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
    forEachRun(of: elements) { run in
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
    forEachRun(of: elements) { run in
      first = min(first, run.block)
      last = max(last, run.block + run.step * (run.elements.count - 1))
    }
    return last < first ? 0..<0 : first..<last + 1
  }
}
