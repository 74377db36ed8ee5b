import QuantizationEngine

/// The recipe of ai-edge-quantizer, which LiteRT models are quantized with: bits, symmetry and granularity.
///
/// A rule of a recipe is for operators whose outputs have names that a regular expression finds; it says how
/// their weights and all their activations are quantized, and names no weight. Of tensors by name only this is
/// true in such words: that all weights have one configuration, and all activations one. So there is one rule,
/// for every operator, and documents of several configurations are refused. Ranges are not in it but in the
/// calibration results (``LiteRTCalibrationFormat``), in which a weight's range clips it.
///
/// | the document has | the operators compute |
/// | --- | --- |
/// | weights of 4 or 8 bits, tensors or channels | in float, after a dequantization |
/// | symmetric weights of 2 bits, or of 2 or 4 bits in groups of 32, 64, 128 or 256 along the last axis | in integers, activations quantized as they come |
/// | symmetric weights of 4 or 8 bits, and activations of 8 bits or symmetric ones of 16 | in integers |
///
/// Configurations that no operator of the quantizer has are refused, for it would leave the model as it is.
/// Parameters of fewer than two dimensions, such as biases, are the quantizer's own matter.
///
/// Source: ai-edge-quantizer 0.10.0, `recipe_manager.py`, `default_policy.py` and `qtyping.py`.
public struct LiteRTRecipeFormat: EncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "litert-recipe"
  /// The name for people.
  public let title = "LiteRT quantization recipes"
  /// Who reads it.
  public let reader = "ai-edge-quantizer: load_quantization_recipe"
  /// What file names end in.
  public let fileExtension = "recipe.json"
  /// Nothing by name; of all tensors together the codes and what shares an encoding.
  public let says: Set<TensorMember> = [.granularity, .codes, .symmetry]
  /// Weights have another configuration than activations.
  public let tellsRoles = true

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let activation = try configuration(of: document.tensors.filter { $0.role == .activation })
    let weights = Self.weights(of: document)
    let weight = try configuration(of: weights)
    if activation != nil, let weight, weight.bits == 2 || !weight.isSymmetric || weight.isGrouped {
      throw refusal(
        of: weights[0], "symmetric weights of 4 or 8 bits beside activations, by tensor or channel",
        weight.words)
    }
    let rules = [RecipeRule(OperatorText(activation: activation, weight: weight))]
    try JSONText.write(rules, format: title, take)
  }

  /// Where the ranges are, and what the recipe says of nothing in the document.
  public func remarks(on document: EncodingDocument) -> [String] {
    var remarks = ["ranges are not in a recipe: write them with --to litert-calibration"]
    let weights = Self.weights(of: document)
    if weights.isEmpty { remarks.append("weights are of 8 bits by channel, for none is written") }
    if weights.contains(where: { if case .perChannel = $0.granularity { true } else { false } }) {
      remarks.append("the axis of channels is that of each operator, whatever the weight's here")
    }
    let left = document.tensors.count { $0.role == .parameter } - weights.count
    if left > 0 {
      remarks.append(
        "a recipe has no words for parameters of one dimension, of which there are \(left)")
    }
    return remarks
  }

  /// The parameters that a recipe speaks of.
  private static func weights(of document: EncodingDocument) -> [TensorEncodings] {
    document.tensors.filter { $0.role == .parameter && $0.shape.map { $0.count > 1 } ?? true }
  }

  /// What all of some tensors have in common; nil where there are none.
  private func configuration(
    of tensors: [TensorEncodings]
  ) throws(EncodingFileError) -> TensorText? {
    var common: TensorText?
    for tensor in tensors {
      let text = try text(of: tensor)
      guard common == nil || common == text else {
        let all = tensor.role == .activation ? "activations" : "weights"
        throw .notExpressible(
          format: title, tensor: tensor.name, needs: "one configuration for all \(all)",
          found: "\(text.words), others \(common?.words ?? "none")")
      }
      common = text
    }
    return common
  }

  private func text(of tensor: TensorEncodings) throws(EncodingFileError) -> TensorText {
    let isActivation = tensor.role == .activation
    let isAsymmetric = tensor.scheme.symmetry == .asymmetric
    try FormatLimits(
      format: title, bitWidths: isActivation ? [8, 16] : [2, 4, 8],
      codes: .wholeOrRestricted, granularities: isActivation ? .tensor : .groups
    ).check(tensor)
    let text = TensorText(
      bits: Double(tensor.scheme.bitWidth), isSymmetric: !isAsymmetric,
      granularity: try word(for: tensor))
    if isActivation, text.bits == 16, isAsymmetric {
      throw refusal(of: tensor, "symmetric codes of 16 bits", "asymmetric ones")
    }
    guard !isActivation else { return text }
    if text.isGrouped, text.bits == 8 {
      throw refusal(of: tensor, "groups of 2 or 4 bits", "8")
    }
    if isAsymmetric, text.isGrouped || text.bits == 2 {
      throw refusal(of: tensor, "symmetric codes in groups and of 2 bits", "asymmetric ones")
    }
    return text
  }

  private func word(for tensor: TensorEncodings) throws(EncodingFileError) -> String {
    switch tensor.granularity {
    case .perTensor: return "TENSORWISE"
    case .perChannel: return tensor.role == .activation ? "TENSORWISE" : "CHANNELWISE"
    case .perGroup(let axis, let size):
      guard let shape = tensor.shape else {
        throw .shapeNeeded(format: title, tensor: tensor.name)
      }
      let isWhole = shape[axis].isMultiple(of: size)
      guard axis == shape.count - 1, [32, 64, 128, 256].contains(size), isWhole else {
        throw refusal(
          of: tensor, "whole groups of 32, 64, 128 or 256 along the last axis",
          "groups of \(size) along axis \(axis) of \(shape)")
      }
      return "BLOCKWISE_\(size)"
    }
  }

  private func refusal(
    of tensor: TensorEncodings, _ needs: String, _ found: String
  ) -> EncodingFileError {
    .notExpressible(format: title, tensor: tensor.name, needs: needs, found: found)
  }
}

