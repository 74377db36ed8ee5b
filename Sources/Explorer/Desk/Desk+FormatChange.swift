internal import NumberFormats

extension Desk {
  /// Puts another format of the same kind in force, or says that there is none.
  mutating func walk(_ walk: FormatWalk) {
    guard case .format(let format)? = inForce else {
      _ = refuses(RecodingText.Choice(walk.facet))
      return
    }
    guard let other = sibling(of: format, walk) else {
      say(RecodingText.lonely(format, walk, self))
      return
    }
    put(inForce: .format(other))
  }

  /// The format to which a walk leads; nil where it leads nowhere.
  func sibling(of format: NumberFormat, _ walk: FormatWalk) -> NumberFormat? {
    format.sibling(walk) { (try? FormatPass($0, shape: subject.shape)) != nil }
  }

  /// Does to the format in force what a key does to a scheme, where it means something there.
  ///
  /// - Returns: whether something else than the scheme is in force, so that the key is dealt with.
  mutating func changesFormat(_ change: SchemeChange) -> Bool {
    guard inForce != nil else { return false }
    if let walk = FormatWalk(change) {
      self.walk(walk)
      return true
    }
    switch change {
    case .bits, .cycleSymmetry, .cycleToolchain: break
    case .toggleLock: _ = refuses(.thresholds)
    case .toggleSignedness: _ = refuses(.signedness)
    case .cycleRounding: _ = refuses(.rounding)
    case .toggleScaling: _ = refuses(.scaling)
    }
    return true
  }
}
