/// The names that a person may have meant by one that there is not.
///
/// Nobody's tool has qviz's names: people say `onnxruntime`, `trt`, `kl` or `MinMaxObserver`. What they
/// say is compared without case and punctuation: with the names themselves, with the names that people
/// use (``PeoplesNames``), alone and in front of a calibrator's, then by the distance of the letters,
/// and last as a part of a name. Nothing is taken silently: this only says what to type.
package struct NearNames {
  /// How many names are suggested.
  private static let limit = 4
  /// So many characters are compared: nobody types a name as long, and its square is not worked out.
  private static let longest = 64

  /// The names, the nearest first; none where nothing is like it.
  let names: [String]

  /// The names that are like one.
  ///
  /// - Parameters:
  ///   - asked: what a person typed.
  ///   - known: the names there are, in the order of the screen.
  ///   - aliases: what people call them, by their letters and digits alone.
  init(_ asked: String, among known: [String], aliases: [String: [String]]) {
    let key = Self.key(asked)
    let found =
      key.isEmpty
      ? []
      : [
        { known.filter { Self.key($0) == key } },
        { (aliases[key] ?? []).filter(known.contains) },
        { Self.ofTool(key, among: known) },
        { Self.like(key, among: known) },
        { known.filter { key.count > 2 && Self.key($0).contains(key) } },
      ].lazy.map { $0() }.first { !$0.isEmpty } ?? []
    names = Array(found.prefix(Self.limit))
  }

  /// The letters and digits of a name, in lower case.
  static func key(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// The names of a tool that people call otherwise, the ones most like what follows its name first:
  /// `onnxruntime-minmax`, `trt_entropy`, `pytorch_observer`.
  private static func ofTool(_ key: String, among known: [String]) -> [String] {
    let tools = PeoplesNames.tools.filter { key.hasPrefix($0.key) }
    guard let tool = tools.max(by: { $0.key.count < $1.key.count }) else { return [] }
    let rest = String(key.dropFirst(tool.key.count))
    let names = known.filter { $0 == tool.value || $0.hasPrefix(tool.value + "-") }
    let ranked = names.map { name in
      (name: name, distance: distance(rest, Self.key(String(name.dropFirst(tool.value.count)))))
    }
    let near = ranked.filter { $0.distance <= max(rest.count / 3, 1) }
    guard near.isEmpty else { return sorted(near) }
    return names
  }

  /// The names at a small distance.
  private static func like(_ key: String, among known: [String]) -> [String] {
    sorted(
      known.map { (name: $0, distance: distance(key, Self.key($0))) }
        .filter { $0.distance <= max(min(key.count, longest) / 3, 1) && $0.distance < key.count })
  }

  /// Names by distance; of the same one in their order.
  private static func sorted(_ names: [(name: String, distance: Int)]) -> [String] {
    names.enumerated().sorted {
      ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset)
    }.map(\.element.name)
  }

  /// How many characters must be inserted, deleted or replaced.
  ///
  /// Source: V. Levenshtein, "Binary codes capable of correcting deletions, insertions and
  /// reversals" (1966).
  private static func distance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first.prefix(longest)), Array(second.prefix(longest)))
    var last = Array(0...second.count)
    for (row, character) in first.enumerated() {
      var next = [row + 1]
      for (column, other) in second.enumerated() {
        next.append(
          min(
            last[column + 1] + 1, next[column] + 1, last[column] + (character == other ? 0 : 1)))
      }
      last = next
    }
    return last[second.count]
  }
}

extension NearNames {
  /// What is said of a name that there is not: the near ones, or where all are listed.
  ///
  /// `kind` is what it would name, such as `calibrator`, and `command` that whose help lists them;
  /// `knowsOthers` says whether what is no calibrator is told apart, such as a number format.
  package static func sentence(
    _ kind: String, _ asked: String, among known: [String], aliases: [String: [String]],
    listedBy command: String, knowsOthers: Bool = true
  ) -> String {
    guard !key(asked).isEmpty else {
      return "\(asked.isEmpty ? "an empty word" : asked) is no \(kind)'s name;"
        + " \(command) --help lists all \(known.count)"
    }
    let head = "no \(kind) is called \(asked); "
    if knowsOthers, let words = PeoplesNames.elsewhere[key(asked)] { return head + words }
    let near = NearNames(asked, among: known, aliases: aliases).names
    guard let last = near.last else { return head + "\(command) --help lists all \(known.count)" }
    let others = near.dropLast().joined(separator: ", ")
    return head + "did you mean " + (others.isEmpty ? last : "\(others) or \(last)") + "?"
  }
}
