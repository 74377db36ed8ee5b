import QuantizationEngine

/// The calibration table of ONNX Runtime's TensorRT provider: the largest magnitude of each activation.
///
///     table KeyValue { key: string; value: string; }
///     table TrtTable { dict: [KeyValue]; }            root_type TrtTable
///
/// A flatbuffer without an identifier. A key is the name of a tensor, a value the digits of amax: of the float32
/// about 127 scales the one whose quotient by 127 is the scale, in the shortest form that reads back. Codes are
/// −128…127 about zero, one encoding for each tensor.
///
/// Source: ONNX Runtime 1.32.0, `quantization/CalTableFlatBuffers`, and `ReadDynamicRange` in
/// `tensorrt_execution_provider_utils.h`, which reads a value with `std::stof`.
public struct CalibrationTableFormat: ReadableEncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "ort-trt-table"
  /// The name for people.
  public let title = "ONNX Runtime TensorRT tables"
  /// Who reads it.
  public let reader = "ONNX Runtime, TensorRT provider: trt_int8_calibration_table_name"
  /// What file names end in.
  public let fileExtension = "flatbuffers"
  /// One encoding for a tensor, about zero.
  public let says: Set<TensorMember> = [.granularity, .symmetry]
  /// Signed codes about zero.
  public let convention = AmaxLimits.convention
  /// It has numbers of four bytes.
  public let isText = false

  /// How many bytes a table of two fields takes, and the root.
  private static let (pairSize, beginning) = (12, 28)

  /// By tables that lead to names and numbers, behind an offset of two bytes.
  public func isKnown(by signs: FormatSigns) -> Bool {
    guard signs.bytes.prefix(4).suffix(2).elementsEqual([0, 0]) else { return false }
    return (try? decode(signs.bytes)).map { !$0.tensors.isEmpty } ?? false
  }

  /// Writes the bytes of a document.
  ///
  /// - Throws: as ``TensorRTCacheFormat/encode(_:_:)``, and for an amax that `std::stof` does not read, and
  ///   names that are empty.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    for tensor in document.tensors { try check(tensor) }
    let count = document.tensors.count
    // Lists of fields of a pair and of the root, the root, and how many pairs there are.
    var piece = Self.words(20)
    piece += [8, 0, 12, 0, 4, 0, 8, 0, 6, 0, 8, 0, 4, 0, 0, 0]
    piece += Self.words(8, 4, count)
    var pair = Self.beginning + 4 + 4 * count
    var place = Self.beginning + 4
    for tensor in document.tensors {
      piece += Self.words(pair - place)
      place += 4
      pair += Self.pairSize + Self.size(of: tensor.name) + Self.size(of: Self.digits(tensor))
      if piece.count >= 1 << 18 {
        guard try take(piece) == .more else { return }
        piece.removeAll(keepingCapacity: true)
      }
    }
    pair = Self.beginning + 4 + 4 * count
    for tensor in document.tensors {
      let (key, value) = (Self.text(tensor.name), Self.text(Self.digits(tensor)))
      // How far before it the list of its fields is, and how far behind each field its text.
      piece += Self.words(pair - 4, 8, 4 + key.count) + key + value
      pair += Self.pairSize + key.count + value.count
      if piece.count >= 1 << 18 {
        guard try take(piece) == .more else { return }
        piece.removeAll(keepingCapacity: true)
      }
    }
    _ = try take(piece)
  }

  /// What a table says: a range about zero for each tensor.
  ///
  /// - Throws: ``EncodingFileError/notFlatBuffer(expected:position:)``,
  ///   ``EncodingFileError/notUTF8(position:)``, ``EncodingFileError/lineNotRead(number:expected:found:)``,
  ///   ``EncodingFileError/duplicateTensor(_:)``.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let buffer = FlatBufferText(bytes)
    guard let field = try buffer.field(0, ofTable: try buffer.root()) else {
      return DecodedDocument(tensors: [])
    }
    var tensors: [DecodedTensor] = []
    // Many pairs may lead to the same bytes, which then would be read as often.
    var rest = bytes.count
    func text(_ place: Int?, of table: Int) throws(EncodingFileError) -> String {
      guard let place else { throw .notFlatBuffer(expected: .fieldList, position: table) }
      let start = try buffer.target(at: place)
      let text = try buffer.text(at: start)
      rest -= text.count + 4
      guard rest >= 0 else { throw .notFlatBuffer(expected: .apart, position: start) }
      guard let words = String(validating: text, as: UTF8.self) else {
        throw .notUTF8(position: start + 4)
      }
      return words
    }
    for place in try buffer.elements(ofVector: try buffer.target(at: field)) {
      let table = try buffer.target(at: place)
      let name = try text(try buffer.field(0, ofTable: table), of: table)
      let digits = try text(try buffer.field(1, ofTable: table), of: table)
      guard let amax = Float(DecimalText(digits[...])), amax > 0 else {
        throw .lineNotRead(
          number: tensors.count + 1, expected: "AMAX above zero", found: digits)
      }
      var tensor = DecodedTensor(
        name: name, levels: .ranges([ClippingRange(lower: -Double(amax), upper: Double(amax))]))
      tensor.granularity = .perTensor
      tensors.append(tensor)
    }
    try EncodingDocument.checkNamesDiffer(tensors.map(\.name))
    return DecodedDocument(tensors: tensors)
  }

  /// A line for each tensor.
  public func preview(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    for tensor in document.tensors { try check(tensor) }
    try TextLines.write(
      document.tensors.lazy.map { "\($0.name): \(Self.digits($0))" }, take)
  }

  private func check(_ tensor: TensorEncodings) throws(EncodingFileError) {
    try AmaxLimits.checkCodes(tensor, format: title)
    guard !tensor.name.isEmpty else {
      throw .nameNotExpressible(format: title, tensor: tensor.name, reason: "it is empty")
    }
    guard tensor.toolBounds[0] >= .leastNormalMagnitude else {
      throw .notExpressible(
        format: title, tensor: tensor.name, needs: "ranges that std::stof reads",
        found: "one up to \(tensor.toolBounds[0])")
    }
  }

  private static func digits(_ tensor: TensorEncodings) -> String { "\(tensor.toolBounds[0])" }

  /// How many bytes a text takes: its length, itself, a zero byte, and what fills up four.
  private static func size(of text: String) -> Int { 4 + (text.utf8.count / 4 + 1) * 4 }

  private static func text(_ text: String) -> [UInt8] {
    let bytes = words(text.utf8.count) + text.utf8
    return bytes + Array(repeating: 0, count: size(of: text) - bytes.count)
  }

  /// Numbers of four bytes.
  private static func words(_ numbers: Int...) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
  }
}
