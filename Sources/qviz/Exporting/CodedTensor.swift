import QuantizationEngine
import TensorFiles

/// A tensor whose codes are made of its file a run at a time, so that one of any size passes through little
/// memory.
struct CodedTensor {
  /// Where the values are.
  private let open: OpenTensor
  private let layout: BlockLayout
  /// The quantizer of each block.
  private let quantizers: [AffineQuantizer]

  /// A tensor and the quantizer of each of its blocks.
  ///
  /// - Throws: `Failure` for a sketch, which has no order of elements, and where having the bytes takes more
  ///   memory than it may.
  /// - Precondition: there is a quantizer for each block.
  init(_ open: OpenTensor, layout: BlockLayout, quantizers: [AffineQuantizer]) throws {
    precondition(quantizers.count == layout.blockCount, "each block has a quantizer")
    guard case .stored = open.source else {
      throw Failure(
        "\(open.path): is a sketch, which has no order of elements; codes need the tensor itself",
        exit: .usage)
    }
    try open.checkInflation()
    self.open = open
    self.layout = layout
    self.quantizers = quantizers
  }

  /// The codes of some elements, in row-major order: those that `--codes` writes.
  ///
  /// - Throws: `Failure` where they cannot be read.
  /// - Precondition: the elements lie within the tensor.
  func codes(of elements: Range<Int>) throws -> [Int32] {
    guard case .stored(let file, let position) = open.source else { return [] }
    let values: [Float]
    do {
      values =
        switch try file.values(of: position, elements: elements) {
        case .float32(let values): values
        case .float64(let values): values.map { Float($0) }
        }
      // What was read is not read again; a Fortran order comes back to its pages.
      if file.isRowMajor(position) { try file.storedElements(of: position).release(elements) }
    } catch {
      throw Failure(error)
    }
    var codes = [Int32](repeating: 0, count: elements.count)
    layout.forEachRun(of: elements) { run in
      var block = run.block
      for index in run.elements {
        let place = index - elements.lowerBound
        codes[place] = Int32(quantizers[block].quantize(values[place]))
        block += run.step
      }
    }
    return codes
  }
}
