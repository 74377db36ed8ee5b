import TerminalScreen

/// Rows of text in aligned columns.
struct TextTable {
  /// How a column is headed and aligned.
  struct Column {
    enum Alignment {
      case leading
      case trailing
      /// Numbers with their points below each other, the title at the right.
      case point
    }

    let title: String
    let alignment: Alignment

    init(_ title: String, alignment: Alignment = .leading) {
      self.title = title
      self.alignment = alignment
    }
  }

  let columns: [Column]
  var rows: [[String]] = []

  init(columns: [Column]) {
    self.columns = columns
  }

  /// The table, a line for each row, every cell made safe to print.
  var text: String {
    var rows = rows
    for column in columns.indices where columns[column].alignment == .point {
      let aligned = PointAlignment.aligned(rows.map { $0[column] })
      for row in rows.indices { rows[row][column] = aligned[row] }
    }
    let cells = ([columns.map(\.title)] + rows).map { $0.map { DisplayText($0) } }
    let widths = columns.indices.map { column in cells.map { $0[column].columns }.max() ?? 0 }
    return cells.map { row in
      let line = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].columns)
        return columns[column].alignment == .leading
          ? row[column].string + padding : padding + row[column].string
      }.joined(separator: "  ")
      return line.trimmingTrailingSpaces + "\n"
    }.joined()
  }
}

extension String {
  /// The text without the spaces at its end.
  var trimmingTrailingSpaces: String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}
