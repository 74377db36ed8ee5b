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
  /// Show a block further on.
  case block(Int)
  /// One bit more or less.
  case bits(Int)
  /// The next symmetry.
  case cycleSymmetry
  /// Lock the thresholds to each other, or free them.
  case toggleLock
  /// Signed or unsigned codes.
  case toggleSignedness
  /// The next rounding of ties.
  case cycleRounding
  /// Divide by the scale or multiply by its inverse.
  case toggleScaling
  /// The arithmetic of the next tool.
  case cycleToolchain
}

extension Desk {
  /// Carries out what a key asked of the tensor.
  mutating func perform(_ action: DeskAction) {
    let scheme = tuning.scheme
    switch action {
    case .move(let direction, let reach): move(direction, reach)
    case .choose(let threshold): activeThreshold = threshold
    case .chooseOther: activeThreshold = activeThreshold.other
    case .minMax: goToMinMax()
    case .leastError: goToLeastError()
    case .undo: undo()
    case .redo: redo()
    case .block(let step): showBlock(further: step)
    case .bits(let step): changeBits(by: step)
    case .cycleSymmetry:
      setScheme { () throws(EncodingError) in try scheme.with(symmetry: scheme.symmetry.next) }
    case .toggleLock:
      setScheme { () throws(EncodingError) in
        try scheme.with(symmetry: scheme.locksThresholds ? .asymmetric : .symmetric)
      }
    case .toggleSignedness:
      setScheme { () throws(EncodingError) in
        try scheme.with(signedness: scheme.signedness == .signed ? .unsigned : .signed)
      }
    case .cycleRounding:
      let next = nextRounding
      setScheme { () throws(EncodingError) in try scheme.with(rounding: next) }
    case .toggleScaling:
      setScheme { () throws(EncodingError) in
        try scheme.with(
          scaling: scheme.arithmetic.scaling == .divide ? .multiplyByInverse : .divide)
      }
    case .cycleToolchain: cycleToolchain()
    }
  }
}

extension Symmetry {
  /// The symmetry after this one, and the first after the last.
  fileprivate var next: Symmetry {
    let all = Symmetry.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
