internal import Calibration
internal import QuantizationEngine

/// What each calibrator would choose, filled in row by row, and which of them is selected.
struct CalibratorTable: Sendable {
  /// How far a row is.
  enum Progress: Sendable {
    /// It is not asked yet.
    case waiting
    /// The worker is at it.
    case asked
    /// It is there.
    case ready(CalibrationRow)
  }

  /// What the rows depend on.
  struct Key: Hashable, Sendable {
    let generation: Int
    let scheme: Scheme
    let batchCount: Int?
  }

  /// The calibrators, in the order of the rows.
  private(set) var calibrators: [any Calibrator]
  /// How far each row is.
  private(set) var rows: [Progress]
  /// The row that is selected.
  private(set) var selection = 0
  /// What the rows belong to.
  private var key: Key?

  /// A table with nothing filled in.
  init(calibrators: [any Calibrator]) {
    self.calibrators = calibrators
    rows = calibrators.map { _ in .waiting }
  }

  /// Empties the rows if they belong to something else.
  mutating func belong(to newKey: Key) {
    guard key != newKey else { return }
    key = newKey
    rows = calibrators.map { _ in .waiting }
  }

  /// The row to ask for next; nil if one is asked for already, or all are there.
  var next: Int? {
    let isBusy = rows.contains { if case .asked = $0 { true } else { false } }
    return isBusy ? nil : rows.firstIndex { if case .waiting = $0 { true } else { false } }
  }

  /// Remembers that a row is asked for.
  mutating func ask(_ row: Int) { rows[row] = .asked }

  /// Fills in the row that was asked for.
  mutating func answer(_ row: CalibrationRow) {
    let asked = rows.firstIndex { if case .asked = $0 { true } else { false } }
    if let asked { rows[asked] = .ready(row) }
  }

  /// Forgets which row was asked for: nobody will answer.
  mutating func abandon() {
    for row in rows.indices {
      if case .asked = rows[row] { rows[row] = .waiting }
    }
  }

  /// Selects a row, or the nearest there is.
  mutating func select(_ row: Int) {
    selection = min(max(row, 0), max(calibrators.count - 1, 0))
  }

  /// Changes the calibrator of a row, which is then to be filled in anew, as is any row asked for.
  mutating func replace(_ row: Int, with calibrator: any Calibrator) {
    calibrators[row] = calibrator
    rows[row] = .waiting
    abandon()
  }

  /// The calibrator of a row as it was applied: told of batches, where its tool collects them.
  func applied(_ row: Int) -> any Calibrator {
    if case .ready(let ready) = rows[row] { ready.calibrator } else { calibrators[row] }
  }

  /// What the calibrator of a row chose; nil if it did not, or not yet.
  func choice(_ row: Int) -> CalibrationRow.Choice? {
    guard rows.indices.contains(row), case .ready(let ready) = rows[row],
      case .chosen(let choice) = ready.outcome
    else { return nil }
    return choice
  }

  /// The least MSE in the table that integers have.
  var leastMeanSquaredError: Double? {
    rows.indices.compactMap { choice($0) }.filter(\.isInteger).compactMap(
      \.error.meanSquaredError
    ).min()
  }
}
