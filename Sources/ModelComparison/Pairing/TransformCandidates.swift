/// What a converter may have done to a tensor, judged by shapes, names and the architecture.
struct TransformCandidates {
  let original: ComparedTensor
  let quantized: ComparedTensor
  let match: PairMatch
  let role: String?
  let hints: ArchitectureHints

  /// The candidates that the shapes allow, likeliest first; never empty.
  ///
  /// Where the architecture is known the candidate that it speaks for comes first; whether the
  /// converter did it is seen in the values only.
  var transforms: [TensorTransform] {
    guard original.elementCount == quantized.elementCount else { return [.asIs] }
    let byShape = byShape
    guard byShape.contains(.asIs), let role, let direction else { return byShape }
    let byRole = byRole(role, direction).filter {
      !$0.needsOrder || ElementOrder($0, shape: original.shape) != nil
    }
    return byRole + byShape.filter { !byRole.contains($0) }
  }

  /// Which of the two has GGUF's names.
  private enum Direction { case toGGUF, fromGGUF }

  /// The direction in which names change; nil where both are GGUF's, or neither.
  private var direction: Direction? {
    switch (Self.isGGUF(original.name), Self.isGGUF(quantized.name)) {
    case (false, true): .toGGUF
    case (true, false): .fromGGUF
    case (true, true), (false, false): nil
    }
  }

  private static func isGGUF(_ name: String) -> Bool {
    if name.hasPrefix("blk.") { return true }
    let path = name.ends(in: ".weight") ? name.withoutLast(7) : name
    return CanonicalTable.outerRoles.contains(path.ends(in: ".bias") ? path.withoutLast(5) : path)
  }

  /// Exchanged axes; axes of length 1 do not count.
  private var byShape: [TensorTransform] {
    let ours = original.shape
    let theirs = quantized.shape
    let exchanged = Self.exchanged(ours)
    if Self.isSame(ours, theirs) {
      // A square matrix does not show whether its axes were exchanged; names that are the same do
      // not speak for it.
      guard match != .name, exchanged == ours else { return [.asIs] }
      return [.asIs, ours.count == 4 ? .channelsLast : .transposed]
    }
    guard theirs == exchanged else { return [.asIs] }
    return [ours.count == 4 ? .channelsLast : .transposed]
  }

  private static func isSame(_ first: [Int], _ second: [Int]) -> Bool {
    first == second || first.filter { $0 != 1 } == second.filter { $0 != 1 }
  }

  /// The shape with the axes of its matrices exchanged; nil where there is nothing to exchange.
  private static func exchanged(_ shape: [Int]) -> [Int]? {
    switch shape.count {
    case 2 where shape[0] > 1 && shape[1] > 1: [shape[1], shape[0]]
    case 3 where shape[1] > 1 && shape[2] > 1: [shape[0], shape[2], shape[1]]
    case 4 where shape[1] > 1 && (shape[2] > 1 || shape[3] > 1):
      [shape[0], shape[2], shape[3], shape[1]]
    default: nil
    }
  }

  private func byRole(_ role: String, _ direction: Direction) -> [TensorTransform] {
    let rows = original.shape.first ?? 0
    switch role {
    case "attn_q", "attn_k":
      let heads = role == "attn_q" ? hints.headCount : hints.keyValueHeadCount
      let known = heads.map { [$0] } ?? Self.likelyHeadCounts(rows: rows)
      return likely(
        known.map {
          direction == .toGGUF ? .interleavedRows(heads: $0) : .separatedRows(heads: $0)
        }, ArchitectureFamilies.interleaved)
    case "attn_qkv" where direction == .toGGUF:
      let known = hints.headCount.map { [$0] } ?? Self.likelyHeadCounts(rows: rows / 3)
      return likely(
        known.map { .groupedRows(heads: $0) }, ArchitectureFamilies.groupedByHead)
        + transposedLayer
    case "attn_output", "ffn_up", "ffn_down":
      return transposedLayer
    case "ssm_a" where direction == .toGGUF:
      return [.negatedExponential]
    default:
      guard role.ends(in: "_norm"), original.name.ends(in: ".weight") else { return [] }
      return likely(
        [direction == .toGGUF ? .plusOne : .minusOne], ArchitectureFamilies.normsPlusOne)
    }
  }

  /// Candidates before or behind `asIs`, by whether the architecture is one of a family; none where
  /// it is known and is not.
  ///
  /// A model type says llama also where the rows were left alone, so that is asked of the values.
  private func likely(
    _ candidates: [TensorTransform], _ families: Set<String>
  ) -> [TensorTransform] {
    switch hints.isOne(of: families) {
    case true?: candidates
    case false?: []
    case nil: [.asIs] + candidates
    }
  }

  /// A square matrix of an architecture whose layers are [in, out].
  private var transposedLayer: [TensorTransform] {
    hints.isOne(of: ArchitectureFamilies.transposedLayers) == true && original.shape.count == 2
      && original.shape[0] == original.shape[1] ? [.transposed] : []
  }

  /// The head counts that usual lengths of a head make of so many rows.
  private static func likelyHeadCounts(rows: Int) -> [Int] {
    [128, 64, 96, 80, 256, 32, 112, 160, 192].compactMap { length in
      rows > 0 && rows.isMultiple(of: length) ? rows / length : nil
    }
  }
}

extension TensorTransform {
  /// Whether values have other places in what is stored.
  var needsOrder: Bool {
    switch self {
    case .asIs, .plusOne, .minusOne, .negatedExponential, .foldedColumns: false
    case .transposed, .channelsLast, .interleavedRows, .separatedRows, .groupedRows: true
    }
  }
}
