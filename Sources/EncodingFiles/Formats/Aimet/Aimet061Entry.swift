import QuantizationEngine

/// The encoding of a tensor, or of one of its channels, in AIMET encodings 0.6.1.
struct Aimet061Entry: Codable {
  private let bitWidth: Double
  private let kind: String
  private let isSymmetric: String
  private let lowest: Double?
  private let highest: Double?
  private let scale: Double
  private let lowestCode: Double

  private enum CodingKeys: String, CodingKey {
    case scale
    case bitWidth = "bitwidth"
    case kind = "dtype"
    case isSymmetric = "is_symmetric"
    case lowest = "min"
    case highest = "max"
    case lowestCode = "offset"
  }

  private init(_ encoding: AffineEncoding, _ grid: AimetGrid) {
    bitWidth = Double(grid.bitWidth)
    kind = "int"
    isSymmetric = grid.isSymmetric ? "True" : "False"
    scale = Double(encoding.scale)
    lowestCode = Double(encoding.quantMin - encoding.zeroPoint)
    lowest = lowestCode * scale
    highest = Double(encoding.quantMax - encoding.zeroPoint) * scale
  }

  /// The list of a tensor.
  ///
  /// - Throws: ``EncodingFileError`` where the format cannot say it.
  static func entries(
    of tensor: TensorEncodings, format: String
  ) throws(EncodingFileError) -> [Aimet061Entry] {
    try FormatLimits(format: format, bitWidths: [], codes: .any, granularities: .channels)
      .check(tensor)
    guard tensor.blockCount == 1 || tensor.role == .parameter else {
      throw .activationNotPerTensor(format: format, tensor: tensor.name)
    }
    let grid = try AimetGrid(tensor, format: format)
    return tensor.encodings.map { Aimet061Entry($0, grid) }
  }

  /// Whether the list of a tensor says that its codes lie about zero.
  static func symmetry(of entries: [Aimet061Entry]) -> Symmetry {
    entries.first?.isSymmetric == "True" ? .symmetric : .asymmetric
  }

  /// What the list of a tensor says.
  ///
  /// - Throws: ``EncodingFileError`` for entries that are not of integers, differ in what all of a tensor
  ///   share, or cannot be.
  static func encodings(
    _ entries: [Aimet061Entry], tensor: String, path: String
  ) throws(EncodingFileError) -> [AffineEncoding] {
    guard let first = entries.first else {
      throw .blockCount(tensor: tensor, part: .scales, expected: 1, found: 0)
    }
    for (index, entry) in entries.enumerated() {
      let place = "\(path)[\(index)]"
      guard entry.kind == "int" else {
        throw .wrongWord(member: "\(place).dtype", expected: ["int"], found: entry.kind)
      }
      guard ["True", "False"].contains(entry.isSymmetric), entry.isSymmetric == first.isSymmetric
      else {
        throw .wrongWord(
          member: "\(place).is_symmetric",
          expected: index == 0 ? ["True", "False"] : [first.isSymmetric],
          found: entry.isSymmetric)
      }
      guard entry.bitWidth == first.bitWidth else {
        throw .contradiction(
          member: "\(place).bitwidth",
          expected: try WholeNumbers.whole(first.bitWidth, member: "\(path)[0].bitwidth"),
          found: entry.bitWidth)
      }
    }
    let lowestCodes = try WholeNumbers.whole(
      entries.map(\.lowestCode), member: "\(path).offset")
    let grid = try AimetGrid(
      bitWidth: try WholeNumbers.whole(first.bitWidth, member: "\(path)[0].bitwidth"),
      isSymmetric: first.isSymmetric == "True", lowestCodes: lowestCodes, tensor: tensor)
    return try grid.encodings(
      scales: entries.map(\.scale), lowestCodes: lowestCodes, tensor: tensor)
  }
}
