import NumberFormats

/// A plan as the `quantization_config` of compressed-tensors: a group for each format, with the modules that
/// have it by patterns of their names.
///
/// llm-compressor takes the groups as they are, and models on Hugging Face have the same object in
/// `config.json`.
struct CompressedTensorsRecipe {
  /// The object, as the member `quantization_config`.
  let json: JSONValue
  /// What whoever uses it should know.
  let remarks: [String]

  /// The recipe of a plan.
  ///
  /// - Throws: `Failure` where compressed-tensors has no words for a format, and where a tensor is no weight
  ///   of a module.
  init(_ model: PlannedModel) throws {
    var order: [NumberFormat] = []
    var modules: [NumberFormat: [String]] = [:]
    var schemes: [NumberFormat: CompressedTensorsScheme] = [:]
    for (open, format) in model.chosenRows {
      guard let scheme = CompressedTensorsScheme(format) else {
        throw PlanName.refusal(
          open, format, "compressed-tensors has no scheme",
          "--format int8:channel, int4:g128, fp8-e4m3:channel, nvfp4, mxfp4, mxfp8-e4m3 and the like"
        )
      }
      guard let module = Self.module(open.facts.name) else {
        throw Failure(
          "\(DisplaySentence.of(open.facts.name)): compressed-tensors names modules, and a module's "
            + "tensor ends in .weight; leave it with --only", exit: .badData)
      }
      if schemes[format] == nil { order.append(format) }
      schemes[format] = scheme
      modules[format, default: []].append(module)
    }
    var groups: [String: JSONValue] = [:]
    for (number, format) in order.enumerated() {
      guard let scheme = schemes[format] else { continue }
      groups["group_\(number)"] = .object([
        "targets": .array(
          ModulePatterns.patterns(of: modules[format] ?? []).map { .string("re:" + $0) }),
        "weights": .object(scheme.weights), "input_activations": .null, "output_activations": .null,
        "format": .string(scheme.format),
      ])
    }
    let formats = Set(schemes.values.map(\.format))
    let kept = model.rows.filter { $0.chosen == nil && $0.open.facts.shape.count > 1 }
      .compactMap { Self.module($0.open.facts.name) }
    json = .object([
      "quantization_config": .object([
        "quant_method": .string("compressed-tensors"),
        "format": .string(formats.count == 1 ? formats.first ?? "" : "mixed-precision"),
        "quantization_status": .string("initialized"), "config_groups": .object(groups),
        "ignore": .array(
          ModulePatterns.patterns(of: kept).map { .string("re:" + $0) }),
      ])
    ])
    let own = order.filter { schemes[$0]?.isOfOtherScale == true }.map(\.name)
    remarks =
      own.isEmpty
      ? []
      : [
        "compressed-tensors has scales of its own where the plan has those of "
          + "\(own.joined(separator: ", ")): \(own[0]):compressed-tensors is planned with its own"
      ]
  }

  /// The module whose weight a tensor is; nil where it is none.
  private static func module(_ name: String) -> String? {
    name.hasSuffix(".weight") && name.count > 7 ? String(name.dropLast(7)) : nil
  }
}

/// What compressed-tensors calls a number format.
struct CompressedTensorsScheme {
  /// Its arguments.
  let weights: [String: JSONValue]
  /// In what form the codes are stored.
  let format: String
  /// Whether the plan's scale is another than that of the library.
  let isOfOtherScale: Bool

  /// The scheme of a format; nil where there is none.
  init?(_ number: NumberFormat) {
    if let integer = PlannedInteger(number) {
      guard integer.tool == nil || integer.tool?.hasPrefix("compressed-tensors") == true else {
        return nil
      }
      format = "pack-quantized"
      isOfOtherScale = integer.tool == nil
      let strategy: [String: JSONValue] =
        switch integer.scope {
        case .tensor: ["strategy": .string("tensor")]
        case .channel: ["strategy": .string("channel")]
        case .group(let size): ["strategy": .string("group"), "group_size": .integer(size)]
        }
      weights = Self.arguments(
        bits: integer.bitWidth, "int", isSymmetric: !integer.isAsymmetric, strategy)
      return
    }
    isOfOtherScale = number.name == "nvfp4"
    let more: [String: JSONValue]
    let bits: Int
    switch number.name {
    case "fp8-e4m3": (bits, format, more) = (8, "float-quantized", ["strategy": .string("tensor")])
    case "fp8-e4m3:channel":
      (bits, format, more) = (8, "float-quantized", ["strategy": .string("channel")])
    case "fp8-e4m3:block":
      (bits, format) = (8, "float-quantized")
      more = [
        "strategy": .string("block"), "block_structure": .array([.integer(128), .integer(128)]),
      ]
    case "nvfp4", "nvfp4:compressed-tensors":
      (bits, format) = (4, "nvfp4-pack-quantized")
      more = [
        "strategy": .string("tensor_group"), "group_size": .integer(16),
        "scale_dtype": .string("torch.float8_e4m3fn"), "zp_dtype": .string("torch.float8_e4m3fn"),
      ]
    case "mxfp4", "mxfp8-e4m3":
      bits = number.name == "mxfp4" ? 4 : 8
      format = bits == 4 ? "mxfp4-pack-quantized" : "mxfp8-quantized"
      more = [
        "strategy": .string("group"), "group_size": .integer(32),
        "scale_dtype": .string("torch.uint8"), "zp_dtype": .string("torch.uint8"),
      ]
    default: return nil
    }
    weights = Self.arguments(bits: bits, "float", isSymmetric: true, more)
  }

  private static func arguments(
    bits: Int, _ type: String, isSymmetric: Bool, _ more: [String: JSONValue]
  ) -> [String: JSONValue] {
    let always: [String: JSONValue] = [
      "num_bits": .integer(bits), "type": .string(type), "symmetric": .boolean(isSymmetric),
      "dynamic": .boolean(false),
    ]
    return always.merging(more) { $1 }
  }
}
