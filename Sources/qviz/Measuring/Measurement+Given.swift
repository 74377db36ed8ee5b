import Calibration
import EncodingFiles
import QuantizationEngine

extension Measurement {
  /// Reads a tensor and measures it by encodings that are there, which say what shares one.
  ///
  /// - Throws: `Failure` where they do not fit the tensor.
  init(_ open: OpenTensor, by given: GivenEncodings) throws {
    let encodings = try given.encodings(of: open)
    let loader = TensorLoader(open)
    let layout = try loader.layout(encodings.granularity)
    guard layout.blockCount == encodings.blockCount else {
      throw Failure(
        "\(open.path): has \(layout.blockCount) blocks, found encodings of "
          + "\(encodings.blockCount)", exit: .badData)
    }
    let tensor = try loader.distribution(layout)
    guard tensor.count > 0 || open.facts.elementCount == 0 else {
      throw Failure.noFiniteValues(open, tensor.excluded)
    }
    let arithmetic = encodings.scheme.arithmetic
    let blocks = zip(encodings.clippingRanges, encodings.encodings).map { range, encoding in
      CalibratedBlock(
        range: range, quantizer: AffineQuantizer(encoding: encoding, arithmetic: arithmetic))
    }
    let quantizers = blocks.map { Optional($0.quantizer) }
    self.init(
      open: open, tensor: tensor, scheme: encodings.scheme, blocks: .each(blocks),
      error: try tensor.error(
        underSome: quantizers, reference: DivergenceReference(tensor), monitor: .none))
    destroyedBlocks = tensor.destroyedBlocks(under: quantizers)
    rangeOrigin = encodings.rangeOrigin
    describe(tensor)
  }
}
