/// The formats that qviz writes and reads.
public enum EncodingFormatCatalog {
  /// All of them, qviz's own first.
  public static let all: [any EncodingFormat] = [
    QvizFormat(), Aimet061Format(), Aimet100Format(), Aimet200Format(), OverridesFormat(),
    CalibrationCacheFormat(), CalibrationTableFormat(), TensorRTCacheFormat(),
    TensorRTRangesFormat(), LiteRTCalibrationFormat(), LiteRTRecipeFormat(), TorchFormat(),
    NcnnTableFormat(), OpenVINOFormat(), ONNXParametersFormat(), ESPDLFormat(), CHeaderFormat(),
    CSVFormat(),
  ]

  /// Those that are read as well.
  public static var readable: [any ReadableEncodingFormat] {
    all.compactMap { $0 as? any ReadableEncodingFormat }
  }

  /// The format with an identifier, if there is one.
  public static func format(identifier: String) -> (any EncodingFormat)? {
    all.first { $0.identifier == identifier }
  }
}
