import QuantizationEngine

/// What TensorRT's files of scales and of ranges can say: symmetric int8, one encoding for a tensor.
enum AmaxLimits {
  /// Eight signed bits about zero; whether −128 is among the codes no file says.
  static let convention = FormatConvention(
    scheme: try? Scheme(bitWidth: 8, symmetry: .symmetric), role: .activation)

  /// Refuses a tensor, or a name, that they cannot have.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/nameNotExpressible(format:tensor:reason:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  static func check(_ tensor: TensorEncodings, format: String) throws(EncodingFileError) {
    try checkCodes(tensor, format: format)
    try TextLines.check(name: tensor.name, format: format, without: nil)
  }

  /// Refuses a tensor that they cannot have, whatever its name.
  ///
  /// - Throws: as ``check(_:format:)``, but for names.
  static func checkCodes(_ tensor: TensorEncodings, format: String) throws(EncodingFileError) {
    try FormatLimits(format: format, bitWidths: [8], codes: .centred, granularities: .tensor)
      .check(tensor)
    guard tensor.toolBounds.allSatisfy(\.isFinite) else {
      throw .notExpressible(
        format: format, tensor: tensor.name, needs: "ranges that float32 holds",
        found: "127 steps of \(tensor.encodings[0].scale)")
    }
  }
}
