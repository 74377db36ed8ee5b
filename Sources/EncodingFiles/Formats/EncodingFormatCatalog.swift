/// The formats that qviz writes and reads.
public enum EncodingFormatCatalog {
  /// All of them, qviz's own first.
  public static let all: [any EncodingFormat] = [QvizFormat(), AimetFormat()]

  /// The format with an identifier, if there is one.
  public static func format(identifier: String) -> (any EncodingFormat)? {
    all.first { $0.identifier == identifier }
  }
}