/// One rule.
private struct RecipeRule: Encodable {
  private let regex = ".*"
  private let operation = "*"
  private let algorithm = "min_max_uniform_quantize"
  private let configuration: OperatorText

  private enum CodingKeys: String, CodingKey {
    case regex, operation
    case algorithm = "algorithm_key"
    case configuration = "op_config"
  }

  init(_ configuration: OperatorText) {
    self.configuration = configuration
  }
}

/// How an operator is quantized.
private struct OperatorText: Encodable {
  private let activation: TensorText?
  private let weight: TensorText
  private let precision: String
  private let dequantizes: Bool
  private let skipsChecks = false
  private let leastCount = 0.0

  private enum CodingKeys: String, CodingKey {
    case activation = "activation_tensor_config"
    case weight = "weight_tensor_config"
    case precision = "compute_precision"
    case dequantizes = "explicit_dequantize"
    case skipsChecks = "skip_checks"
    case leastCount = "min_weight_elements"
  }

  init(activation: TensorText?, weight: TensorText?) {
    self.activation = activation
    let weight = weight ?? TensorText(bits: 8, isSymmetric: true, granularity: "CHANNELWISE")
    self.weight = weight
    let isWeightOnly = activation == nil && weight.bits > 2 && !weight.isGrouped
    precision = isWeightOnly ? "FLOAT" : "INTEGER"
    dequantizes = isWeightOnly
  }
}

/// How a tensor is quantized.
private struct TensorText: Encodable, Equatable {
  let bits: Double
  let isSymmetric: Bool
  let granularity: String
  private let type = "INT"

  private enum CodingKeys: String, CodingKey {
    case granularity
    case bits = "num_bits"
    case isSymmetric = "symmetric"
    case type = "dtype"
  }

  init(bits: Double, isSymmetric: Bool, granularity: String) {
    self.bits = bits
    self.isSymmetric = isSymmetric
    self.granularity = granularity
  }

  /// Whether there is a scale for each group.
  var isGrouped: Bool { granularity.hasPrefix("BLOCKWISE") }

  /// The configuration in a sentence.
  var words: String {
    "\(Int(bits)) bits, \(isSymmetric ? "symmetric" : "asymmetric"), \(granularity)"
  }
}
