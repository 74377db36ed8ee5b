/// The names of one file, found by what another program calls the same tensors.
///
///     let lookup = NameLookup(["blk.0.attn_q.weight", "blk.0.ffn_down_exps.weight"])
///     lookup.found("model.layers.0.self_attn.q_proj.weight")         // blk.0.attn_q.weight
///     lookup.found("model.layers.0.mlp.experts.3.down_proj.weight")  // the other, expert 3
///
/// It is for files that say something about tensors and are not their counterparts: importance matrices,
/// lists of activations. Nothing is known of shapes, so names alone decide, from the surest way to the
/// least sure, as in ``Pairing``; a module's name stands for its weight.
public struct NameLookup: Sendable {
  /// A name that was found.
  public struct Found: Hashable, Sendable {
    /// The name, as the file has it.
    public let name: String
    /// Which of the experts that the name stacks it is of; nil if it is of the whole.
    public let expert: Int?
  }

  /// Names by key, a tier for each way from the surest on; nil where two names have one key.
  private let tiers: [[String: String?]]
  private let canonical: [CanonicalName: String?]

  /// The ways of ``tiers``.
  private static let ways: [@Sendable (String) -> [String]] = [
    { [$0] }, PlainName.withoutProducer, PlainName.withoutHolder,
  ]

  /// Names to look up in.
  ///
  /// - Parameter names: each once, in the file's spelling.
  public init(_ names: [String]) {
    func index<Key: Hashable>(_ keys: (String) -> [Key]) -> [Key: String?] {
      var index: [Key: String?] = [:]
      for name in names {
        for key in Set(keys(name)) {
          index.updateValue(index.keys.contains(key) ? nil : name, forKey: key)
        }
      }
      return index
    }
    tiers = Self.ways.flatMap { way in
      [index { way($0) }, index { way(Self.weight($0)) }]
    }
    canonical = index { name in
      // Of an expert alone it is not known what stacks it.
      CanonicalReading.readings(of: Self.weight(name)).filter { $0.expert == nil }.map(\.name)
    }
  }

  /// The name of a tensor in the file.
  ///
  /// - Parameter name: what the tensor is called elsewhere.
  /// - Returns: the name there; nil if there is none, or more than one might be meant.
  public func found(_ name: String) -> Found? {
    for (place, tier) in tiers.enumerated() {
      let way = Self.ways[place / 2]
      for key in way(name) + way(Self.weight(name)) {
        if case .some(.some(let found)) = tier[key] { return Found(name: found, expert: nil) }
      }
    }
    let readings = CanonicalReading.readings(of: Self.weight(name))
    for reading in readings + readings.compactMap(\.fused) {
      if case .some(.some(let found)) = canonical[reading.name] {
        return Found(name: found, expert: reading.expert)
      }
    }
    return nil
  }

  /// The name of a module's weight, of the module or of the weight.
  private static func weight(_ name: String) -> String {
    name.ends(in: ".weight") || name.ends(in: ".bias") ? name : name + ".weight"
  }
}

extension CanonicalReading {
  /// What has the same input: q, k and v beside the tensor that has all three, and either of them beside it;
  /// nil of anything else.
  fileprivate var fused: CanonicalReading? {
    let role: String
    switch name.role {
    case "attn_q", "attn_k", "attn_v": role = "attn_qkv"
    case "attn_qkv": role = "attn_q"
    default: return nil
    }
    return CanonicalReading(
      name: CanonicalName(layer: name.layer, role: role, parameter: name.parameter), expert: nil)
  }
}
