/// Groups of neighbouring tensors whose names begin alike, up to a number: `model.layers.0.`.
///
/// Models repeat a block and count the copies, so the number is where a name falls into parts worth
/// folding. A group may hold others: the experts of a layer. Where there are several files, each with
/// several tensors, the files are groups too.
struct NameGroups: Sendable {
  /// One of them.
  struct Group: Hashable, Sendable {
    /// What it adds to the beginning of the group that it is in.
    let label: String
    /// How many bytes of each name the label and what stands before it are; 0 for a file.
    let prefixLength: Int
    /// The tensors, by their positions.
    let members: Range<Int>
    /// How many groups it is in.
    let depth: Int
    /// How many bytes its tensors take.
    let byteCount: Int
  }

  /// The groups, each before those in it, in the order of their first tensors.
  let groups: [Group]
  /// The innermost group of each tensor; nil where it is in none.
  let innermost: [Int?]

  /// How many tensors are worth a group.
  private static let smallest = 3

  private struct Span {
    let prefix: ArraySlice<UInt8>
    let start: Int
    var end: Int
  }

  /// The groups of some tensors.
  init(_ subjects: [Subject]) {
    var spans: [Span] = []
    var open: [Int] = []
    for (position, subject) in subjects.enumerated() {
      let name = Array(subject.tensorName.utf8)
      let isNewFile = position > 0 && subject.path != subjects[position - 1].path
      while let last = open.last, isNewFile || !name.starts(with: spans[last].prefix) {
        spans[last].end = position
        open.removeLast()
      }
      if open.isEmpty, position == 0 || isNewFile {
        open.append(spans.count)
        spans.append(Span(prefix: [], start: position, end: subjects.count))
      }
      let known = open.last.map { spans[$0].prefix.count } ?? 0
      for end in NameGroups.ends(in: name) where end > known {
        open.append(spans.count)
        spans.append(Span(prefix: name[..<end], start: position, end: subjects.count))
      }
    }
    (groups, innermost) = NameGroups.kept(spans, subjects)
  }

  /// Where the parts of a name end that are whole numbers, behind the separator.
  private static func ends(in name: [UInt8]) -> [Int] {
    var ends: [Int] = []
    var isNumber = true
    var length = 0
    for (index, byte) in name.enumerated() {
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") {
        if isNumber, length > 0 { ends.append(index + 1) }
        isNumber = true
        length = 0
      } else {
        isNumber = isNumber && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        length += 1
      }
    }
    return ends
  }

  /// The spans that are worth a group, and the innermost one of each tensor.
  private static func kept(
    _ spans: [Span], _ subjects: [Subject]
  ) -> (groups: [Group], innermost: [Int?]) {
    var groups: [Group] = []
    var innermost: [Int?] = Array(repeating: nil, count: subjects.count)
    var open: [Int] = []
    for span in spans {
      let isWorthIt = span.end - span.start >= smallest
      // All of one file need no group.
      let isEverything = span.prefix.isEmpty && span.end - span.start == subjects.count
      guard isWorthIt, !isEverything else { continue }
      while let last = open.last, groups[last].members.upperBound <= span.start {
        open.removeLast()
      }
      let known = open.last.map { groups[$0].prefixLength } ?? 0
      let path = subjects[span.start].path
      let file = path.split(separator: "/").last.map(String.init) ?? path
      open.append(groups.count)
      innermost.replaceSubrange(
        span.start..<span.end,
        with: repeatElement(groups.count as Int?, count: span.end - span.start))
      groups.append(
        Group(
          label: span.prefix.isEmpty
            ? file : String(decoding: span.prefix.dropFirst(known), as: UTF8.self),
          prefixLength: span.prefix.count, members: span.start..<span.end, depth: open.count - 1,
          byteCount: subjects[span.start..<span.end].reduce(0) { total, subject in
            let (sum, overflow) = total.addingReportingOverflow(subject.byteCount)
            return overflow ? Int.max : sum
          }))
    }
    return (groups, innermost)
  }

  /// The groups that a tensor is in, the outermost first.
  func groups(around tensor: Int) -> [Int] {
    groups.indices.filter { groups[$0].members.contains(tensor) }
  }

  /// The rows of everything, of folded groups only the groups themselves.
  func rows(folded: Set<Int>) -> [TensorRow] {
    var rows: [TensorRow] = []
    var group = 0
    var tensor = 0
    while tensor < innermost.count {
      guard group < groups.count, groups[group].members.lowerBound <= tensor else {
        rows.append(.tensor(tensor))
        tensor += 1
        continue
      }
      rows.append(.group(group))
      if folded.contains(group) {
        tensor = groups[group].members.upperBound
        // Those in it are not seen.
        while group < groups.count, groups[group].members.lowerBound < tensor { group += 1 }
      } else {
        group += 1
      }
    }
    return rows
  }
}
