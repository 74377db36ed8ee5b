/// The norms whose outputs go into matrices, by layer.
///
/// AWQ divides a matrix's columns by the scales of its inputs, and multiplies the norm before it by them
/// where several matrices share it: neither is wrong, and only together are they the original's.
public struct InputNorms: Sendable {
  private var pairs: [CanonicalName: TensorPair] = [:]
  /// The matrices after a norm, by its place in the original.
  private var matrices: [Int: [TensorPair]] = [:]

  /// No norms.
  public static let none = InputNorms()

  private init() {}

  /// The norms of a model.
  ///
  /// - Parameter pairing: the tensors of both sides.
  public init(_ pairing: Pairing) {
    for pair in pairing.pairs where pair.shape.count == 1 && pair.original.count == 1 {
      for reading in CanonicalReading.readings(of: pair.name)
      where Self.inputs.values.contains(where: { $0.contains(reading.name.role) }) {
        pairs[reading.name] = pair
      }
    }
    for pair in pairing.pairs {
      if let norm = norm(before: pair) { matrices[norm.original[0], default: []].append(pair) }
    }
  }

  /// The norms that may come before a matrix, the likeliest first.
  private static let inputs = [
    "attn_q": ["attn_norm"], "attn_k": ["attn_norm"], "attn_v": ["attn_norm"],
    "attn_qkv": ["attn_norm"], "ffn_gate": ["ffn_norm", "post_attention_norm"],
    "ffn_up": ["ffn_norm", "post_attention_norm"],
  ]

  /// The norm whose outputs are the inputs of a matrix.
  ///
  /// - Parameter pair: the matrix, [out, in].
  /// - Returns: a pair of vectors with as many numbers as the matrix has columns; nil where there is
  ///   none that is known.
  public func norm(before pair: TensorPair) -> TensorPair? {
    guard pair.shape.count == 2, pair.original.count == 1, pair.quantized.count == 1,
      pair.extraRows == 0
    else { return nil }
    for reading in CanonicalReading.readings(of: pair.name) where reading.name.parameter == "weight"
    {
      for role in Self.inputs[reading.name.role] ?? [] {
        let name = CanonicalName(layer: reading.name.layer, role: role, parameter: "weight")
        if let norm = pairs[name], norm.shape == [pair.shape[1]] { return norm }
      }
    }
    return nil
  }

  /// The matrices whose inputs are the outputs of a norm.
  ///
  /// - Parameter norm: a pair.
  /// - Returns: none if it is no norm that is known.
  public func matrices(after norm: TensorPair) -> [TensorPair] { matrices[norm.original[0]] ?? [] }
}
