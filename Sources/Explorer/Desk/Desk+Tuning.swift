internal import QuantizationEngine

extension Desk {
  /// Changes what is tuned, if the block on the screen has an encoding then.
  ///
  /// - Parameters:
  ///   - new: what is to be tuned.
  ///   - label: the change in a few words, for undo.
  ///   - cause: whether neighbouring changes of this kind are one.
  /// - Returns: whether anything changed.
  @discardableResult
  mutating func change(to new: Tuning, label: String, cause: History.Cause = .single) -> Bool {
    guard new != tuning, loaded != nil else { return false }
    if let shown, reading?.measured != nil {
      do throws(EncodingError) {
        _ = try new.scheme.encoding(for: new.range(ofBlock: shown.index))
      } catch {
        say("\(error)", .bad)
        return false
      }
    }
    history.record(tuning, label: label, cause: cause)
    adopt(new)
    return true
  }

  /// Makes a tuning the current one.
  private mutating func adopt(_ new: Tuning) {
    let changesSymmetry = new.scheme.locksThresholds != tuning.scheme.locksThresholds
    let changed = zip(new.ranges, tuning.ranges).count { $0 != $1 }
    // One range is mended in place by `measure`, unless older ranges are being measured right now.
    if changed > 1 || blockErrors.pending != nil { rangesRevision += 1 }
    tuning = new
    takesBestWhenFound = false
    if changesSymmetry {
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
    change(
      to: tuning.moving(activeThreshold, ofBlock: shown.index, to: target),
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
    if change(to: tuning.moving(threshold, ofBlock: shown.index, to: value), label: label) {
      say(label)
    }
  }

  /// Gives the block on the screen a range.
  mutating func setRange(_ range: ClippingRange, label: String) {
    guard let shown, tuning.ranges.indices.contains(shown.index) else { return }
    var new = tuning
    new.ranges[shown.index] = range
    if change(to: new, label: label) {
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
  mutating func undo() {
    guard let step = history.undo(from: tuning) else {
      say("nothing to undo")
      return
    }
    restore(step.tuning)
    say("undone: \(step.label)")
  }

  /// Does again what was taken back last.
  mutating func redo() {
    guard let step = history.redo(from: tuning) else {
      say("nothing to redo")
      return
    }
    restore(step.tuning)
    say("done again: \(step.label)")
  }

  /// Makes an older tuning the current one, and shows a block that it changes.
  private mutating func restore(_ old: Tuning) {
    let changed = old.ranges.indices.filter { old.ranges[$0] != tuning.ranges[$0] }
    adopt(old)
    if let shown, let first = changed.first, !changed.contains(shown.index) { showBlock(first) }
  }
}
