public import QuantizationEngine

/// A format in which encodings can be taken home.
public struct ExportFormat: Hashable, Sendable {
  /// Its name on the command line, such as `qviz-json`.
  public let identifier: String
  /// Its name on the screen.
  public let title: String
  /// What file names end in, without the first dot, such as `encodings.json`.
  public let fileExtension: String

  /// A format by its names.
  public init(identifier: String, title: String, fileExtension: String) {
    self.identifier = identifier
    self.title = title
    self.fileExtension = fileExtension
  }
}

/// Everything that an export writes, and where.
public struct ExportRequest: Hashable, Sendable {
  /// Which of the tensors it is about.
  public let tensor: Int
  /// The format.
  public let format: ExportFormat
  /// The file to write, as the person typed it.
  public let path: String
  /// The tensor's name, as it is in the file it came from.
  public let tensorName: String
  /// How elements fall into blocks.
  public let layout: BlockLayout
  /// The scheme that the encodings belong to.
  public let scheme: Scheme
  /// The clipping range asked for each block.
  public let ranges: [ClippingRange]
  /// The encoding of each block, with its arithmetic.
  public let quantizers: [AffineQuantizer]
}
