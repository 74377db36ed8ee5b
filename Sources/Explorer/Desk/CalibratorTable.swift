internal import Calibration
internal import QuantizationEngine

/// What each calibrator would choose, filled in row by row, and which of them is selected.
struct CalibratorTable: Sendable {
  /// How far a row is.
  enum Progress: Sendable {
    /// It is not asked yet.
    case waiting
    /// The worker is at it, and has told that a share from 0 to 1 is done.
    case asked(share: Double)
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

  /// What a file of encodings says; nil where none was given.
  var given: GivenCalibrator? { calibrators.first as? GivenCalibrator }

  /// Puts what a file of encodings says before all others.
  mutating func give(_ given: GivenCalibrator) {
    guard self.given == nil else { return }
    calibrators.insert(given, at: 0)
    rows.insert(.waiting, at: 0)
  }

  /// Empties the rows if they belong to something else.
  mutating func belong(to newKey: Key) {
    guard key != newKey else { return }
    key = newKey
    rows = calibrators.map { _ in .waiting }
  }

  /// The row to ask for next; nil if one is asked for already, or all are there.
  ///
  /// Quick rows go first, whichever is selected; then the selected one; then the yardstick, without
  /// which no row can be called the best; then what takes longer, and what takes long.
  var next: Int? {
    let isBusy = rows.contains { if case .asked = $0 { true } else { false } }
    return isBusy ? nil : rows.indices.filter(isWaiting).min { urgency(of: $0) < urgency(of: $1) }
  }

  private func urgency(of row: Int) -> (group: Int, effort: CalibrationEffort, row: Int) {
    let effort = calibrators[row].effort
    let group =
      effort == .low ? 0 : row == selection ? 1 : Self.isYardstick(calibrators[row]) ? 2 : 3
    return (group, effort, row)
  }

  private func isWaiting(_ row: Int) -> Bool {
    if case .waiting = rows[row] { true } else { false }
  }

  /// Whether what the others are measured against is known, or never will be.
  var isYardstickKnown: Bool {
    !rows.indices.contains { row in
      guard Self.isYardstick(calibrators[row]) else { return false }
      if case .ready = rows[row] { return false }
      return true
    }
  }

  private static func isYardstick(_ calibrator: any Calibrator) -> Bool {
    calibrator is MeanSquaredErrorCalibrator
  }

  /// Remembers that a row is asked for.
  mutating func ask(_ row: Int) { rows[row] = .asked(share: 0) }

  /// Hears which share of the row that was asked for is done.
  mutating func advance(to share: Double) {
    let asked = rows.firstIndex { if case .asked = $0 { true } else { false } }
    if let asked { rows[asked] = .asked(share: share) }
  }

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

  /// The MSE of the yardstick; nil until it is known, and where it chose nothing.
  var yardstickMeanSquaredError: Double? {
    rows.indices.first { Self.isYardstick(calibrators[$0]) }
      .flatMap { choice($0)?.error.meanSquaredError }
  }

  /// The least MSE in the table, of rows that can be compared.
  var leastMeanSquaredError: Double? {
    rows.indices.compactMap { choice($0) }.filter(\.isComparable).compactMap(
      \.error.meanSquaredError
    ).min()
  }
}
