/// What was found for some neighbouring blocks.
struct BlockTurn<Value: Sendable>: Sendable {
  /// What each block has; nil where it has none.
  private(set) var values: [Value?] = []
  /// The places of those that have no values to choose by.
  private(set) var nothing: [Int] = []
  /// The places of those that have none, and why.
  private(set) var failures: [(place: Int, reason: CalibrationError)] = []

  /// No blocks yet, of so many.
  init(count: Int) {
    values.reserveCapacity(count)
  }

  /// Takes the next block in; nil where it has no values.
  mutating func add(_ value: Value?) {
    if value == nil { nothing.append(values.count) }
    values.append(value)
  }

  /// Takes a block in that has nothing.
  mutating func add(failing reason: CalibrationError) {
    failures.append((values.count, reason))
    values.append(nil)
  }
}
