import QuantizationEngine

/// The codes that a tensor of AIMET encodings has: 2^b of them, or one fewer where it is restricted.
struct AimetGrid {
  /// The bit width b.
  let bitWidth: Int
  /// Whether the zero-point of every block is in the middle of the codes.
  let isSymmetric: Bool
  /// Whether the lowest of the 2^b codes is left out.
  private let isRestricted: Bool

  /// The grid of a tensor that is to be written.
  ///
  /// - Throws: ``EncodingFileError/levelsNotWholeBits(format:tensor:levels:)``,
  ///   ``EncodingFileError/restrictedNotCentred(format:tensor:block:)``.
  init(_ tensor: TensorEncodings, format: String) throws(EncodingFileError) {
    let scheme = tensor.scheme
    let codeCount = scheme.quantMax - scheme.quantMin + 1
    bitWidth = Int.bitWidth - (codeCount - 1).leadingZeroBitCount
    isRestricted = codeCount != (1 << bitWidth)
    guard !isRestricted || (scheme.symmetry != .asymmetric && codeCount == (1 << bitWidth) - 1)
    else {
      throw .levelsNotWholeBits(format: format, tensor: tensor.name, levels: codeCount)
    }
    let middle = Self.middle(bitWidth: bitWidth, isRestricted: isRestricted)
    let decentred = tensor.encodings.firstIndex { $0.quantMin - $0.zeroPoint != middle }
    // A dead block of an unsigned scheme has its zero at the lowest code. With all 2^b codes that
    // can be written, if not as symmetric.
    if isRestricted, let decentred {
      throw .restrictedNotCentred(format: format, tensor: tensor.name, block: decentred)
    }
    isSymmetric = scheme.symmetry != .asymmetric && decentred == nil
  }

  /// The grid of a tensor that is being read.
  ///
  /// - Throws: ``EncodingFileError/bitWidth(tensor:found:)``.
  init(
    bitWidth: Int, isSymmetric: Bool, lowestCodes: [Int], tensor: String
  ) throws(EncodingFileError) {
    guard (1...16).contains(bitWidth) else { throw .bitWidth(tensor: tensor, found: bitWidth) }
    self.bitWidth = bitWidth
    self.isSymmetric = isSymmetric
    let strict = Self.middle(bitWidth: bitWidth, isRestricted: true)
    isRestricted = isSymmetric && bitWidth > 1 && lowestCodes.allSatisfy { $0 == strict }
  }

  /// The encodings of the blocks: signed where the text says symmetric, as AIMET reads it, and
  /// unsigned where it does not.
  ///
  /// - Throws: ``EncodingFileError/zeroPointOutsideGrid(tensor:block:bitWidth:found:)``,
  ///   ``EncodingFileError/encoding(tensor:block:reason:)``.
  func encodings(
    scales: [Double], lowestCodes: [Int], tensor: String
  ) throws(EncodingFileError) -> [AffineEncoding] {
    let quantMax = isSymmetric ? (1 << (bitWidth - 1)) - 1 : (1 << bitWidth) - 1
    let quantMin = isSymmetric ? (isRestricted ? -quantMax : -quantMax - 1) : 0
    var encodings: [AffineEncoding] = []
    encodings.reserveCapacity(scales.count)
    for (scale, lowest) in zip(scales, lowestCodes) {
      let block = encodings.count
      guard (1 - (1 << bitWidth)...0).contains(lowest) else {
        throw .zeroPointOutsideGrid(
          tensor: tensor, block: block, bitWidth: bitWidth, found: lowest)
      }
      do {
        encodings.append(
          try AffineEncoding(
            scale: Float(scale), zeroPoint: quantMin - lowest, quantMin: quantMin,
            quantMax: quantMax))
      } catch {
        throw .encoding(tensor: tensor, block: block, reason: error)
      }
    }
    return encodings
  }

  /// SNPE and QNN: `snpe-onnx-to-dlc` refuses offsets of −127 with `is_sym` set (AIMET#2468).
  static func remarks(on document: EncodingDocument) -> [String] {
    let found = document.tensors.first {
      $0.scheme.symmetry == .restrictedSymmetric && $0.scheme.signedness == .signed
    }
    guard let scheme = found?.scheme else { return [] }
    return [
      "offsets are \(scheme.quantMin), and snpe-onnx-to-dlc takes symmetric ones of "
        + "\(scheme.quantMin - 1) only: use symmetric codes for SNPE and QNN"
    ]
  }

  /// The lowest code counted from a zero-point in the middle: −128 for 8 bits, −127 restricted.
  private static func middle(bitWidth: Int, isRestricted: Bool) -> Int {
    (isRestricted ? 1 : 0) - (1 << (bitWidth - 1))
  }
}
