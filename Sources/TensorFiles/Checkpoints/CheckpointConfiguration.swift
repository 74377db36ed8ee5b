import QuantizationEngine

/// What the files beside a checkpoint say about its layers, as far as the tensors do not say it better.
///
/// Shapes and types of tensors are what they are, so what a configuration says of them is not asked for;
/// nor is it an error where it lies, is no JSON, or is too long to be one.
struct CheckpointConfiguration: Sendable {
  /// `quant_method`: who wrote the layers.
  let method: String?
  /// `checkpoint_format` or `format`: of GPTQ, how zero-points and words are stored.
  let format: String?
  /// `bits` of most layers.
  let bits: Int?
  /// `group_size` of most layers.
  let groupSize: Int?
  /// The widths of codes in the groups of compressed-tensors.
  let bitWidths: [Int]
  /// `weight_block_size` or `block_structure`: how many rows and columns of a layer share a scale.
  let blockShape: [Int]?
  /// The type that the model computes in.
  let computedIn: ElementType?

  /// The longest file that is looked at.
  private static let maximumByteCount = 1 << 24

  /// Nothing said.
  init() {
    method = nil
    format = nil
    bits = nil
    groupSize = nil
    bitWidths = []
    blockShape = nil
    computedIn = nil
  }

  /// What the files beside a file say.
  init(beside path: String) {
    let folder = CompanionFolder(path: path)
    let model = Self.members(
      of: "config.json", in: folder, ["quantization_config", "torch_dtype", "dtype"])
    var quantization = model["quantization_config"]
    if quantization?.kind != .object {
      let own = Self.members(
        of: "quantize_config.json", in: folder,
        ["quant_method", "bits", "group_size", "checkpoint_format", "format"])
      quantization = own.isEmpty ? nil : .object(own.map { (name: $0.key, value: $0.value) })
    }
    let modelOpt = Self.members(
      of: "hf_quant_config.json", in: folder, ["producer", "quantization"])
    method =
      quantization?["quant_method"]?.text ?? quantization?["method"]?.text
      ?? (modelOpt["quantization"] == nil ? nil : "modelopt")
    format = quantization?["checkpoint_format"]?.text ?? quantization?["format"]?.text
    bits = quantization?["bits"]?.integer
    groupSize =
      quantization?["group_size"]?.integer ?? modelOpt["quantization"]?["group_size"]?.integer
    var weights: [ParsedJSON] = []
    if case .object(let groups) = quantization?["config_groups"] {
      weights = groups.compactMap { $0.value["weights"] }
    }
    bitWidths = weights.compactMap { $0["num_bits"]?.integer }
    let block = ([quantization?["weight_block_size"]] + weights.map { $0["block_structure"] })
      .lazy.compactMap { $0?.items.compactMap(\.integer) }
    blockShape = block.first { $0.count == 2 && $0.allSatisfy { $0 > 0 } }
    computedIn = (model["torch_dtype"] ?? model["dtype"])?.text.flatMap {
      ElementType(rawValue: $0)
    }
  }

  /// Some members of the object that a file beside the checkpoint is; none where it is none.
  static func members(
    of name: String, in folder: CompanionFolder, _ wanted: Set<String>
  ) -> [String: ParsedJSON] {
    guard folder.refusal(of: name, fileExtension: "json") == nil,
      let file = try? MappedFile(path: folder.path(of: name)), file.byteCount <= maximumByteCount
    else { return [:] }
    let text = file.bytes(in: 0..<file.byteCount)
    let start = text.firstIndex { $0 != 0x20 && !(0x09...0x0D).contains($0) } ?? text.count
    var members: [String: ParsedJSON] = [:]
    do throws(JSONFault) {
      var walk = try JSONMembers(of: text, in: start..<text.count)
      while let member = try walk.next() {
        guard wanted.contains(member.name) else { continue }
        members[member.name] = try ParsedJSON(text, in: member.value)
      }
    } catch {
      return [:]
    }
    return members
  }
}
