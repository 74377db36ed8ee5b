import Calibration
import QuantizationEngine
import TensorFiles

/// The scheme and the encodings with which a file stores a tensor's codes.
///
/// It is what a quantized tensor starts with where nobody asked for another: its values are what these
/// codes stand for, so quantizing them by it gives the stored codes again.
struct StoredRule {
  /// The codes; symmetric where every zero-point is in the middle of them.
  let scheme: Scheme
  /// What shares an encoding.
  let granularity: Granularity
  /// The range and the encoding of each block.
  let blocks: [CalibratedBlock]

  /// The rule of a tensor's encoding; nil where no scheme has it: codes that are floats or have more
  /// than 16 bits, zero-points with a fraction or outside the codes, scales that are negative or no
  /// numbers.
  ///
  /// With a scale of 0 every value of its block is 0, whatever the codes: runtimes multiply by it
  /// (ONNX `DequantizeLinear`). One less than the smallest normal float32, by which none divides, is taken
  /// as 1: the values are as good as 0.
  ///
  /// - Throws: ``Failure`` where the scales cannot be read.
  init?(_ encoding: StoredEncoding) throws {
    guard let codes = Self.codes(of: encoding.codeType) else { return nil }
    let scales: [Float]
    let zeroPoints: [Float]
    do {
      scales = try encoding.allScales()
      zeroPoints = try encoding.allZeroPoints()
    } catch {
      throw Failure(error)
    }
    let middle: Float = codes.signedness == .signed ? 0 : Float(1 << (codes.bitWidth - 1))
    let isSymmetric = zeroPoints.allSatisfy { $0 == middle }
    guard
      let scheme = try? Scheme(
        bitWidth: codes.bitWidth, symmetry: isSymmetric ? .symmetric : .asymmetric,
        signedness: codes.signedness)
    else { return nil }
    var blocks: [CalibratedBlock] = []
    blocks.reserveCapacity(scales.count)
    for (scale, zeroPoint) in zip(scales, zeroPoints) {
      guard let block = Self.block(scale, zeroPoint, scheme) else { return nil }
      blocks.append(block)
    }
    self.scheme = scheme
    granularity = encoding.granularity
    self.blocks = blocks
  }

  /// The width of the codes and whether they have a sign; nil where they are no integers of a scheme.
  static func codes(of type: ElementType) -> (bitWidth: Int, signedness: Signedness)? {
    switch type {
    case .int2, .int4, .int8, .int16: (type.bitCount, .signed)
    case .uint2, .uint4, .uint8, .uint16: (type.bitCount, .unsigned)
    default: nil
    }
  }

  /// A block with an encoding; nil where it is none.
  static func block(_ scale: Float, _ zeroPoint: Float, _ scheme: Scheme) -> CalibratedBlock? {
    let isUsable = scale >= .leastNormalMagnitude
    guard scale >= 0, scale.isFinite, let code = Int(exactly: zeroPoint),
      let encoding = try? AffineEncoding(
        orOfZeros: isUsable || scale == 0 ? scale : 1, zeroPoint: code, quantMin: scheme.quantMin,
        quantMax: scheme.quantMax)
    else { return nil }
    // In float64 the products are exact, so the range gives the same encoding back.
    let bounds = [scheme.quantMin, scheme.quantMax].map {
      isUsable ? Double(scale) * Double($0 - code) : 0
    }
    let range =
      scheme.symmetry == .asymmetric
      ? ClippingRange(lower: bounds[0], upper: bounds[1])
      : ClippingRange(lower: -bounds[1], upper: bounds[1])
    return CalibratedBlock(
      range: range, quantizer: AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic))
  }
}
