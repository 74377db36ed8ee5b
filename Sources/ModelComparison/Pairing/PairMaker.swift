/// Makes pairs of tensors whose sizes agree.
struct PairMaker {
  let original: [ComparedTensor]
  let quantized: [ComparedTensor]
  let hints: ArchitectureHints

  /// The pair of some tensors; nil if the sizes do not agree.
  ///
  /// Single matrices, and stacks of them, that differ in rows alone agree: what both have is
  /// compared.
  ///
  /// - Parameters:
  ///   - originals: one tensor, or several that follow each other.
  ///   - counterparts: the same of the other side.
  ///   - match: how they were found.
  ///   - role: which part of a transformer they are, where that is known.
  /// - Returns: the pair with its candidates for a transform.
  func pair(
    _ originals: [Int], _ counterparts: [Int], _ match: PairMatch, role: String? = nil
  ) -> TensorPair? {
    guard let ours = Self.whole(originals.map { original[$0] }),
      let theirs = Self.whole(counterparts.map { quantized[$0] })
    else { return nil }
    var compared = ours.elementCount
    var extraRows = 0
    if ours.elementCount != theirs.elementCount {
      guard originals.count == 1, counterparts.count == 1, ours.shape.count >= 2,
        ours.shape.count == theirs.shape.count, ours.shape.dropFirst() == theirs.shape.dropFirst(),
        ours.elementCount > 0, theirs.elementCount > 0
      else { return nil }
      compared = min(ours.elementCount, theirs.elementCount)
      extraRows = theirs.shape[0] - ours.shape[0]
    }
    let candidates = TransformCandidates(
      original: ours, quantized: theirs, match: match, role: role, hints: hints)
    return TensorPair(
      original: originals, quantized: counterparts, name: ours.name, counterpart: theirs.name,
      match: match, shape: ours.shape, transforms: candidates.transforms, comparedCount: compared,
      extraRows: extraRows)
  }

  /// Several tensors as one: experts of one shape as a stack, others by their rows; nil where
  /// neither is possible.
  private static func whole(_ parts: [ComparedTensor]) -> ComparedTensor? {
    guard let first = parts.first else { return nil }
    guard parts.count > 1 else { return first.elementCount < .max ? first : nil }
    let total = parts.reduce((count: 0, overflow: false)) { sum, part in
      let (count, overflow) = sum.count.addingReportingOverflow(part.elementCount)
      return (count, sum.overflow || overflow)
    }
    guard !total.overflow, !first.shape.isEmpty else { return nil }
    let names = joined(parts.map(\.name))
    if parts.allSatisfy({ $0.shape == first.shape }), names.contains("*") {
      return ComparedTensor(name: names, shape: [parts.count] + first.shape)
    }
    guard parts.allSatisfy({ $0.shape.dropFirst() == first.shape.dropFirst() }) else { return nil }
    let rows = parts.reduce(0) { $0 + ($1.shape.first ?? 0) }
    return ComparedTensor(name: names, shape: [rows] + first.shape.dropFirst())
  }

  /// Names that differ in one number with `*` in its place, others with plus signs between them.
  private static func joined(_ names: [String]) -> String {
    let split = names.map { $0.split(separator: ".", omittingEmptySubsequences: false) }
    if split.allSatisfy({ $0.count == split[0].count }) {
      let places = split[0].indices.filter { place in
        split.contains { $0[place] != split[0][place] }
      }
      if places.count == 1, split.allSatisfy({ Int($0[places[0]]) != nil }) {
        var name = split[0]
        name[places[0]] = "*"
        return name.joined(separator: ".")
      }
    }
    return names.joined(separator: " + ")
  }
}
