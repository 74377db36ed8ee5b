internal import QuantizationEngine

extension Desk {
  /// Changes what is tuned, if the block on the screen has an encoding then.
  ///
  /// - Parameters:
  ///   - change: what is to be tuned.
  ///   - label: the change in a few words, for undo.
  ///   - cause: whether neighbouring changes of this kind are one.
  /// - Returns: whether anything changed.
  @discardableResult
  mutating func make(
    _ change: TuningChange, label: String, cause: History.Cause = .single
  ) -> Bool {
    guard !refuses(.tuning), loaded != nil, tuning.differs(after: change) else { return false }
    do throws(EncodingError) {
      try checkEncoding(after: change)
    } catch {
      say("\(error)", .bad)
      return false
    }
    history.record(
      History.Step(
        way: .tuning(tuning.inverse(of: change)), label: label, granularity: granularity),
      cause: cause)
    adopt(change)
    return true
  }

  /// Refuses a range that is none, and a change that takes the encoding of the block on the screen away.
  ///
  /// Not every tool's rule looks at the order of the bounds, nor does a symmetric scheme.
  private func checkEncoding(after change: TuningChange) throws(EncodingError) {
    if case .range(let range, _) = change {
      guard range.lower.isFinite, range.upper.isFinite else { throw .rangeNotFinite(range) }
      guard range.lower <= range.upper else { throw .rangeReversed(range) }
    }
    guard let shown, (try? tuning.scheme.encoding(for: shownRange)) != nil else { return }
    switch change {
    case .range(let range, let block) where block == shown.index:
      _ = try tuning.scheme.encoding(for: tuning.scheme.effective(range))
    case .range: break
    case .scheme(let scheme):
      _ = try scheme.encoding(
        for: Tuning(scheme: scheme, ranges: tuning.ranges).range(ofBlock: shown.index))
    case .all(let tuning):
      _ = try tuning.scheme.encoding(for: tuning.range(ofBlock: shown.index))
    }
  }

  /// Makes a change of the current tuning.
  private mutating func adopt(_ change: TuningChange) {
    let locked = tuning.scheme.locksThresholds
    // The error of one block is mended in place by `measure`.
    if case .range(_, let block) = change {
      unmeasuredBlocks.insert(block)
    } else {
      rangesRevision += 1
    }
    tuning.make(change)
    takesBestWhenFound = false
    if tuning.scheme.locksThresholds != locked {
      reach = freshReach
      zoomWindow = nil
    }
    reachThresholds()
  }

  /// Moves the active threshold by a step.
  mutating func move(_ direction: StepSize.Direction, _ reachOfStep: StepSize.Reach) {
    guard loaded != nil, shown != nil else { return }
    let place = activeThreshold.value(in: shownRange)
    var target = step.with(reachOfStep).next(after: place, towards: direction)
    target = min(max(target, min(reach.lowerBound, place)), max(reach.upperBound, place))
    if tuning.scheme.locksThresholds {
      // ±t does not pass zero, where the two would change places.
      target = activeThreshold == .upper ? max(target, 0) : min(target, 0)
    }
    guard target != place else {
      say("\(activeThreshold.name) is at the end of the range; Enter types a value beyond it")
      return
    }
    moveActive(to: target)
  }

  /// Moves the active threshold to a place.
  mutating func moveActive(to target: Double) {
    guard let shown else { return }
    make(
      .range(
        tuning.moving(activeThreshold, ofBlock: shown.index, to: target), block: shown.index),
      label: "\(activeThreshold.name) moved",
      cause: .move(activeThreshold, block: shown.index))
  }

  /// The normal step of a threshold: it follows the part of the line on the screen.
  var step: StepSize {
    let extent = zoomWindow ?? reach
    return StepSize(windowWidth: extent.upperBound - extent.lowerBound)
  }

  /// A value of the tensor with the digits that a tenth of a step needs.
  func thresholdText(_ value: Double) -> String {
    NumberText.threshold(value, decimals: step.thresholdDecimals)
  }

  /// Puts a threshold of the block on the screen where the person says.
  mutating func set(_ threshold: Threshold, to value: Double) {
    guard let shown else { return }
    let label = "\(threshold.name) \(thresholdText(value))"
    let range = tuning.moving(threshold, ofBlock: shown.index, to: value)
    if make(.range(range, block: shown.index), label: label) { say(label) }
  }

  /// Gives the block on the screen a range.
  mutating func setRange(_ range: ClippingRange, label: String) {
    guard let shown, tuning.ranges.indices.contains(shown.index) else { return }
    if make(.range(range, block: shown.index), label: label) {
      say(label)
    } else {
      sayIfSilent("\(label): it is there already")
    }
  }

  /// Keeps every value of the block.
  mutating func goToMinMax() {
    guard let bounds = shown?.distribution.bounds else { return }
    setRange(
      ClippingRange(lower: bounds.lowerBound, upper: bounds.upperBound), label: "min-max")
  }

  /// Goes to the least MSE of the block, or says that it will.
  mutating func goToLeastError() {
    switch bestKnown {
    case .found(let range, _): setRange(range, label: "least MSE")
    case .missing(let why): say("no least MSE: \(why)", .bad)
    case nil:
      guard bestKey != nil else { return }
      takesBestWhenFound = true
      say(
        showsSample
          ? "going to the least MSE as soon as all values are read"
          : "going to the least MSE as soon as it is found")
    }
  }

  /// Takes the newest change back.
  mutating func undo(_ tickets: inout TicketBook) -> [Effect] {
    guard let step = history.undoable.last else {
      say("nothing to undo")
      return []
    }
    switch step.way {
    case .tuning(let change):
      history.undo(redoing: .tuning(tuning.inverse(of: change)))
      restore(change)
      say("undone: \(step.label)")
      return []
    case .inForce(let before):
      history.undo(redoing: .inForce(inForce))
      change(inForce: before)
      say("undone: \(step.label) in force")
      return []
    case .blocks(let left): return goBack(to: left, because: .undo, &tickets)
    }
  }

  /// Does again what was taken back last.
  mutating func redo(_ tickets: inout TicketBook) -> [Effect] {
    guard let step = history.redoable.last else {
      say("nothing to redo")
      return []
    }
    switch step.way {
    case .tuning(let change):
      history.redo(undoing: .tuning(tuning.inverse(of: change)))
      restore(change)
      say("done again: \(step.label)")
      return []
    case .inForce(let after):
      history.redo(undoing: .inForce(inForce))
      change(inForce: after)
      say("done again: \(step.label) in force")
      return []
    case .blocks(let left): return goBack(to: left, because: .redo, &tickets)
    }
  }

  private mutating func goBack(
    to left: LeftBlocks, because reason: WantedBlocks.Reason, _ tickets: inout TicketBook
  ) -> [Effect] {
    do throws(GranularityError) {
      return try load(left.granularity, because: reason, &tickets)
    } catch {
      say("\(error)", .bad)
      return []
    }
  }

  /// Makes a change that was made before, and shows a block that it changes.
  private mutating func restore(_ change: TuningChange) {
    let before = askedRange
    let first = tuning.firstBlock(changedBy: change)
    adopt(change)
    if let first, askedRange == before { showBlock(first) }
  }

  /// The range asked for the block on the screen; nil without one.
  private var askedRange: ClippingRange? {
    shown.flatMap { tuning.ranges.indices.contains($0.index) ? tuning.ranges[$0.index] : nil }
  }
}
