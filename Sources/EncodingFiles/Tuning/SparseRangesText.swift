import QuantizationEngine

/// The ranges of blocks in the text of a record: a bound that is not there is at the end of the values.
struct SparseRangesText: Codable {
  private let common: BoundsText
  private let lower: ChosenText
  private let upper: ChosenText
  /// The blocks of which both bounds are at the ends of the values, though not in common.
  private let free: NumberList

  private enum CodingKeys: String, CodingKey {
    case common, free
    case lower = "min"
    case upper = "max"
  }

  init(_ ranges: SparseRanges) {
    common = BoundsText(min: ranges.common.lower, max: ranges.common.upper)
    // The same record has the same bytes.
    let chosen = ranges.chosen.sorted { $0.key < $1.key }
    lower = ChosenText(chosen.map { ($0.key, $0.value.lower) })
    upper = ChosenText(chosen.map { ($0.key, $0.value.upper) })
    free = NumberList(
      chosen.filter { $0.value == SparseRanges.Bounds(lower: nil, upper: nil) }
        .map { Double($0.key) })
  }

  /// The ranges that the text describes; their bounds are yet to be checked.
  func ranges() throws(EncodingFileError) -> SparseRanges {
    var ranges = SparseRanges(common: SparseRanges.Bounds(lower: common.min, upper: common.max))
    let nowhere = SparseRanges.Bounds(lower: nil, upper: nil)
    for block in try WholeNumbers.whole(free.numbers, member: "ranges.free") {
      ranges.chosen[block] = nowhere
    }
    for (block, value) in try lower.chosen(path: "ranges.min") {
      ranges.chosen[block, default: nowhere].lower = value
    }
    for (block, value) in try upper.chosen(path: "ranges.max") {
      ranges.chosen[block, default: nowhere].upper = value
    }
    return ranges
  }
}

/// The range that blocks have in common.
private struct BoundsText: Codable {
  let min: Double?
  let max: Double?
}

/// A bound of some blocks.
private struct ChosenText: Codable {
  private let blocks: NumberList
  private let values: NumberList

  init(_ bounds: [(block: Int, value: Double?)]) {
    blocks = NumberList(bounds.filter { $0.value != nil }.map { Double($0.block) })
    values = NumberList(bounds.compactMap(\.value))
  }

  /// The bounds by their blocks.
  func chosen(path: String) throws(EncodingFileError) -> [Int: Double] {
    guard values.numbers.count == blocks.numbers.count else {
      throw .contradiction(
        member: "\(path).values", expected: blocks.numbers.count,
        found: Double(values.numbers.count))
    }
    let positions = try WholeNumbers.whole(blocks.numbers, member: "\(path).blocks")
    var chosen: [Int: Double] = [:]
    for (block, value) in zip(positions, values.numbers) { chosen[block] = value }
    guard chosen.count == positions.count else {
      throw .contradiction(
        member: "\(path).blocks", expected: chosen.count, found: Double(positions.count))
    }
    return chosen
  }
}
