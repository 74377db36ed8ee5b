internal import QuantizationEngine

extension Desk {
  /// Asks for the tensor.
  func load(_ tickets: inout TicketBook) -> Effect {
    .load(granularity, tickets.issue(.tensor))
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
    startingRange = .minMax
    tensor = .loading
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
      replace(sample, by: loaded)
    } else {
      begin(with: loaded)
    }
    guard !loaded.isSample, case .calibrator(let calibrator) = startingRange else { return [] }
    return [
      .compute(
        .calibration(calibrator, batchCount: batchCount, distribution, tuning.scheme, nil),
        tickets.issue(.start))
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

  /// Shows all values where some were shown before, and leaves everything else as it was.
  ///
  /// A threshold that stood at an end of the sample goes to that end of the block, in what can be
  /// undone too; one that a person has put elsewhere stays.
  private mutating func replace(_ sample: LoadedTensor, by loaded: LoadedTensor) {
    tensor = .loaded(loaded)
    let given: ClippingRange? = if case .range(let range) = startingRange { range } else { nil }
    let ends = (old: sample.minMaxRanges, new: loaded.minMaxRanges)
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
    shown = ShownBlock(shown?.index ?? 0, of: loaded)
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
