import QuantizationEngine

/// A scheme and a granularity in qviz's own JSON.
///
/// `levels` is what a scheme is made of; `bits` stands beside it, for readers, where the levels are
/// a whole power of two. `quant_min` and `quant_max` follow from the rest and are checked.
/// `scale_dtype` says in which type a tool stores the scales, where that is not float32.
struct QvizScheme: Codable {
  private let levels: Double
  private let bits: Double?
  private let isSigned: Bool
  private let symmetry: String
  private let quantMin: Double
  private let quantMax: Double
  private let rounding: String
  private let scaling: String
  private let granularity: String
  private let axis: Double?
  private let groupSize: Double?
  private let scaleType: String?

  private enum CodingKeys: String, CodingKey {
    case levels, bits, symmetry, rounding, scaling, granularity, axis
    case isSigned = "signed"
    case quantMin = "quant_min"
    case quantMax = "quant_max"
    case groupSize = "group_size"
    case scaleType = "scale_dtype"
  }

  private enum GranularityWord: String, CaseIterable {
    case perTensor = "per_tensor"
    case perChannel = "per_channel"
    case perGroup = "per_group"
  }

  init(_ scheme: Scheme, granularity: Granularity, scaleType: ElementType = .float32) {
    levels = Double(scheme.levelCount)
    bits = scheme.usesWholeBitWidth ? Double(scheme.bitWidth) : nil
    isSigned = scheme.signedness == .signed
    symmetry = scheme.symmetry.rawValue
    quantMin = Double(scheme.quantMin)
    quantMax = Double(scheme.quantMax)
    rounding = scheme.arithmetic.rounding.rawValue
    scaling = scheme.arithmetic.scaling.rawValue
    self.scaleType = scaleType == .float32 ? nil : scaleType.rawValue
    let word: GranularityWord
    switch granularity {
    case .perTensor: (word, axis, groupSize) = (.perTensor, nil, nil)
    case .perChannel(let index): (word, axis, groupSize) = (.perChannel, Double(index), nil)
    case .perGroup(let index, let size):
      (word, axis, groupSize) = (.perGroup, Double(index), Double(size))
    }
    self.granularity = word.rawValue
  }

  /// The scheme that the text describes.
  func scheme(tensor: String, path: String) throws(EncodingFileError) -> Scheme {
    let arithmetic = QuantizationArithmetic(
      rounding: try JSONWord.value(rounding, member: "\(path).rounding"),
      scaling: try JSONWord.value(scaling, member: "\(path).scaling"))
    let symmetry: Symmetry = try JSONWord.value(symmetry, member: "\(path).symmetry")
    let levelCount = try WholeNumbers.whole(levels, member: "\(path).levels")
    let scheme: Scheme
    do {
      scheme = try Scheme(
        levelCount: levelCount, symmetry: symmetry, signedness: isSigned ? .signed : .unsigned,
        arithmetic: arithmetic)
    } catch {
      throw .scheme(tensor: tensor, reason: error)
    }
    for (member, said, follows) in [
      ("quant_min", quantMin, scheme.quantMin), ("quant_max", quantMax, scheme.quantMax),
      ("bits", bits ?? Double(scheme.bitWidth), scheme.bitWidth),
    ] where said != Double(follows) {
      throw .contradiction(member: "\(path).\(member)", expected: follows, found: said)
    }
    return scheme
  }

  /// The type of the scales that the text describes.
  func scaleType(path: String) throws(EncodingFileError) -> ElementType {
    guard let scaleType else { return .float32 }
    return try JSONWord.value(scaleType, member: "\(path).scale_dtype")
  }

  /// The granularity that the text describes.
  func granularity(path: String) throws(EncodingFileError) -> Granularity {
    let word: GranularityWord = try JSONWord.value(granularity, member: "\(path).granularity")
    switch word {
    case .perTensor: return .perTensor
    case .perChannel: return .perChannel(axis: try whole(axis, member: "\(path).axis"))
    case .perGroup:
      return .perGroup(
        axis: try whole(axis, member: "\(path).axis"),
        size: try whole(groupSize, member: "\(path).group_size"))
    }
  }

  private func whole(_ number: Double?, member: String) throws(EncodingFileError) -> Int {
    guard let number else { throw .missingMember(member) }
    return try WholeNumbers.whole(number, member: member)
  }
}
