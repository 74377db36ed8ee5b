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
    .name, .shape, .storage, .size, .picture, .lower, .upper, .signalToNoise, .bar,
    .meanSquaredError, .maximumError,
  ]

  /// The columns for a width, the most telling ones first.
  ///
  /// - Parameters:
  ///   - columns: how wide the screen is.
  ///   - longestName: how many columns the longest name takes.
  ///   - longestShape: how many columns the longest shape takes.
  ///   - longestStorage: how many columns the longest word for what a file holds takes.
  init(columns: Int, longestName: Int, longestShape: Int, longestStorage: Int) {
    let isWide = columns >= 100
    var widths: [TensorColumn: Int] = [.signalToNoise: 7, .bar: isWide ? 6 : 4]
    var left = columns - TensorColumns.margin - 1 - 7 - TensorColumns.gap - (isWide ? 7 : 5)
    let kept = min(longestName, columns < 60 ? 14 : isWide ? 26 : 20)
    func take(_ columns: [(TensorColumn, Int)]) {
      let needed = columns.reduce(0) { $0 + $1.1 + TensorColumns.gap }
      guard left - needed >= kept else { return }
      for (column, width) in columns { widths[column] = width }
      left -= needed
    }
    take([(.picture, columns >= 140 ? 16 : isWide ? 12 : 10)])
    take([(.shape, min(max(longestShape, 9), isWide ? 18 : 14))])
    take([(.storage, min(max(longestStorage, 9), 14))])
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
      start += width + (column == .signalToNoise ? 1 : TensorColumns.gap)
    }
    self.placed = placed
  }
}
