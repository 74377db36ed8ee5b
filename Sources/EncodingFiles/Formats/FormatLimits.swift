import QuantizationEngine

/// What a format can say of a tensor, in the terms of a scheme; the rest is refused in one sentence.
struct FormatLimits {
  /// How many encodings a tensor may have.
  enum Granularities {
    /// One.
    case tensor
    /// One, or one for each index along an axis.
    case channels
    /// Also one for each run along an axis.
    case groups
  }

  /// The codes about a zero-point that a format takes.
  enum Codes {
    /// Whole bit widths, the zero-point anywhere.
    case whole
    /// Whole bit widths, or one code fewer about zero.
    case wholeOrRestricted
    /// All codes of a bit width, the zero-point in the middle.
    case symmetric
    /// All codes of a bit width or one fewer, the zero-point in the middle.
    case centred
    /// One code fewer than a bit width has, the zero-point in the middle.
    case restricted
    /// Any that are at most 2^16.
    case any
  }

  /// The format's name for people.
  let format: String
  /// The bit widths that it has words for.
  let bitWidths: [Int]
  /// The codes that it has words for.
  let codes: Codes
  /// The granularities that it has words for.
  let granularities: Granularities

  /// How many dimensions a tensor may have, for some formats nest lists as deep.
  private static let dimensionLimit = 24

  /// Refuses a tensor that cannot be said.
  ///
  /// - Throws: ``EncodingFileError/noBlocks(format:tensor:)``,
  ///   ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  func check(_ tensor: TensorEncodings) throws(EncodingFileError) {
    guard tensor.blockCount > 0 else {
      throw .noBlocks(format: format, tensor: tensor.name)
    }
    if let shape = tensor.shape, shape.count > Self.dimensionLimit {
      throw refusal(
        of: tensor, "tensors of up to \(Self.dimensionLimit) dimensions", "\(shape.count)")
    }
    try checkGranularity(tensor)
    try checkCodes(tensor)
    let zeros = ListedBlocks(
      tensor.encodings.indices.lazy.filter { tensor.encodings[$0].isOfZeros })
    guard zeros.isEmpty else {
      throw .scaleOfZero(format: format, tensor: tensor.name, zeros)
    }
  }

  /// The shape of a tensor, or one of no dimensions where all elements share an encoding.
  ///
  /// - Throws: ``EncodingFileError/shapeNeeded(format:tensor:)`` where there are blocks in a shape that nobody
  ///   knows.
  static func shape(
    of tensor: TensorEncodings, format: String
  ) throws(EncodingFileError) -> [Int] {
    if let shape = tensor.shape { return shape }
    guard tensor.granularity == .perTensor else {
      throw .shapeNeeded(format: format, tensor: tensor.name)
    }
    return []
  }

  private func checkGranularity(_ tensor: TensorEncodings) throws(EncodingFileError) {
    let blocks = tensor.blockCount
    switch (tensor.granularity, granularities) {
    case (.perTensor, _), (.perChannel, .channels), (_, .groups): return
    case (.perChannel, .tensor) where blocks == 1: return
    case (.perChannel, .tensor):
      throw refusal(of: tensor, "one encoding for a tensor", "one for each of \(blocks) channels")
    case (.perGroup, .tensor):
      throw refusal(of: tensor, "one encoding for a tensor", "one for each of \(blocks) groups")
    case (.perGroup, .channels):
      throw refusal(
        of: tensor, "encodings of tensors and channels", "one for each of \(blocks) groups")
    }
  }

  private func checkCodes(_ tensor: TensorEncodings) throws(EncodingFileError) {
    let scheme = tensor.scheme
    var codeCount = scheme.quantMax - scheme.quantMin + 1
    let isRestricted = scheme.symmetry != .asymmetric && (codeCount + 1).nonzeroBitCount == 1
    if isRestricted { codeCount += 1 }
    let found = "\(scheme.symmetry.words) codes \(scheme.quantMin)…\(scheme.quantMax)"
    if codes != .any {
      guard codeCount.nonzeroBitCount == 1, bitWidths.contains(codeCount.trailingZeroBitCount)
      else { throw refusal(of: tensor, widthWords, found) }
    }
    switch codes {
    case .any, .wholeOrRestricted: return
    case .whole where !isRestricted: return
    case .whole:
      throw refusal(of: tensor, "types with all 2^b codes", found)
    case .symmetric where scheme.symmetry != .asymmetric && !isRestricted: break
    case .centred where scheme.symmetry != .asymmetric: break
    case .restricted where isRestricted: break
    case .symmetric: throw refusal(of: tensor, "symmetric codes with the lowest one", found)
    case .centred: throw refusal(of: tensor, "symmetric codes", found)
    case .restricted: throw refusal(of: tensor, "symmetric codes without the lowest one", found)
    }
    let middle = scheme.symmetricZeroPoint
    if let block = tensor.encodings.firstIndex(where: { $0.zeroPoint != middle }) {
      throw refusal(
        of: tensor, "the zero-point \(middle) in the middle of the codes",
        "\(tensor.encodings[block].zeroPoint) in block \(block)")
    }
  }

  private var widthWords: String {
    let list = bitWidths.map(String.init)
    if bitWidths.count > 3, let first = bitWidths.first, let last = bitWidths.last {
      return "\(first) to \(last) bits"
    }
    return list.count == 1
      ? "\(list[0]) bits"
      : list.dropLast().joined(separator: ", ") + " or \(list[list.count - 1]) bits"
  }

  private func refusal(
    of tensor: TensorEncodings, _ needs: String, _ found: String
  ) -> EncodingFileError {
    .notExpressible(format: format, tensor: tensor.name, needs: needs, found: found)
  }
}
