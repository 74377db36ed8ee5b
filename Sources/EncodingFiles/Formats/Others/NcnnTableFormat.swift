import QuantizationEngine

/// ncnn's table of scales, which `ncnn2int8` takes: a line for each weight and for each layer's input.
///
///     conv1_param_0 312.5 287.1          (a weight: 127 / amax of each output channel)
///     conv1 42.333333                    (the input of the layer)
///
/// A number is the inverse of the scale, codes are −127…127 about zero. Weights are known by `_param_` in the
/// name, and come first. The inverse is written with the digits of a float64, from which the float32 scale comes
/// back exactly; ncnn itself keeps it as float32.
///
/// Source: ncnn (July 2026), `tools/quantize/ncnn2table.cpp` and `ncnn2int8.cpp`.
public struct NcnnTableFormat: ReadableEncodingFormat {
  /// What stands behind the name of a layer where a line is of its weights.
  private static let weightEnding = "_param_0"
  /// The longest key that ncnn reads.
  private static let keyLimit = 255

  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "ncnn"
  /// The name for people.
  public let title = "ncnn tables"
  /// Who reads it.
  public let reader = "ncnn2int8"
  /// What file names end in.
  public let fileExtension = "table"
  /// What a file tells; codes are −127…127.
  public let says: Set<TensorMember> = [.role, .granularity, .codes, .symmetry]
  /// Eight signed bits about zero without −128.
  public let convention = FormatConvention(
    scheme: try? Scheme(bitWidth: 8, symmetry: .restrictedSymmetric))

  /// By numbers behind a name.
  public func isKnown(by signs: FormatSigns) -> Bool {
    let fields = signs.firstLine?.split(whereSeparator: { $0 == " " || $0 == "\t" }) ?? []
    guard let key = fields.first, fields.count > 1, key.last != ":",
      DecimalText(key).value == nil
    else { return false }
    // A table of activations alone looks as other tools' tables of a number to each name do.
    return (key.hasSuffix(Self.weightEnding) || fields.count > 2)
      && fields.dropFirst().allSatisfy { DecimalText($0).value != nil }
  }

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/nameNotExpressible(format:tensor:reason:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    for tensor in document.tensors { try check(tensor) }
    let ordered =
      document.tensors.filter { $0.role == .parameter }
      + document.tensors.filter { $0.role == .activation }
    let lines = ordered.lazy.map { tensor in
      let inverses = tensor.encodings.map { "\(1 / Double($0.scale))" }
      return ([Self.key(of: tensor)] + inverses).joined(separator: " ")
    }
    try TextLines.write(lines, take)
  }

  /// What a text says: the role by the name, and the scales.
  ///
  /// - Throws: ``EncodingFileError/lineNotRead(number:expected:found:)``,
  ///   ``EncodingFileError/duplicateTensor(_:)``.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    var tensors: [DecodedTensor] = []
    var keys: [String] = []
    for (number, line) in try TextLines.lines(bytes) {
      let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard let key = fields.first.map(String.init), fields.count > 1 else {
        throw .lineNotRead(number: number, expected: "NAME and scales", found: line)
      }
      var scales: [Float] = []
      scales.reserveCapacity(fields.count - 1)
      for field in fields.dropFirst() {
        // 0 is what ncnn writes for a channel of zeros, whose scale is then never used.
        guard let inverse = DecimalText(field).value, inverse > 0, Float(1 / inverse).isFinite,
          Float(1 / inverse) > 0
        else {
          throw .lineNotRead(
            number: number, expected: "NAME and scales above zero", found: String(field))
        }
        scales.append(Float(1 / inverse))
      }
      keys.append(key)
      let isWeight = key.hasSuffix(Self.weightEnding)
      var tensor = DecodedTensor(
        name: isWeight ? String(key.dropLast(Self.weightEnding.count)) : key,
        levels: .scales(scales, zeroPoints: nil))
      if isWeight { tensor.key = key }
      tensor.role = isWeight ? .parameter : .activation
      tensor.granularity = scales.count == 1 ? .perTensor : .perChannel(axis: nil)
      tensors.append(tensor)
    }
    try EncodingDocument.checkNamesDiffer(keys)
    return DecodedDocument(tensors: tensors)
  }

  /// Weights are known by their names.
  public let tellsRoles = true

  /// The names that ncnn looks for are those of layers.
  public func remarks(on document: EncodingDocument) -> [String] {
    guard !document.tensors.isEmpty else { return [] }
    return [
      "ncnn looks for names of layers: a weight's is that of its layer, an activation's that of the layer "
        + "whose input it is"
    ]
  }

  private func check(_ tensor: TensorEncodings) throws(EncodingFileError) {
    try FormatLimits(
      format: title, bitWidths: [8], codes: .restricted,
      granularities: tensor.role == .parameter ? .channels : .tensor
    ).check(tensor)
    try TextLines.check(name: tensor.name, format: title, without: (" ", "a space"))
    guard Self.key(of: tensor).utf8.count <= Self.keyLimit else {
      throw .nameNotExpressible(
        format: title, tensor: tensor.name, reason: "it is longer than \(Self.keyLimit) bytes")
    }
    guard tensor.role == .parameter || !tensor.name.hasSuffix(Self.weightEnding) else {
      throw .nameNotExpressible(
        format: title, tensor: tensor.name,
        reason: "an activation whose name ends in \(Self.weightEnding) would be a weight")
    }
  }

  private static func key(of tensor: TensorEncodings) -> String {
    tensor.role == .parameter ? tensor.name + weightEnding : tensor.name
  }
}
