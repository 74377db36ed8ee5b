import QuantizationEngine

/// The parameters of OpenVINO's operation `FakeQuantize` for each tensor, as JSON.
///
///     x ≤ input_low → output_low,      x > input_high → output_high,
///     else round((x − input_low) / (input_high − input_low) · (levels − 1)) / (levels − 1)
///          · (output_high − output_low) + output_low
///
/// Both ranges are from the lowest to the highest level; `shape` is that in which the bounds of channels are to
/// be broadcast. The network's own file has them as constants: nothing reads this one as it stands.
///
/// Source: the specification of `FakeQuantize` (opset 1).
public struct OpenVINOFormat: EncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "openvino"
  /// The name for people.
  public let title = "OpenVINO FakeQuantize parameters"
  /// Who reads it.
  public let reader = "people who put FakeQuantize into a network"
  /// What file names end in.
  public let fileExtension = "fakequantize.json"
  /// What a file tells.
  public let says: Set<TensorMember> = [.granularity, .axis, .codes]

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let limits = FormatLimits(format: title, bitWidths: [], codes: .any, granularities: .channels)
    var tensors: [FakeQuantizeText] = []
    for tensor in document.tensors {
      try limits.check(tensor)
      tensors.append(
        FakeQuantizeText(tensor, shape: try FormatLimits.shape(of: tensor, format: title)))
    }
    let text = FakeQuantizeDocument(tensors: tensors)
    try JSONText.write(text, format: title, take)
  }
}

/// The whole text.
private struct FakeQuantizeDocument: Encodable {
  let tensors: [FakeQuantizeText]

  private enum CodingKeys: String, CodingKey {
    case tensors = "fake_quantize"
  }
}

/// The parameters of a tensor.
private struct FakeQuantizeText: Encodable {
  private let name: String
  private let levels: Double
  private let shape: NumberList
  private let inputLow: NumberList
  private let inputHigh: NumberList
  private let outputLow: NumberList
  private let outputHigh: NumberList

  private enum CodingKeys: String, CodingKey {
    case name, levels, shape
    case inputLow = "input_low"
    case inputHigh = "input_high"
    case outputLow = "output_low"
    case outputHigh = "output_high"
  }

  init(_ tensor: TensorEncodings, shape: [Int]) {
    var shape = shape.map { _ in 1.0 }
    if case .perChannel(let axis) = tensor.granularity {
      shape[axis] = Double(tensor.encodings.count)
    }
    let ranges = tensor.encodings.map(\.representableRange)
    name = tensor.name
    levels = Double(tensor.scheme.quantMax - tensor.scheme.quantMin + 1)
    self.shape = NumberList(shape)
    inputLow = NumberList(ranges.map(\.lower))
    inputHigh = NumberList(ranges.map(\.upper))
    (outputLow, outputHigh) = (inputLow, inputHigh)
  }
}
