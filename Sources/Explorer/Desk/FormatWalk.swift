internal import NumberFormats

/// Which way one goes through the number formats of a kind.
enum FormatWalk: Hashable, Sendable {
  /// To fewer bits.
  case fewer
  /// To more bits.
  case more
  /// To the next of those that differ in something, and from the last to the first.
  case next(FormatFacet)

  /// What the formats differ in.
  var facet: FormatFacet { if case .next(let facet) = self { facet } else { .bits } }
}

extension FormatWalk {
  /// The way that a key of the scheme means for formats; nil where it means none.
  init?(_ change: SchemeChange) {
    switch change {
    case .bits(let step): self = step < 0 ? .fewer : .more
    case .cycleSymmetry: self = .next(.symmetry)
    case .cycleToolchain: self = .next(.arithmetic)
    case .toggleLock, .toggleSignedness, .cycleRounding, .toggleScaling: return nil
    }
  }
}

extension NumberFormat {
  /// The format of the same kind to which a way leads; nil where it leads nowhere.
  ///
  /// - Parameters:
  ///   - walk: The way.
  ///   - fits: Whether another format may be chosen.
  /// - Returns: Another format that fits.
  func sibling(_ walk: FormatWalk, where fits: (NumberFormat) -> Bool) -> NumberFormat? {
    let siblings = siblings(by: walk.facet).filter { $0 == self || fits($0) }
    guard siblings.count > 1, let place = siblings.firstIndex(of: self) else { return nil }
    let next =
      switch walk {
      case .fewer: place - 1
      case .more: place + 1
      case .next: (place + 1) % siblings.count
      }
    return siblings.indices.contains(next) ? siblings[next] : nil
  }
}
