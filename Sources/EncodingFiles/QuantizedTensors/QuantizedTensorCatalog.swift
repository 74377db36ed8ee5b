/// The formats of quantized tensors that qviz writes.
public enum QuantizedTensorCatalog {
  /// All of them.
  public static let all: [any QuantizedTensorFormat] = [
    QuantizedSafetensorsFormat(), QuantizedONNXFormat(),
  ]

  /// The format with an identifier, if there is one.
  public static func format(identifier: String) -> (any QuantizedTensorFormat)? {
    all.first { $0.identifier == identifier }
  }
}
