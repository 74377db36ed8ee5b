/// A tensor by its place in a transformer, whatever the naming of its file.
///
/// Spelled as GGUF spells it, without `.weight` and `.bias`: `blk.3.attn_q`, `output_norm`.
///
/// Source: gguf-py 0.19 `TensorNameMap`, which the tests compare with.
struct CanonicalName: Hashable, Sendable {
  /// The layer; nil outside of layers.
  let layer: Int?
  /// What it is: `attn_q`, `token_embd`.
  let role: String
  /// `weight`, `bias`, or empty.
  let parameter: String
}

/// A reading of a name: a canonical name, and which expert's part of it the tensor is.
struct CanonicalReading: Hashable, Sendable {
  let name: CanonicalName
  /// Which of the experts that the canonical tensor stacks; nil if it is the tensor itself.
  let expert: Int?
}

extension CanonicalReading {
  /// What a name may mean, likeliest first; empty if it follows no naming that is known.
  ///
  /// Some spellings mean different things in different architectures: which one it is shows in what
  /// the other side has.
  ///
  /// - Parameter name: as the file has it; what tools put around it does not matter.
  /// - Returns: the readings of each of its joined names.
  static func readings(of name: String) -> [CanonicalReading] {
    PlainName.withoutProducer(name).flatMap(plainReadings)
  }

  private static func plainReadings(of name: String) -> [CanonicalReading] {
    var modules = name.split(separator: ".", omittingEmptySubsequences: false)
    var parameter = ""
    if let last = modules.last, last == "weight" || last == "bias", modules.count > 1 {
      parameter = String(last)
      modules.removeLast()
    }
    if modules[0] == "blk", modules.count > 2, let layer = Int(modules[1]), layer >= 0 {
      let role = modules[2...].joined(separator: ".")
      return [reading(layer, role, parameter)]
    }
    let path = modules.joined(separator: ".")
    if CanonicalTable.outerRoles.contains(path) {
      return [reading(nil, path, parameter)]
    }
    if let stack = CanonicalTable.stack(of: modules) {
      return readings(
        inLayer: stack.layer, modules: Array(modules[stack.length...]), parameter: parameter)
    }
    return CanonicalTable.outer[path].map { [reading(nil, $0, parameter)] } ?? []
  }

  private static func readings(
    inLayer layer: Int, modules: [Substring], parameter: String
  ) -> [CanonicalReading] {
    var modules = modules
    var expert: Int?
    if let experts = modules.firstIndex(of: "experts"), experts + 1 < modules.count,
      let index = Int(modules[experts + 1]), index >= 0
    {
      expert = index
      modules.remove(at: experts + 1)
    }
    let path = modules.joined(separator: ".")
    if let roles = CanonicalTable.inner[path] {
      return roles.map { reading(layer, $0, parameter, expert: expert) }
    }
    // Parameters that are no module's weight or bias have a name of their own in GGUF.
    if let named = CanonicalTable.parameters[path] {
      return [reading(layer, named.role, named.parameter)]
    }
    return []
  }

  private static func reading(
    _ layer: Int?, _ role: String, _ parameter: String, expert: Int? = nil
  ) -> CanonicalReading {
    CanonicalReading(
      name: CanonicalName(layer: layer, role: role, parameter: parameter), expert: expert)
  }
}
