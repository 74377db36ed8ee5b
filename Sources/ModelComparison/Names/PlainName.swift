/// A tensor's name without what tools put around it.
///
/// A tool that quantizes appends what it did (`conv.weight_quantized`, `onnx::MatMul_42_Q4`,
/// `m.qweight`), one that wraps a model puts its own modules before and between
/// (`base_model.model.m.base_layer.weight`).
enum PlainName {
  /// What ends the name of a tensor's stored codes, and what stood in its place; the longest first.
  private static let endings: [(ending: String, replacement: String)] = [
    ("_DequantizeLinear_Output", ""), ("_DequantizeLinear", ""), ("_dequantized", ""),
    ("_quantized", ""), ("_dequant", ""),
    ("_DQ_Q2", ""), ("_DQ_Q4", ""), ("_DQ_Q8", ""), ("_Q2", ""), ("_Q4", ""), ("_Q8", ""),
    ("._weight_qdata", ".weight"), (".weight_packed", ".weight"), (".qweight", ".weight"),
    ("_blocks", ""),
  ]

  /// Modules that a wrapper puts between.
  private static let infixes: Set<Substring> = [
    "base_layer", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_orig_mod",
  ]

  /// Modules that a wrapper puts before everything.
  private static let wrappers = ["base_model.model.", "module.", "_orig_mod."]

  /// How many joined names count: a converter joins a handful.
  private static let joinedLimit = 64

  /// Modules that hold the whole model in one program and not in another.
  private static let holders = [
    "model.language_model.", "language_model.model.", "language_model.", "model.", "transformer.",
    "bert.", "roberta.", "backbone.",
  ]

  /// The names that a name may stand for, without a tool's ending, wrappers and infixes.
  ///
  /// A converter that merges layers joins their names with `;`: each of the first 64 counts.
  static func withoutProducer(_ name: String) -> [String] {
    guard name.utf8.contains(UInt8(ascii: ";")) else { return [unwrapped(withoutEnding(name))] }
    return name.split(separator: ";", maxSplits: joinedLimit, omittingEmptySubsequences: true)
      .prefix(joinedLimit).map { unwrapped(withoutEnding(String($0))) }
  }

  /// The names without the module that holds the whole model either.
  static func withoutHolder(_ name: String) -> [String] {
    withoutProducer(name).map { plain in
      guard let holder = holders.first(where: { plain.hasPrefix($0) }) else { return plain }
      return String(plain.dropFirst(holder.count))
    }
  }

  private static func withoutEnding(_ name: String) -> String {
    guard
      let found = endings.first(where: {
        name.ends(in: $0.ending) && name.utf8.count > $0.ending.utf8.count
      })
    else { return name }
    return name.withoutLast(found.ending.utf8.count) + found.replacement
  }

  private static func unwrapped(_ name: String) -> String {
    // A part of the text, so that a name of a thousand wrappers is not copied a thousand times.
    var rest = Substring(name)
    while let wrapper = wrappers.first(where: { rest.utf8.starts(with: $0.utf8) }) {
      rest = rest[rest.utf8.index(rest.startIndex, offsetBy: wrapper.utf8.count)...]
    }
    let name = String(rest)
    guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
    let modules = name.split(separator: ".", omittingEmptySubsequences: false)
    guard modules.contains(where: { infixes.contains($0) }) else { return name }
    return modules.filter { !infixes.contains($0) }.joined(separator: ".")
  }
}
