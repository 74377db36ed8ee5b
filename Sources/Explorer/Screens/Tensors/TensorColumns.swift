/// The columns of the list that fit a screen, and how wide each is.
struct TensorColumns: Hashable, Sendable {
  /// A column in its place.
  struct Placed: Hashable, Sendable {
    /// What it shows.
    let column: TensorColumn
    /// Where it begins.
    let start: Int
    /// How many columns of the screen it takes.
    let width: Int
  }

  /// What is to be shown, in columns of the screen.
  struct Needs: Hashable, Sendable {
    /// How long the longest name is.
    var longestName: Int
    /// How long the longest shape is.
    var longestShape: Int
    /// How long the longest word for what a file holds is.
    var longestStorage: Int
    /// How long the longest word for what a counterpart is stored as is; nil without a comparison.
    var longestCounterpart: Int?
    /// Whether there is anything that a person should look at.
    var hasFlags = false
    /// How long the longest name of a format of the plan is; nil without a plan.
    var longestChoice: Int?
    /// Whether the rule in force says how many bits a value takes.
    var hasBits = false
  }

  /// From left to right.
  let placed: [Placed]

  /// The column behind the names.
  var nameEnd: Int { placed.first.map { $0.start + $0.width } ?? 0 }

  /// How wide the number of tensors of a group may be: it has the room of what is stored too.
  var roomForCount: Int {
    placed.filter { [.shape, .storage].contains($0.column) }.reduce(0) { $0 + $1.width }
  }

  /// Before the names: the selection, and the mark of a row.
  static let margin = 3
  /// Between two columns.
  private static let gap = 2

  private static let order: [TensorColumn] = [
    .name, .shape, .storage, .size, .picture, .lower, .upper, .counterpart, .storedBits,
    .storedNoise, .storedBar, .chosen, .bits, .signalToNoise, .bar, .flags, .meanSquaredError,
    .maximumError,
  ]

  /// The columns for a width, the most telling ones first.
  ///
  /// - Parameters:
  ///   - columns: how wide the screen is.
  ///   - needs: what is to be shown.
  init(columns: Int, _ needs: Needs) {
    let isWide = columns >= 100
    let longestName = needs.longestName
    var widths: [TensorColumn: Int] = [:]
    var left = columns - TensorColumns.margin - 1
    func add(_ column: TensorColumn, _ width: Int, gap: Int) {
      widths[column] = width
      left -= width + gap
    }
    let barWidth = isWide ? 6 : 4
    add(.signalToNoise, 7, gap: TensorColumns.gap)
    if needs.longestCounterpart != nil { add(.storedNoise, 9, gap: TensorColumns.gap) }
    // Where two numbers are narrow already, they say it alone.
    if needs.longestCounterpart == nil || columns >= 60 { add(.bar, barWidth, gap: 1) }
    if needs.longestCounterpart != nil, columns >= 60 { add(.storedBar, barWidth, gap: 1) }
    let kept = min(longestName, columns < 60 ? 14 : isWide ? 26 : 20)
    func take(_ columns: [(TensorColumn, Int)]) {
      let needed = columns.reduce(0) { $0 + $1.1 + TensorColumns.gap }
      guard left - needed >= kept else { return }
      for (column, width) in columns { add(column, width, gap: TensorColumns.gap) }
    }
    if let longest = needs.longestCounterpart {
      take([
        (.counterpart, min(max(longest, 9), columns >= 120 ? 24 : isWide ? 18 : 13)),
        (.storedBits, 5),
      ])
      if needs.hasFlags, isWide { take([(.flags, 15)]) }
    }
    if let longest = needs.longestChoice { take([(.chosen, min(max(longest, 8), 20))]) }
    if needs.hasBits { take([(.bits, 6)]) }
    take([(.picture, columns >= 140 ? 16 : isWide ? 12 : 10)])
    take([(.shape, min(max(needs.longestShape, 9), isWide ? 18 : 14))])
    take([(.storage, min(max(needs.longestStorage, 9), 14))])
    if widths[.storage] == nil { take([(.storage, 9)]) }
    take([(.size, 8)])
    take([(.lower, 9), (.upper, 9)])
    take([(.meanSquaredError, 8)])
    take([(.maximumError, 8)])
    let spare = left - min(longestName, left)
    widths[.name] = max(left - spare, 0)
    if let picture = widths[.picture] { widths[.picture] = picture + min(spare, 16) }
    var start = TensorColumns.margin
    var placed: [Placed] = []
    for column in TensorColumns.order {
      guard let width = widths[column] else { continue }
      placed.append(Placed(column: column, start: start, width: width))
      // The bar belongs to the number before it.
      let hasBar = column == .signalToNoise || column == .storedNoise
      start += width + (hasBar ? 1 : TensorColumns.gap)
    }
    self.placed = placed
  }
}
