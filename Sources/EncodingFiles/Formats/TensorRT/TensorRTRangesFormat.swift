import QuantizationEngine

/// Ranges for TensorRT's `setDynamicRange`: a line `NAME:AMAX` for each tensor, as its sample of int8 without
/// calibration reads them.
///
/// Codes are −128…127 about zero with scale = amax / 127; amax is the float32 that is nearest to 127 scales.
///
/// Source: TensorRT 8, `samples/sampleINT8API`.
public struct TensorRTRangesFormat: ReadableEncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "trt-ranges"
  /// The name for people.
  public let title = "TensorRT dynamic ranges"
  /// Who reads it.
  public let reader = "TensorRT up to 10: setDynamicRange"
  /// What file names end in.
  public let fileExtension = "ranges.txt"
  /// What a file tells; codes lie about zero.
  public let says: Set<TensorMember> = [.granularity, .symmetry]
  /// Signed codes about zero.
  public let convention = AmaxLimits.convention

  /// By a number behind a colon.
  public func isKnown(by signs: FormatSigns) -> Bool {
    guard let line = signs.firstLine, let colon = line.lastIndex(of: ":") else { return false }
    return DecimalText(line[line.index(after: colon)...]).value != nil
  }

  /// Writes the text of a document.
  ///
  /// - Throws: as ``TensorRTCacheFormat/encode(_:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    for tensor in document.tensors { try AmaxLimits.check(tensor, format: title) }
    try TextLines.write(
      document.tensors.lazy.map { "\($0.name):\($0.toolBounds[0])" }, take)
  }

  /// What a text says: a range about zero for each tensor.
  ///
  /// - Throws: ``EncodingFileError/lineNotRead(number:expected:found:)``.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    var tensors: [DecodedTensor] = []
    for (number, line) in try TextLines.lines(bytes) {
      guard let colon = line.lastIndex(of: ":"),
        let amax = Float(DecimalText(line[line.index(after: colon)...])), amax > 0
      else {
        throw .lineNotRead(number: number, expected: "NAME:AMAX above zero", found: line)
      }
      var tensor = DecodedTensor(
        name: String(line[..<colon]),
        levels: .ranges([ClippingRange(lower: -Double(amax), upper: Double(amax))]))
      tensor.granularity = .perTensor
      tensors.append(tensor)
    }
    try EncodingDocument.checkNamesDiffer(tensors.map(\.name))
    return DecodedDocument(tensors: tensors)
  }
}
