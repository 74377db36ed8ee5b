import FoundationEssentials
import QuantizationEngine

/// Quantized tensors as safetensors: codes, scales and zero-points as tensors, and what they mean as words.
///
///     NAME               the codes, I8 or U8 in up to 8 bits, I16 or U16 in more
///     NAME.scale         F32, in the shape of the blocks: [], [channels], or the tensor's with groups counted
///     NAME.zero_point    of the codes' type, in the same shape
///
///     value = NAME.scale · (NAME − NAME.zero_point)
///
/// What `__metadata__` says is text by name: `quantization` the version of this layout, and `NAME.scheme` a
/// JSON object of bits, lowest and highest code, symmetry, granularity with axis and size of groups, as qviz's
/// own JSON has them. Codes of fewer than 8 bits take a byte each, as the types of PyTorch and NumPy do, so
/// that every reader of safetensors has them as numbers. Tensors lie in falling order of alignment, as its
/// own writers lay them, behind a header whose length is a multiple of 8.
///
/// Source: huggingface/safetensors, README (Format), and `safetensors/src/tensor.rs`.
public struct QuantizedSafetensorsFormat: QuantizedTensorFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "safetensors"
  /// The name for people.
  public let title = "safetensors of quantized tensors"
  /// Who reads it.
  public let reader = "safetensors: codes, NAME.scale, NAME.zero_point"
  /// What file names end in.
  public let fileExtension = "safetensors"

  /// What `quantization` says.
  private static let layout = "qviz 1"
  /// The longest header that the format has.
  private static let headerLimit = 100_000_000

  /// Refuses a tensor without blocks, and names that the format has for something else.
  ///
  /// - Throws: ``EncodingFileError/nameNotExpressible(format:tensor:reason:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``.
  public func check(_ tensor: TensorEncodings) throws(EncodingFileError) {
    _ = try layout(of: tensor)
    if tensor.name == "__metadata__" {
      throw .nameNotExpressible(
        format: title, tensor: tensor.name, reason: "the header has other things under it")
    }
  }

  /// The name itself, and those of scales and zero-points.
  public func names(of tensor: TensorEncodings) -> [String] {
    [tensor.name, tensor.name + ".scale", tensor.name + ".zero_point"]
  }

  /// The header, and the numbers of all tensors in falling order of alignment.
  ///
  /// - Throws: as ``check(_:)``, and ``EncodingFileError/fileTooLarge(format:part:limit:found:)`` for a header
  ///   longer than the format has.
  public func parts(of document: EncodingDocument) throws(EncodingFileError) -> [QuantizedPart] {
    var entries: [Entry] = []
    for (index, tensor) in document.tensors.enumerated() {
      try check(tensor)
      let type = Self.type(of: tensor)
      let names = names(of: tensor)
      let layout = try layout(of: tensor)
      let blockShape = layout.blockShape
      entries += [
        Entry(name: names[1], type: .float32, shape: blockShape, part: .scales(tensor: index)),
        Entry(
          name: names[2], type: type, shape: blockShape, part: .zeroPoints(tensor: index, type)),
        Entry(name: names[0], type: type, shape: layout.shape, part: .codes(tensor: index, type)),
      ]
    }
    let widths = [32, 16, 8]
    entries = widths.flatMap { width in entries.filter { $0.type.bitCount == width } }
    let header = try header(of: document, entries)
    return [.bytes(header)] + entries.map(\.part)
  }

  /// That codes of fewer bits than their type has are not packed.
  public func remarks(on document: EncodingDocument) -> [String] {
    let held = document.tensors.count {
      Self.type(of: $0).codes.count > $0.scheme.quantMax - $0.scheme.quantMin + 1
    }
    return held == 0
      ? [] : ["codes lie in whole bytes; how many bits they have is in the metadata, NAME.scheme"]
  }

  /// The type of the codes: the narrowest that has them and is one of every reader's.
  private static func type(of tensor: TensorEncodings) -> ElementType {
    let types: [ElementType] = [.int8, .uint8, .int16, .uint16]
    // A scheme has at most 65 536 codes, from zero up or about zero.
    return .narrowest(holding: tensor.scheme, of: types) ?? .int16
  }

  /// A tensor of the file.
  private struct Entry {
    let name: String
    let type: ElementType
    let shape: [Int]
    let part: QuantizedPart
  }

  private func header(
    of document: EncodingDocument, _ entries: [Entry]
  ) throws(EncodingFileError) -> [UInt8] {
    var annotations = [
      ("format", "pt"), ("producer", "qviz \(document.producerVersion)"),
      ("quantization", Self.layout),
    ]
    for tensor in document.tensors {
      annotations.append((tensor.name + ".scheme", try words(of: tensor)))
    }
    var text = #"{"__metadata__":{"#
    text += annotations.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }.joined(separator: ",")
    text += "}"
    var position = 0
    for entry in entries {
      let end = position + entry.part.byteCount(in: document)
      let shape = entry.shape.map(String.init).joined(separator: ",")
      text += #",\#(Self.quoted(entry.name)):{"dtype":"\#(entry.type.safetensorsName)","#
      text += #""shape":[\#(shape)],"data_offsets":[\#(position),\#(end)]}"#
      position = end
    }
    text += "}"
    var header = Array(text.utf8)
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    guard header.count <= Self.headerLimit else {
      throw .fileTooLarge(
        format: title, part: "the header", limit: Self.headerLimit, found: header.count)
    }
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
  }

  /// The scheme of a tensor as JSON.
  private func words(of tensor: TensorEncodings) throws(EncodingFileError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let scheme = QvizScheme(
      tensor.scheme, granularity: tensor.granularity, scaleType: tensor.scaleType)
    guard let text = try? encoder.encode(scheme) else { throw .notEncodable(format: title) }
    return String(decoding: text, as: UTF8.self)
  }

  /// A text between quotes, as JSON has it.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension ElementType {
  /// The name of a type in a header.
  fileprivate var safetensorsName: String {
    switch self {
    case .int8: "I8"
    case .uint8: "U8"
    case .int16: "I16"
    case .uint16: "U16"
    default: "F32"
    }
  }
}
