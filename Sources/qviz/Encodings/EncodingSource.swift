import EncodingFiles
import QuantizationEngine

/// A file of encodings that was read.
struct EncodingSource {
  /// The file.
  let path: String
  /// The format that it is in.
  let format: any ReadableEncodingFormat
  /// What it says of each tensor, under names of their own where it has others for them.
  let tensors: [DecodedTensor]
  /// Where tensors are by the bytes of their names, as tools compare them; the first of a name.
  private let positions: [[UInt8]: Int]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - identifier: The name of its format; nil for the one whose signs it has.
  /// - Throws: `Failure`.
  init(_ path: String, from identifier: String?) throws {
    let named = try identifier.map(Self.readable)
    do throws(EncodingFileError) {
      let found = try EncodingFileReader.recognizing(path, as: named)
      self.path = path
      format = found.format
      tensors = found.document.distinctlyNamed.tensors
    } catch {
      throw Failure(error)
    }
    positions = Dictionary(
      tensors.enumerated().map { (Array($1.name.utf8), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The names of the formats that are read.
  static var formatNames: [String] { EncodingFormatCatalog.readable.map(\.identifier) }

  /// The format of a name.
  private static func readable(_ identifier: String) throws -> any ReadableEncodingFormat {
    let format = EncodingFormatCatalog.format(identifier: identifier)
    guard let format = format as? any ReadableEncodingFormat else {
      throw Failure(
        (format == nil ? "no format is called \(identifier)" : "\(identifier) is not read")
          + "; read are \(formatNames.joined(separator: ", "))", exit: .usage)
    }
    return format
  }

  /// What the file says of the tensor of a name.
  func tensor(named name: String) -> DecodedTensor? {
    positions[Array(name.utf8)].map { tensors[$0] }
  }

  /// A tensor with everything that the file leaves out.
  ///
  /// - Throws: `Failure` with the file's path.
  func completed(_ tensor: DecodedTensor, given: GivenMembers) throws -> CompletedTensor {
    do {
      return try tensor.completed(from: format, given: given)
    } catch {
      throw Failure(.inFile(path: path, reason: error))
    }
  }
}
