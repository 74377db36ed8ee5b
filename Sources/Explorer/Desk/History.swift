/// What was tuned before, for undo, and what was undone, for redo.
struct History: Hashable, Sendable {
  /// A tuning that was left, and what left it.
  struct Step: Hashable, Sendable {
    /// What was tuned before the change.
    let tuning: Tuning
    /// What the change did, as the status line says it.
    let label: String
  }

  /// What a change is: neighbouring moves of one threshold are one change.
  enum Cause: Hashable, Sendable {
    /// A threshold of a block was moved by a step or dragged.
    case move(Threshold, block: Int)
    /// Anything else.
    case single
  }

  /// The changes that can be undone, the newest last.
  private(set) var undoable: [Step] = []
  /// The changes that can be done again, the newest last.
  private(set) var redoable: [Step] = []
  private var lastCause = Cause.single

  /// How many changes are remembered.
  static let limit = 1000

  /// Remembers the tuning that a change leaves.
  mutating func record(_ tuning: Tuning, label: String, cause: Cause) {
    redoable = []
    defer { lastCause = cause }
    if cause != .single, cause == lastCause, !undoable.isEmpty { return }
    undoable.append(Step(tuning: tuning, label: label))
    if undoable.count > History.limit { undoable.removeFirst() }
  }

  /// Changes every tuning that is remembered in the same way.
  mutating func amend(_ change: (Tuning) -> Tuning) {
    undoable = undoable.map { Step(tuning: change($0.tuning), label: $0.label) }
    redoable = redoable.map { Step(tuning: change($0.tuning), label: $0.label) }
  }

  /// Ends a run of moves: the next one is a change of its own.
  mutating func endRun() {
    lastCause = .single
  }

  /// Takes the newest change back; nil if there is none.
  mutating func undo(from tuning: Tuning) -> Step? {
    guard let step = undoable.popLast() else { return nil }
    redoable.append(Step(tuning: tuning, label: step.label))
    lastCause = .single
    return step
  }

  /// Does the change that was taken back last again; nil if there is none.
  mutating func redo(from tuning: Tuning) -> Step? {
    guard let step = redoable.popLast() else { return nil }
    undoable.append(Step(tuning: tuning, label: step.label))
    lastCause = .single
    return step
  }
}
