import EncodingFiles

/// As what an export is written: encodings alone, or quantized tensors.
enum ExportTarget {
  /// Encodings, for a tool that makes the codes.
  case encodings(any EncodingFormat)
  /// Codes with their encodings.
  case tensors(any QuantizedTensorFormat)

  /// The names of all formats, those of encodings first.
  static var identifiers: [String] {
    EncodingFormatCatalog.all.map(\.identifier) + QuantizedTensorCatalog.all.map(\.identifier)
  }

  /// The format with a name; nil if there is none.
  ///
  /// - Parameters:
  ///   - identifier: The name.
  ///   - header: The first line of a cache of TensorRT; nil for the usual one.
  init?(identifier: String, header: String?) {
    if let header, identifier == TensorRTCacheFormat().identifier {
      self = .encodings(TensorRTCacheFormat(header: header))
    } else if let format = EncodingFormatCatalog.format(identifier: identifier) {
      self = .encodings(format)
    } else if let format = QuantizedTensorCatalog.format(identifier: identifier) {
      self = .tensors(format)
    } else {
      return nil
    }
  }

  /// The name on the command line.
  var identifier: String {
    switch self {
    case .encodings(let format): format.identifier
    case .tensors(let format): format.identifier
    }
  }

  /// Refuses a tensor that the format cannot say.
  func check(_ tensor: TensorEncodings) throws(EncodingFileError) {
    switch self {
    case .encodings(let format):
      try format.encode(EncodingDocument(tensors: [tensor], producerVersion: Program.version)) {
        _ throws(EncodingFileError) in .enough
      }
    case .tensors(let format): try format.check(tensor)
    }
  }

  /// What whoever loads the file should know.
  func remarks(on document: EncodingDocument) -> [String] {
    switch self {
    case .encodings(let format): format.remarks(on: document)
    case .tensors(let format): format.remarks(on: document)
    }
  }
}
