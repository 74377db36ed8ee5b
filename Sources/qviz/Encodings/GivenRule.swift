import Calibration
import EncodingFiles
import Explorer
import QuantizationEngine

/// The encodings that a file beside a tensor has for it, as the explorer starts with them.
struct GivenRule: Sendable {
  /// The codes and the arithmetic.
  let scheme: Scheme
  /// The encodings as a row beside those of calibrators.
  let calibrator: GivenCalibrator
  /// What chose the ranges, as far as the file says.
  let origin: String?

  /// The encodings of a file, which have been found to fit the tensor.
  ///
  /// - Parameters:
  ///   - encodings: The encodings.
  ///   - path: The file.
  /// - Throws: `Failure` where a block has an encoding that no range gives.
  init(_ encodings: TensorEncodings, in path: String) throws {
    let scheme = encodings.scheme
    let blocks = try zip(encodings.clippingRanges, encodings.encodings).enumerated().map {
      block, said in
      let (range, encoding) = said
      // The range that the file says is kept where it gives the file's encoding.
      if (try? scheme.encoding(for: range)) == encoding {
        return CalibratedBlock(
          range: range,
          quantizer: AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic))
      }
      guard
        let block = StoredRule.block(encoding.scale, Float(encoding.zeroPoint), scheme)
      else {
        throw Failure(
          "\(path): \(encodings.name): block \(block) has the scale \(encoding.scale), by which "
            + "no range is quantized", exit: .badData)
      }
      return block
    }
    self.scheme = scheme
    let name = path.split(separator: "/").last.map(String.init) ?? path
    calibrator = GivenCalibrator(
      source: name, blocks: blocks, granularity: encodings.granularity)
    origin = encodings.rangeOrigin
  }

  /// What the explorer starts with.
  var ranges: StoredRanges { StoredRanges(scheme: scheme, given: calibrator, origin: origin) }
}
