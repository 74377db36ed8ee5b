internal import QuantizationEngine

extension Desk {
  /// Asks for the tensor.
  mutating func load(_ tickets: inout TicketBook) -> Effect {
    tensor = .loading
    return .load(position, granularity, tickets.issue(.tensor, for: .desk(position)))
  }

  /// Asks for the tensor again, with other blocks.
  ///
  /// - Throws: ``GranularityError`` where its shape has no such blocks.
  mutating func load(
    _ newGranularity: Granularity, _ tickets: inout TicketBook
  ) throws(GranularityError) -> [Effect] {
    _ = try BlockLayout(shape: subject.shape, granularity: newGranularity)
    guard newGranularity != granularity else {
      say("it is \(GranularityText.name(newGranularity)) already")
      return []
    }
    granularity = newGranularity
    hasOwnGranularity = true
    startingRange = .minMax
    resumption = nil
    progress = nil
    shown = nil
    reading = nil
    counts = nil
    return [load(&tickets)]
  }

  /// Takes a tensor in: a sample of it, or all of it.
  mutating func take(
    _ distribution: TensorDistribution, _ reference: DivergenceReference?,
    _ tickets: inout TicketBook
  ) -> [Effect] {
    generation += 1
    let loaded = LoadedTensor(
      distribution: distribution, reference: reference, generation: generation)
    bests = [:]
    pendingBest = nil
    rangesRevision += 1
    if let sample = self.loaded, sample.isSample, sample.layout == loaded.layout {
      replace(sample.minMaxRanges, by: loaded, showing: shown?.index ?? 0)
    } else if let resumption, resumption.layout == loaded.layout {
      replace(resumption.ends, by: loaded, showing: resumption.block)
    } else {
      begin(with: loaded)
    }
    resumption = nil
    guard !loaded.isSample, case .calibrator(let calibrator) = startingRange else { return [] }
    return [
      .compute(
        .calibration(calibrator, over: batches, distribution, tuning.scheme, nil),
        tickets.issue(.start, for: .desk(position)))
    ]
  }

  /// Shows a tensor of which nothing was shown before.
  private mutating func begin(with loaded: LoadedTensor) {
    tensor = .loaded(loaded)
    var ranges = loaded.minMaxRanges
    if case .range(let range) = startingRange { ranges = ranges.map { _ in range } }
    tuning.ranges = ranges
    keptTuning = tuning
    history = History()
    zoomWindow = nil
    showBlock(0)
  }

  /// Shows all values where some were shown before, or were let go, and leaves everything else as it
  /// was.
  ///
  /// A threshold that stood at an old end of the block, which may be that of a sample, goes to that end of the block, in what can be
  /// undone too; one that a person has put elsewhere stays.
  private mutating func replace(
    _ old: [ClippingRange], by loaded: LoadedTensor, showing block: Int
  ) {
    tensor = .loaded(loaded)
    let given: ClippingRange? = if case .range(let range) = startingRange { range } else { nil }
    let ends = (old: old, new: loaded.minMaxRanges)
    func following(_ tuning: Tuning) -> Tuning {
      var tuning = tuning
      for block in tuning.ranges.indices where ends.new.indices.contains(block) {
        tuning.ranges[block] = tuning.ranges[block].following(
          from: ends.old[block], to: ends.new[block], except: given)
      }
      return tuning
    }
    tuning = following(tuning)
    keptTuning = following(keptTuning)
    history.amend(following)
    shown = ShownBlock(block, of: loaded)
    reachThresholds()
  }
}

extension ClippingRange {
  /// The range with each bound that is one of `old` moved to that of `new`.
  ///
  /// A bound that was given, and is an end of `old` by chance, stays.
  fileprivate func following(
    from old: ClippingRange, to new: ClippingRange, except given: ClippingRange?
  ) -> ClippingRange {
    let lower = self.lower == old.lower && self.lower != given?.lower ? new.lower : self.lower
    let upper = self.upper == old.upper && self.upper != given?.upper ? new.upper : self.upper
    // A block with nothing in the sample had both its ends at zero.
    return lower <= upper ? ClippingRange(lower: lower, upper: upper) : self
  }
}
