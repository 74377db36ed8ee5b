/// Which of some tensors a text means.
public enum TensorChoice: Hashable, Sendable {
  /// This one, by its position.
  case one(Int)
  /// Several: they have the same name, or names that end alike.
  case several([Int])
  /// None; the names that are most like it, the nearest first.
  case none(near: [String])

  /// How many names are suggested.
  static let suggestionLimit = 3
  /// Up to how many bytes names are compared for likeness; longer ones by their ends.
  static let comparedLength = 64

  /// What a text means among some names.
  ///
  /// A name itself comes first, then a position counted from 0, then an end that only one name has.
  /// Names are compared byte by byte, without Unicode normalization.
  ///
  /// - Parameters:
  ///   - text: what a person typed.
  ///   - names: the names, in the order in which they are counted.
  /// - Complexity: O(length of all names); where nothing matches, times the length of the text.
  public init(_ text: String, among names: [String]) {
    let wanted = Array(text.utf8)
    let equal = names.indices.filter { names[$0].utf8.elementsEqual(wanted) }
    if !equal.isEmpty {
      self = equal.count == 1 ? .one(equal[0]) : .several(equal)
      return
    }
    if let position = Int(text), names.indices.contains(position) {
      self = .one(position)
      return
    }
    let ending =
      wanted.isEmpty
      ? [] : names.indices.filter { names[$0].utf8.suffix(wanted.count).elementsEqual(wanted) }
    if ending.count == 1 {
      self = .one(ending[0])
      return
    }
    self = ending.isEmpty ? .none(near: Self.near(wanted, in: names)) : .several(ending)
  }

  /// The names that are like the text: nearer than something that has nothing to do with it.
  private static func near(_ wanted: [UInt8], in names: [String]) -> [String] {
    let wanted = Array(wanted.suffix(comparedLength))
    let limit = max(wanted.count / 3, 1)
    var found: [(distance: Int, name: String)] = []
    for name in names {
      let bytes = Array(name.utf8.suffix(comparedLength))
      // Also the end of as many bytes: a person may leave the prefix out.
      let distance = min(
        editDistance(wanted, bytes), editDistance(wanted, Array(bytes.suffix(wanted.count))) + 1)
      if distance <= limit { found.append((distance, name)) }
    }
    return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(suggestionLimit).map(\.name)
  }

  /// How many bytes must be inserted, deleted, replaced, or swapped with their neighbour.
  ///
  /// Source: V. Levenshtein, "Binary codes capable of correcting deletions, insertions and
  /// reversals" (1966), with the neighbours' swap of F. Damerau (1964).
  static func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...second.count)
    for (row, byte) in first.enumerated() {
      var next = [row + 1]
      for (column, other) in second.enumerated() {
        var best = min(
          last[column + 1] + 1, next[column] + 1, last[column] + (byte == other ? 0 : 1))
        if row > 0, column > 0, byte == second[column - 1], first[row - 1] == other {
          best = min(best, before[column - 1] + 1)
        }
        next.append(best)
      }
      before = last
      last = next
    }
    return last[second.count]
  }
}
