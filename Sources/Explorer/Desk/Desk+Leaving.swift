internal import QuantizationEngine

/// What a desk needs to go on where it was when its values are read again.
struct Resumption: Hashable, Sendable {
  /// How elements fell into blocks.
  let layout: BlockLayout
  /// The smallest and the largest value of each block.
  let ends: [ClippingRange]
  /// Which block was on the screen.
  let block: Int
}

extension Desk {
  /// Whether somebody did something to this tensor by hand, so that it has a scheme of its own.
  var isTuned: Bool {
    tuning != keptTuning || !history.undoable.isEmpty || hasOwnGranularity
  }

  /// Forgets what was asked, for nobody will answer; a sample goes, because the rest never comes.
  mutating func leave() {
    progress = nil
    pendingBest = nil
    takesBestWhenFound = false
    pendingReference = nil
    blockErrors.abandon()
    table.abandon()
    history.endRun()
    if loaded?.isSample != false { dropValues() }
  }

  /// Lets the values go, and remembers where things are in them.
  mutating func dropValues() {
    if let loaded, isTuned {
      resumption = Resumption(
        layout: loaded.layout, ends: loaded.minMaxRanges, block: shown?.index ?? 0)
    }
    tensor = .unasked
    shown = nil
    reading = nil
    counts = nil
  }

  /// Takes over the scheme in force, where nobody tuned anything by hand.
  ///
  /// - Returns: whether it could; if not, a new desk is to take its place.
  mutating func follow(_ scheme: Scheme, _ granularity: Granularity) -> Bool {
    guard granularity == self.granularity else { return false }
    guard scheme != tuning.scheme else { return true }
    if case .calibrator = startingRange { return false }
    tuning.scheme = scheme
    keptTuning = tuning
    rangesRevision += 1
    zoomWindow = nil
    reach = freshReach
    return true
  }

  /// Hears that what was being exported is saved.
  mutating func keepExported() {
    keptTuning = exportedTuning ?? tuning
    exportedTuning = nil
  }
}
