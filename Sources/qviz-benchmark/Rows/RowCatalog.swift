/// All rows, in the order in which they are shown.
enum RowCatalog {
  static let all =
    ThresholdRows.all + FileRows.all + SortingRows.all + [CheckpointRow.row] + PassRows.all
    + FormatRows.all + CalibratorRows.all + BlockRows.all + ProgramRows.all

  /// The rows with some names; all of them where none is named.
  static func rows(named names: [String]) throws(BenchmarkError) -> [Row] {
    guard !names.isEmpty else { return all }
    var rows: [Row] = []
    for name in names {
      guard let row = all.first(where: { $0.name == name }) else {
        throw .noSuchRow(name, known: all.map(\.name))
      }
      rows.append(row)
    }
    return rows
  }
}
