internal import QuantizationEngine

/// What a key asks of the open tensor, on whichever screen of it.
enum DeskAction: Hashable, Sendable {
  /// Move the active threshold.
  case move(StepSize.Direction, StepSize.Reach)
  /// Make a threshold the active one.
  case choose(Threshold)
  /// Make the other threshold the active one.
  case chooseOther
  /// Keep every value of the block.
  case minMax
  /// Go to the least MSE of the block.
  case leastError
  /// Take the newest change back.
  case undo
  /// Do what was taken back again.
  case redo
  /// Take up what was tuned in an earlier session: 0 for the last one, 1 for the one before.
  case takeUp(Int)
  /// Show a block further on.
  case block(Int)
  /// Change the scheme, or the number format in force.
  case scheme(SchemeChange)
  /// Show the tensor as its counterpart is stored, or as it is tuned.
  case stored
}

extension Desk {
  /// Carries out what a key asked of the tensor.
  mutating func perform(_ action: DeskAction, _ tickets: inout TicketBook) -> [Effect] {
    if let choice = action.choice, refuses(choice) { return [] }
    switch action {
    case .move(let direction, let reach): move(direction, reach)
    case .choose(let threshold): activeThreshold = threshold
    case .chooseOther: activeThreshold = activeThreshold.other
    case .minMax: goToMinMax()
    case .leastError: goToLeastError()
    case .undo: return undo(&tickets)
    case .redo: return redo(&tickets)
    case .takeUp(let age): return takeUp(age, &tickets)
    case .block(let step): showBlock(further: step)
    case .scheme(let change) where !changesFormat(change):
      adopt(tuning.scheme.changed(change, suitable: has))
    case .scheme: break
    case .stored: toggleStored()
    }
    return []
  }
}

extension DeskAction {
  /// What it changes that is there under a scheme alone; nil where it means something under all that
  /// can be in force.
  fileprivate var choice: RecodingText.Choice? {
    switch self {
    case .move, .choose, .chooseOther, .minMax, .leastError: .thresholds
    case .takeUp: .tuning
    case .block: .block
    case .undo, .redo, .scheme, .stored: nil
    }
  }
}
