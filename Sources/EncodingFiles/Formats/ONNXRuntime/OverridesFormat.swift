import QuantizationEngine

/// `TensorQuantOverrides` of ONNX Runtime, which its `static_quantize_runner` and `quantize_static` take.
///
/// An object with the names of the tensors; each has a list with one object for the tensor, or one for each
/// channel, which then repeats the axis. The file has scale and zero-point alone: the type whose codes the
/// zero-points are of is an argument of the tool (`--activation_type`, `--weight_type`). A list in the other
/// form, `rmin` and `rmax` in place of scale and zero-point, is read too.
///
/// Source: onnxruntime 1.31.1, `quantization/tensor_quant_overrides.py` and `static_quantize_runner.py`.
public struct OverridesFormat: ReadableEncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "ort-overrides"
  /// The name for people.
  public let title = "ONNX Runtime overrides"
  /// Who reads it.
  public let reader = "static_quantize_runner --tensor_quant_overrides, quantize_static"
  /// What file names end in.
  public let fileExtension = "overrides.json"
  /// What a file tells.
  public let says: Set<TensorMember> = [.granularity, .axis]

  /// By names of tensors with lists of scales or ranges.
  public func isKnown(by signs: FormatSigns) -> Bool {
    signs.outline?.isMade {
      $0.isArray && !$0.names.isDisjoint(with: ["scale", "zero_point", "rmin", "rmax"])
    } ?? false
  }

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    try NameKeys.checkObjects(of: document)
    let limits = FormatLimits(
      format: title, bitWidths: [4, 8, 16], codes: .wholeOrRestricted,
      granularities: .channels)
    let text = try NameKeys.members(of: document.tensors, format: title) {
      tensor throws(EncodingFileError) in
      try limits.check(tensor)
      return tensor.encodings.map { OverrideText($0, axis: tensor.granularity.axis) }
    }
    try JSONText.write(text, format: title, take)
  }

  /// What a text says: scales and zero-points, or ranges; the tensors by name.
  ///
  /// - Throws: ``EncodingFileError`` for text that is not sound JSON, and lists with neither.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let skeleton = try JSONSyntax.check(bytes)
    let members = try JSONText.value([String: [OverrideText]].self, of: skeleton)
    var tensors: [DecodedTensor] = []
    for (name, entries) in members.sorted(by: { $0.key < $1.key }) {
      tensors.append(try OverrideText.decoded(entries, name: name))
    }
    return DecodedDocument(tensors: tensors)
  }

  /// The types that the tool has to be told, and a code more where the lowest is left out.
  public func remarks(on document: EncodingDocument) -> [String] {
    let types = Set(
      document.tensors.map { tensor in
        "\(tensor.scheme.quantMin < 0 ? "QInt" : "QUInt")\(tensor.scheme.bitWidth)"
      })
    guard !types.isEmpty else { return [] }
    let restricted = document.tensors.contains { $0.scheme.symmetry == .restrictedSymmetric }
    return [
      "zero-points are of \(types.sorted().joined(separator: " and ")): "
        + "--activation_type and --weight_type must say so"
    ]
      + (restricted
        ? ["ONNX Runtime has the lowest code too, which restricted symmetric codes leave out"] : [])
  }
}
