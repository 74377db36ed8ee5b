import QuantizationEngine

/// One tensor in AIMET encodings 1.0.0.
///
/// AIMET counts codes from zero, q in 0…2^b − 1, whatever the tensor's type, and writes
///
///     offset = quantMin − zeroPoint,      r = scale · (q + offset)
///
/// which is minus the zero-point counted from the lowest code: −128 for symmetric int8, never 0.
/// Always −(2^b − 1) ≤ offset ≤ 0; AIMET itself lets a positive one wrap.
///
/// Restricted symmetric is what AIMET calls strict: it writes −(2^(b−1) − 1), such as −127, with
/// `is_sym` true, and knows it again by just that. The codes are then one fewer than 2^b; AIMET's
/// export to ONNX has no type for that, and gives the tensor one level more, above the highest.
struct AimetTensor: Codable {
  private let name: String
  private let kind: String
  private let bitWidth: Double?
  private let isSymmetric: Bool?
  private let layout: String
  private let blockSize: Double?
  private let scale: NumberList?
  private let lowestCodes: NumberList?
  /// The fractions of a step by which AIMET can move a grid; qviz writes none.
  private let zeroPointShift: NumberList?

  private enum CodingKeys: String, CodingKey {
    case name, scale
    case kind = "dtype"
    case bitWidth = "bw"
    case isSymmetric = "is_sym"
    case layout = "enc_type"
    case blockSize = "block_size"
    case lowestCodes = "offset"
    case zeroPointShift = "zero_point_shift"
  }

  private enum LayoutWord: String, CaseIterable {
    case perTensor = "PER_TENSOR"
    case perChannel = "PER_CHANNEL"
    case perBlock = "PER_BLOCK"
  }

  /// The text of a tensor.
  init(_ tensor: TensorEncodings, format: String) throws(EncodingFileError) {
    let zeros = ListedBlocks(
      tensor.encodings.indices.lazy.filter { tensor.encodings[$0].isOfZeros })
    guard zeros.isEmpty else {
      throw .scaleOfZero(format: format, tensor: tensor.name, zeros)
    }
    let grid = try AimetGrid(tensor, format: format)
    let word: LayoutWord
    (word, blockSize) = try Self.layout(of: tensor, format: format)
    name = tensor.name
    kind = "INT"
    bitWidth = Double(grid.bitWidth)
    isSymmetric = grid.isSymmetric
    layout = word.rawValue
    scale = NumberList(tensor.encodings.map { Double($0.scale) })
    lowestCodes = NumberList(tensor.encodings.map { Double($0.quantMin - $0.zeroPoint) })
    zeroPointShift = nil
  }

  /// The words for a layout, and the block size where there is one.
  ///
  /// A layout of one block is written per tensor: AIMET cannot find the axis of a single channel.
  private static func layout(
    of tensor: TensorEncodings, format: String
  ) throws(EncodingFileError) -> (LayoutWord, blockSize: Double?) {
    guard tensor.blockCount > 0 else {
      throw .noBlocks(format: format, tensor: tensor.name)
    }
    guard tensor.blockCount > 1 else { return (.perTensor, nil) }
    guard tensor.role == .parameter else {
      throw .activationNotPerTensor(format: format, tensor: tensor.name)
    }
    switch tensor.granularity {
    case .perTensor: return (.perTensor, nil)
    case .perChannel: return (.perChannel, nil)
    case .perGroup(let axis, let size):
      guard let layout = tensor.layout else {
        throw .shapeNeeded(format: format, tensor: tensor.name)
      }
      guard layout.shape.count == 2, axis == 1, layout.shape[1].isMultiple(of: size) else {
        throw .groupsNotExpressible(format: format, tensor: tensor.name, layout: layout)
      }
      return (.perBlock, Double(size))
    }
  }

  /// What the text says.
  ///
  /// - Parameters:
  ///   - role: The section that it is in.
  ///   - path: Where it is in the document, for errors.
  /// - Returns: What it says; the axis is nil.
  /// - Throws: ``EncodingFileError`` for entries that are not read, and numbers that cannot be.
  func decoded(role: TensorRole, path: String) throws(EncodingFileError) -> DecodedTensor {
    guard kind == "INT" else {
      throw .wrongWord(member: "\(path).dtype", expected: ["INT"], found: kind)
    }
    let word: LayoutWord = try JSONWord.value(layout, member: "\(path).enc_type")
    let bitWidth = try WholeNumbers.whole(
      try Self.present(bitWidth, "\(path).bw"), member: "\(path).bw")
    let isSymmetric = try Self.present(isSymmetric, "\(path).is_sym")
    let scales = try Self.present(scale, "\(path).scale").numbers
    let lowestCodes = try WholeNumbers.whole(
      try Self.present(lowestCodes, "\(path).offset").numbers, member: "\(path).offset")
    if let zeroPointShift, !zeroPointShift.numbers.allSatisfy({ $0 == 0 }) {
      throw .shiftNotRead(tensor: name)
    }
    if word == .perTensor, scales.count != 1 {
      throw .blockCount(tensor: name, part: .scales, expected: 1, found: scales.count)
    }
    guard !scales.isEmpty, lowestCodes.count == scales.count else {
      throw .blockCount(
        tensor: name, part: .zeroPoints, expected: max(scales.count, 1), found: lowestCodes.count)
    }
    let grid = try AimetGrid(
      bitWidth: bitWidth, isSymmetric: isSymmetric, lowestCodes: lowestCodes, tensor: name)
    var tensor = DecodedTensor(
      name: name,
      encodings: try grid.encodings(scales: scales, lowestCodes: lowestCodes, tensor: name))
    tensor.role = role
    tensor.symmetry = isSymmetric ? .symmetric : .asymmetric
    switch word {
    case .perTensor: tensor.granularity = .perTensor
    case .perChannel: tensor.granularity = .perChannel(axis: nil)
    case .perBlock:
      let member = "\(path).block_size"
      let size = try WholeNumbers.whole(try Self.present(blockSize, member), member: member)
      guard size >= 1 else { throw .layout(tensor: name, reason: .groupSizeNotPositive(size)) }
      tensor.granularity = .perGroup(axis: nil, size: size)
    }
    return tensor
  }

  private static func present<Value>(
    _ value: Value?, _ member: String
  ) throws(EncodingFileError) -> Value {
    guard let value else { throw .missingMember(member) }
    return value
  }
}
