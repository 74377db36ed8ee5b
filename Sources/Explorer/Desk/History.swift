internal import QuantizationEngine

/// What was tuned before, for undo, and what was undone, for redo.
///
/// It keeps what takes each change back, which is as small as what the change touched, and together
/// at most ``limit`` changes and ``byteLimit`` bytes: the oldest go.
struct History: Sendable {
  /// A change that was made, or taken back.
  struct Step: Sendable {
    /// What takes it back, or makes it again.
    var way: Way
    /// What the change did, as the status line says it.
    let label: String
    /// Which elements shared an encoding when it was made.
    let granularity: Granularity
  }

  /// What takes a change back, or makes it again.
  enum Way: Sendable {
    /// A change of what is tuned.
    case tuning(TuningChange)
    /// Going to the blocks that were left, for which the values are read again.
    case blocks(LeftBlocks)
    /// Putting in force what was in place of the scheme; nil for the scheme itself.
    case inForce(Recoding?)
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
  /// How many bytes of ranges they keep, about; the newest change may keep more.
  static let byteLimit = 256 << 20

  /// Remembers a change by what takes it back.
  mutating func record(_ step: Step, cause: Cause) {
    redoable = []
    defer { lastCause = cause }
    if cause != .single, cause == lastCause, !undoable.isEmpty { return }
    undoable.append(step)
    if undoable.count > History.limit { undoable.removeFirst() }
    if !step.way.ranges.isEmpty { forgetOldest() }
  }

  /// Forgets the oldest changes where all keep too much together.
  private mutating func forgetOldest() {
    var bases: Set<ObjectIdentifier> = []
    var byteCount = 0
    let affordable = undoable.reversed().prefix { step in
      for ranges in step.way.ranges {
        byteCount += ranges.ownByteCount
        let isNew = bases.insert(ObjectIdentifier(ranges.base)).inserted
        if isNew { byteCount += ranges.base.byteCount }
      }
      return byteCount <= History.byteLimit
    }
    undoable.removeFirst(undoable.count - max(affordable.count, 1))
  }

  /// Changes everything that is remembered of a granularity in the same way.
  mutating func amend(_ granularity: Granularity, _ amend: (inout Way) -> Void) {
    for index in undoable.indices where undoable[index].granularity == granularity {
      amend(&undoable[index].way)
    }
    for index in redoable.indices where redoable[index].granularity == granularity {
      amend(&redoable[index].way)
    }
  }

  /// What was left last of each granularity, the newest first.
  var leftBlocks: [LeftBlocks] {
    var seen: Set<Granularity> = []
    return undoable.reversed().compactMap { step in
      guard case .blocks(let left) = step.way, seen.insert(left.granularity).inserted else {
        return nil
      }
      return left
    }
  }

  /// Whether any change is one of what is tuned, and not only of what is seen in its place.
  var hasTuning: Bool {
    undoable.contains { if case .inForce = $0.way { false } else { true } }
  }

  /// Hears that the ranges of blocks that were left are saved.
  mutating func keep(_ ranges: BlockRanges, of granularity: Granularity) {
    for index in undoable.indices {
      guard case .blocks(var left) = undoable[index].way, left.granularity == granularity else {
        continue
      }
      left.keptRanges = ranges
      undoable[index].way = .blocks(left)
    }
  }

  /// Ends a run of moves: the next one is a change of its own.
  mutating func endRun() {
    lastCause = .single
  }

  /// The newest change goes to those that can be done again, by what does so.
  mutating func undo(redoing way: Way) {
    guard let step = undoable.popLast() else { return }
    redoable.append(Step(way: way, label: step.label, granularity: step.granularity))
    lastCause = .single
  }

  /// The change that was taken back last goes to those that can be undone, by what does so.
  mutating func redo(undoing way: Way) {
    guard let step = redoable.popLast() else { return }
    undoable.append(Step(way: way, label: step.label, granularity: step.granularity))
    lastCause = .single
  }
}

extension History.Way {
  /// The ranges of many blocks that it keeps.
  fileprivate var ranges: [BlockRanges] {
    switch self {
    case .tuning(.all(let tuning)): [tuning.ranges]
    case .tuning, .inForce: []
    case .blocks(let left): [left.ranges, BlockRanges(left.resumption.ends)]
    }
  }
}
