internal import Calibration
internal import QuantizationEngine

extension Desk {
  /// Asks for the tensor.
  mutating func load(_ tickets: inout TicketBook) -> Effect {
    tensor = .loading
    return loading(granularity, &tickets)
  }

  /// Asks for the values by blocks of some kind; what is there stays.
  func loading(_ granularity: Granularity, _ tickets: inout TicketBook) -> Effect {
    .load(position, granularity, tickets.issue(.tensor, for: .desk(position)))
  }

  /// Takes a tensor in: a sample of it, or all of it.
  mutating func take(_ arrived: LoadedTensor, _ tickets: inout TicketBook) -> [Effect] {
    generation += 1
    var loaded = arrived
    loaded.generation = generation
    bests = [:]
    pendingBest = nil
    rangesRevision += 1
    if let wanted {
      change(to: wanted, with: loaded)
    } else if let sample = self.loaded, sample.isSample, sample.layout == loaded.layout {
      replace(sample.ends, by: loaded, showing: shown?.index ?? 0)
    } else if let resumption, resumption.layout == loaded.layout {
      replace(resumption.ends, by: loaded, showing: resumption.block)
    } else {
      history = History()
      begin(with: loaded)
      keptTuning = tuning
    }
    resumption = nil
    guard !loaded.isSample, case .calibrator(let calibrator) = startingRange else { return [] }
    return [
      .compute(
        .calibration(calibrator, over: batches, loaded.distribution, tuning.scheme, nil),
        tickets.issue(.start, for: .desk(position)))
    ]
  }

  /// Shows a tensor of which nothing was shown before.
  mutating func begin(with loaded: LoadedTensor) {
    tensor = .loaded(loaded)
    let stored = followsFile && !startingRange.isMinMax ? loaded.stored : nil
    if let stored {
      tuning.scheme = stored.scheme
      keptTuning.scheme = stored.scheme
    }
    if let stored, case .asStored = startingRange {
      tuning.ranges = BlockRanges(stored.ranges)
      sayIfSilent(
        "the encoding is that of " + (stored.given.map(\.source) ?? "the stored codes"))
    } else {
      tuning.ranges = BlockRanges(
        givenRange.map {
          BlockRanges.Base($0, count: loaded.blockCount, from: RangeOrigin.byHand)
        } ?? loaded.ends)
    }
    keptTuning.ranges = tuning.ranges
    if let given = stored?.given { table.give(given) }
    if let counterpart = subject.counterpart {
      sayIfSilent(
        "\(counterpart.storedAs) in the quantized model; S shows it as it is stored there")
    }
    zoomWindow = nil
    showBlock(0)
  }

  /// The range that a file of encodings has for the block on the screen; nil without one.
  var givenFileRange: (range: ClippingRange, source: String)? {
    guard let given = table.given, given.granularity == granularity, let shown,
      given.blocks.indices.contains(shown.index)
    else { return nil }
    return (given.blocks[shown.index].range, given.source)
  }

  /// Shows all values where some were shown before, or were let go, and leaves everything else as it
  /// was.
  ///
  /// A threshold that stood at an old end of the block, which may be that of a sample, goes to that
  /// end of the block, in what can be undone too; one that a person has put elsewhere stays.
  mutating func replace(
    _ old: BlockRanges.Base, by loaded: LoadedTensor, showing block: Int
  ) {
    tensor = .loaded(loaded)
    let given = givenRange
    tuning.ranges.follow(from: old, to: loaded.ends, except: given)
    keptTuning.ranges.follow(from: old, to: loaded.ends, except: given)
    history.amend(granularity) { $0.follow(from: old, to: loaded.ends, except: given) }
    shown = ShownBlock(block, of: loaded)
    reachThresholds()
  }

  /// Where the thresholds of every block were to be at first; nil if nobody said.
  var givenRange: ClippingRange? {
    if case .range(let range) = startingRange { range } else { nil }
  }
}

extension History.Way {
  /// Goes with the values from one set of ends to another, as what is tuned does.
  fileprivate mutating func follow(
    from old: BlockRanges.Base, to new: BlockRanges.Base, except given: ClippingRange?
  ) {
    switch self {
    case .tuning(.range(let range, let block)) where block < Swift.min(old.count, new.count):
      let followed = range.following(from: old[block], to: new[block], except: given)
      self = .tuning(.range(followed, block: block))
    case .tuning(.all(var tuning)):
      tuning.ranges.follow(from: old, to: new, except: given)
      self = .tuning(.all(tuning))
    case .tuning, .blocks, .inForce: break
    }
  }
}
