import EncodingFiles
import QuantizationEngine

/// Encodings that are there before a tensor is measured, so that none is chosen.
enum GivenEncodings {
  /// Those of a file, by the names of the tensors.
  case file(FileEncodings)
  /// One that a person says, in the codes of a scheme.
  case one(AffineEncoding, Scheme)

  /// One of a scale and a zero-point, in the codes of a scheme.
  ///
  /// - Parameters:
  ///   - scale: The scale.
  ///   - zeroPoint: The zero-point; nil for 0, or the middle of symmetric codes.
  ///   - scheme: The codes and the arithmetic.
  /// - Throws: `Failure` where they do not fit each other.
  init(scale: Float, zeroPoint: Int?, _ scheme: Scheme) throws {
    let middle = scheme.symmetry == .asymmetric ? nil : scheme.symmetricZeroPoint
    if let zeroPoint, let middle, zeroPoint != middle {
      throw Failure(
        "--zero-point must be \(middle) with symmetric codes, found \(zeroPoint)", exit: .usage)
    }
    do {
      self = .one(
        try AffineEncoding(
          scale: scale, zeroPoint: zeroPoint ?? middle ?? 0, quantMin: scheme.quantMin,
          quantMax: scheme.quantMax), scheme)
    } catch {
      throw Failure("\(error) (--bits, --signed and --unsigned say the codes)", exit: .usage)
    }
  }

  /// What they are for a tensor, and what chose the ranges.
  ///
  /// - Throws: `Failure` where a file has none for it, or they do not fit its shape.
  func encodings(of open: OpenTensor) throws -> TensorEncodings {
    switch self {
    case .file(let file): return try file.encodings(of: open)
    case .one(let encoding, let scheme):
      do {
        var tensor = try TensorEncodings(
          name: open.facts.name, role: .activation, elementType: open.facts.storedAs,
          granularity: .perTensor, scheme: scheme, clippingRanges: [encoding.representableRange],
          encodings: [encoding])
        tensor.rangeOrigin = "by hand"
        return tensor
      } catch {
        throw Failure(error)
      }
    }
  }
}
