internal import Calibration
internal import QuantizationEngine

extension Desk {
  /// What elements of this tensor may share an encoding by, in the order of the key; each once.
  ///
  /// Where the file stores codes by channels or groups, those are among them.
  private var granularities: [Granularity] {
    let shape = subject.shape
    guard let last = shape.indices.last else { return [.perTensor] }
    let stored = subject.storedGranularity
    let usual = GranularityChoice.channel(axis: nil)
    let channel = tuning.scheme.toolchain?.sharing(.channel).granularities.completed(usual) ?? usual
    let channels: [Granularity] =
      if case .perChannel = stored {
        [stored ?? .perTensor]
      } else {
        shape.count > 1 ? [channel.granularity(ofShape: shape)] : []
      }
    let groups = GranularityChoice.groupSizes.filter { $0 < shape[last] }
      .map { Granularity.perGroup(axis: last, size: $0) }
    guard let stored, case .perGroup(_, let size) = stored else {
      return [.perTensor] + channels + groups
    }
    let others = groups.filter { if case .perGroup(_, size) = $0 { false } else { true } }
    return [.perTensor] + channels + [stored] + others
  }

  /// The next thing that elements may share an encoding by, of what the toolchain in force has; where it
  /// has no other, what it will refuse, and nil where there is nothing else at all.
  var nextGranularity: Granularity? {
    let all = granularities
    let place = all.firstIndex { choice in
      switch (choice, coming) {
      case (.perTensor, .perTensor), (.perChannel, .perChannel): true
      case (.perGroup(_, let size), .perGroup(_, let current)): size == current
      default: false
      }
    }
    let others = (1...all.count).map { all[((place ?? -1) + $0) % all.count] }
    let next = others.first { $0 != coming && has($0) } ?? others[0]
    return next == coming ? nil : next
  }

  /// The same blocks along the next axis; nil where there is no other, or they have none.
  var nextAxis: Granularity? {
    let count = subject.shape.count
    guard count > 1 else { return nil }
    let others = (1..<count).compactMap { step -> Granularity? in
      switch coming {
      case .perTensor: nil
      case .perChannel(let axis): .perChannel(axis: (axis + step) % count)
      case .perGroup(let axis, let size): .perGroup(axis: (axis + step) % count, size: size)
      }
    }
    return others.first(where: has) ?? others.first
  }
}

extension Desk {
  /// Which elements share an encoding, or will as soon as the loader agrees.
  var coming: Granularity { wanted?.granularity ?? granularity }

  /// Asks for the tensor by other blocks; until the loader agrees everything stays as it is.
  ///
  /// - Throws: ``GranularityError`` where its shape has no such blocks.
  mutating func load(
    _ new: Granularity, because reason: WantedBlocks.Reason, _ tickets: inout TicketBook
  ) throws(GranularityError) -> [Effect] {
    _ = try BlockLayout(shape: subject.shape, granularity: new)
    guard new != coming else {
      if reason == .asked { say("it is \(GranularityText.name(new)) already") }
      return []
    }
    if reason == .asked, let refusal = refusal(of: tuning.scheme, sharing: new) {
      say(refusal, .bad)
      return []
    }
    abandonQuestions()
    tickets.forget(Topic.ofDesk)
    guard new != granularity else {
      wanted = nil
      return loaded?.isSample == false ? [.abandon([.tensor])] : [loading(granularity, &tickets)]
    }
    wanted = WantedBlocks(granularity: new, reason: reason)
    if loaded == nil { tensor = .loading }
    return [loading(new, &tickets)]
  }

  /// Stays with the blocks that there are, for the loader has refused others.
  mutating func refuse(_ sentence: String, _ tickets: inout TicketBook) -> [Effect] {
    say(sentence, .bad)
    wanted = nil
    // Of a sample the rest was given up for what was refused.
    guard loaded?.isSample != false else { return [] }
    return [loading(granularity, &tickets)]
  }

  /// Goes over to the blocks that were wanted; those of before can be had again by undo.
  ///
  /// Of blocks that were there before, what was tuned is there again.
  mutating func change(to wanted: WantedBlocks, with loaded: LoadedTensor) {
    self.wanted = nil
    // What was to be found was the best of a block that is no more.
    takesBestWhenFound = false
    let known = history.leftBlocks.first { $0.granularity == wanted.granularity }
    let back = leave(for: wanted)
    // A change of blocks that took up another scheme too is taken back with it.
    if let back { tuning.scheme = back.scheme }
    let next = back ?? known
    granularity = wanted.granularity
    tuning.scheme = tuning.scheme.meeting(subject.valueType, granularity)
    let isStored = followsFile && loaded.stored?.scheme == tuning.scheme
    startingRange = next?.givenRange.map { .range($0) } ?? (isStored ? .asStored : .minMax)
    zoomWindow = nil
    reach = 0...0
    if let next {
      tuning.ranges = next.ranges
      keptTuning.ranges = next.keptRanges
      replace(next.resumption.ends, by: loaded, showing: next.resumption.block)
    } else {
      begin(with: loaded)
    }
    if case .takingUp(let recalled) = wanted.reason { finishTakingUp(recalled, of: loaded) }
  }

  /// Remembers the blocks that there are, if there are any, and takes back or does again what was to
  /// be.
  ///
  /// - Returns: what the history has of the blocks that are wanted.
  private mutating func leave(for wanted: WantedBlocks) -> LeftBlocks? {
    guard let resumption = whereThingsAre else { return nil }
    let left = LeftBlocks(
      granularity: granularity, scheme: tuning.scheme, ranges: tuning.ranges,
      keptRanges: keptTuning.ranges,
      givenRange: givenRange, resumption: resumption)
    if wanted.reason == .undo, let step = history.undoable.last,
      case .blocks(let older) = step.way, older.granularity == wanted.granularity
    {
      history.undo(redoing: .blocks(left))
      say("undone: \(step.label)")
      return older
    }
    if wanted.reason == .redo, let step = history.redoable.last,
      case .blocks(let newer) = step.way, newer.granularity == wanted.granularity
    {
      history.redo(undoing: .blocks(left))
      say("done again: \(step.label)")
      return newer
    }
    let label =
      if case .takingUp(let recalled) = wanted.reason { recalled.label } else {
        GranularityText.name(wanted.granularity)
      }
    history.record(
      History.Step(way: .blocks(left), label: label, granularity: granularity), cause: .single)
    return nil
  }
}

extension GranularityChoice {
  /// The sizes of groups that a key goes through; any other can be typed.
  static let groupSizes = [32, 64, 128]

  /// What elements of many tensors may share an encoding by, after this.
  var next: GranularityChoice {
    switch self {
    case .tensor: .channel(axis: nil)
    case .channel: .group(axis: nil, size: GranularityChoice.groupSizes[0])
    case .group(_, let size):
      GranularityChoice.groupSizes.first { $0 > size }.map { .group(axis: nil, size: $0) }
        ?? .tensor
    }
  }
}
