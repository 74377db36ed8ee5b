import QuantizationEngine

/// The calibration cache of TensorRT up to 10: the scale of each activation.
///
/// A header, and a line for each tensor with the bits of the float32 scale in hexadecimal digits:
///
///     TRT-8601-EntropyCalibration2
///     conv1_out: 3c92aa10            (scale = amax / 127)
///
/// The header has the version of TensorRT and the class of the calibrator that asks for the cache; TensorRT
/// refuses one of another class. Codes are about zero, one encoding for each tensor; whether −128 is among them
/// is not said. TensorRT 11 has no calibrators and reads no cache.
///
/// Source: caches of TensorRT 7 and 8, and its samples' description; no version of the library for
/// computers without an NVIDIA GPU reads one.
public struct TensorRTCacheFormat: ReadableEncodingFormat {
  /// What the first line begins with.
  private static let beginning = "TRT-"
  /// The first line where nobody says another: a calibrator of TensorRT 8.6.
  public static let usualHeader = "TRT-8601-EntropyCalibration2"

  /// The first line.
  let header: String

  /// The format with a header.
  ///
  /// - Parameter header: the first line, one that ``isHeader(_:)``.
  public init(header: String = usualHeader) {
    self.header = header
  }

  /// Whether a text may be the first line: `TRT-`, a version, `-`, and the name of a calibrator, the version
  /// of digits, points and letters and the name of letters and digits.
  public static func isHeader(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, text.hasPrefix(beginning) else { return false }
    func isWord(_ part: Substring.UTF8View, with more: String) -> Bool {
      let allowed = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\(more)".utf8)
      return !part.isEmpty && part.allSatisfy(allowed.contains)
    }
    return isWord(parts[1], with: ".") && isWord(parts[2], with: "")
  }

  /// The name on the command line.
  public let identifier = "trt-cache"
  /// The name for people.
  public let title = "TensorRT calibration caches"
  /// Who reads it.
  public let reader = "TensorRT up to 10: trtexec --int8 --calib=…"
  /// What file names end in.
  public let fileExtension = "cache"
  /// What a file tells; codes lie about zero.
  public let says: Set<TensorMember> = [.granularity, .symmetry]
  /// Signed codes about zero.
  public let convention = AmaxLimits.convention

  /// By its first line.
  public func isKnown(by signs: FormatSigns) -> Bool {
    signs.bytes.starts(with: Self.beginning.utf8)
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
    for tensor in document.tensors { try AmaxLimits.check(tensor, format: title) }
    let lines = document.tensors.lazy.map { tensor in
      let digits = String(tensor.encodings[0].scale.bitPattern, radix: 16)
      return "\(tensor.name): " + String(repeating: "0", count: 8 - digits.count) + digits
    }
    try TextLines.write(lines, under: [header], take)
  }

  /// What a text says: a scale for each tensor.
  ///
  /// - Throws: ``EncodingFileError/lineNotRead(number:expected:found:)``, and
  ///   ``EncodingFileError/encoding(tensor:block:reason:)`` for scales that are none.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    let lines = try TextLines.lines(bytes)
    guard let first = lines.first, first.text.hasPrefix(Self.beginning) else {
      throw .lineNotRead(
        number: 1, expected: "\(Self.beginning)VERSION-CALIBRATOR", found: lines.first?.text ?? "")
    }
    var tensors: [DecodedTensor] = []
    for (number, line) in lines.dropFirst() {
      // Names of TensorFlow have colons of their own.
      guard let colon = line.lastIndex(of: ":"),
        let bits = UInt32(hexadecimal: line[line.index(after: colon)...])
      else {
        throw .lineNotRead(
          number: number, expected: "NAME: eight hexadecimal digits", found: line)
      }
      let name = String(line[..<colon])
      let scale = Float(bitPattern: bits)
      guard scale > 0, scale.isFinite else {
        throw .encoding(tensor: name, block: 0, reason: .scaleNotPositive(scale))
      }
      var tensor = DecodedTensor(name: name, levels: .scales([scale], zeroPoints: nil))
      tensor.granularity = .perTensor
      tensors.append(tensor)
    }
    try EncodingDocument.checkNamesDiffer(tensors.map(\.name))
    return DecodedDocument(tensors: tensors)
  }

  /// What TensorRT wants, and which readers stumble.
  public func remarks(on document: EncodingDocument) -> [String] {
    let withColon = document.tensors.count { $0.name.unicodeScalars.contains(":") }
    return [
      "TensorRT 11 reads no cache, older ones only of the calibrator that the first line names"
    ]
      + (withColon > 0
        ? ["ONNX Runtime ends a name at its first colon, and \(withColon) have one"] : [])
  }
}

extension UInt32 {
  /// The number that eight hexadecimal digits are, perhaps behind a space.
  fileprivate init?(hexadecimal text: Substring) {
    let digits = text.first == " " ? text.dropFirst() : text
    guard digits.utf8.count == 8, digits.allSatisfy(\.isHexDigit) else { return nil }
    self.init(digits, radix: 16)
  }
}
