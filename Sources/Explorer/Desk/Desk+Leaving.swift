internal import QuantizationEngine

extension Desk {
  /// Whether somebody did something to this tensor by hand, so that it has a scheme of its own.
  var isTuned: Bool {
    tuning != keptTuning || history.hasTuning || granularity != keptGranularity
  }

  /// Whether there is anything that cannot be made anew.
  var isWorthKeeping: Bool { isTuned || note != nil }

  /// Whether it has started with the scheme and the blocks that the file stores.
  var isAsStored: Bool { followsFile && subject.storedGranularity != nil }

  /// Forgets what was asked, for nobody will answer.
  mutating func abandonQuestions() {
    progress = nil
    pendingBest = nil
    pendingReference = nil
    recoded.abandon()
    recollection.abandon()
    blockErrors.abandon()
    table.abandon()
  }

  /// Forgets what was asked; a sample goes, because the rest never comes.
  mutating func leave() {
    abandonQuestions()
    wanted = nil
    takesBestWhenFound = false
    history.endRun()
    if loaded?.isSample != false { dropValues() }
  }

  /// Lets the values go, and remembers where things are in them.
  mutating func dropValues() {
    if isWorthKeeping {
      let error = tuned?.error
      resumption = whereThingsAre
      resumption?.error = error
    }
    tensor = .unasked
    shown = nil
    reading = nil
    counts = nil
    recoded = RecodedShelf()
  }

  /// Where things are in the values, if they are there, or were when they were let go.
  var whereThingsAre: Resumption? {
    guard let loaded else { return resumption }
    return Resumption(layout: loaded.layout, ends: loaded.ends, block: shown?.index ?? 0)
  }

  /// Takes over the scheme in force, where nobody tuned anything by hand.
  ///
  /// - Returns: whether it could; if not, a new desk is to take its place.
  mutating func follow(_ scheme: Scheme, _ granularity: Granularity) -> Bool {
    guard granularity == self.granularity else { return false }
    guard !isAsStored else { return false }
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
    let saved = exported ?? (granularity, tuning)
    exported = nil
    keptGranularity = saved.granularity
    guard saved.granularity != granularity else {
      keptTuning = saved.tuning
      return
    }
    // Other blocks were chosen while those were written.
    history.keep(saved.tuning.ranges, of: saved.granularity)
  }
}
