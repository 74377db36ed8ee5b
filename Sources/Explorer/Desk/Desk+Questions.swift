internal import QuantizationEngine

extension Desk {
  /// Measures what is instant, where what it depends on has changed.
  mutating func measure() {
    guard let shown else {
      reading = nil
      counts = nil
      return
    }
    let key = Reading.Key(
      generation: generation, block: shown.index, scheme: tuning.scheme, range: shownRange)
    if reading?.key != key { reading = Reading(shown, key: key) }
    if let reading { noteIfBetter(reading) }
    measureBlocks()
  }

  /// Mends the error of all blocks where the range of one was changed.
  private mutating func measureBlocks() {
    guard let loaded, blockErrors.value(for: blocksKey) != nil else { return }
    for block in unmeasuredBlocks where block < loaded.blockCount {
      let error =
        block == shown?.index
        ? reading?.measured.map { BlockError($0.error.sums, under: $0.quantizer.encoding) }
        : BlockError(
          of: loaded.distribution.blocks[block], scheme: tuning.scheme,
          range: tuning.range(ofBlock: block))
      blockErrors.amend { $0[block] = error }
    }
    unmeasuredBlocks = []
  }

  /// Whether each block has an encoding, as far as that is known; of many blocks it may not be yet.
  var mayHaveEncodings: Bool {
    guard loaded != nil, !tuning.ranges.isEmpty,
      (try? tuning.scheme.encoding(for: shownRange)) != nil
    else { return false }
    return blockErrors.value(for: blocksKey).map { $0.refusedCount == 0 } ?? true
  }

  /// That blocks lose their values to a scale of 0, in one sentence; nil where none does, or nobody knows.
  var destruction: String? {
    guard let blocks = destroyedBlocks, !blocks.isEmpty, let count = loaded?.blockCount else {
      return nil
    }
    return "scale 0 makes zeros of all values in "
      + GranularityText.share(blocks, of: count, granularity) + ": \(blocks.words)"
  }

  /// The blocks that lose their values to a scale of 0; nil where nobody knows yet.
  var destroyedBlocks: ListedBlocks? { blockErrors.value(for: blocksKey)?.destroyed }

  /// What is tuned does this to all values; nil where that is not measured yet.
  var measuredError: BlockError? {
    unmeasuredBlocks.isEmpty ? blockErrors.value(for: blocksKey)?.sum : nil
  }

  private var blocksKey: BlocksKey {
    BlocksKey(generation: generation, scheme: tuning.scheme, revision: rangesRevision)
  }

  /// Counts the block for histograms of so many columns, where what that depends on has changed.
  mutating func count(columns: Int) {
    guard inForce == nil else { return countRecoded(columns: columns) }
    guard let shown, let reading else { return }
    let key = Counts.Key(subject: .reading(reading.key), window: window, columns: columns)
    if counts?.key != key { counts = Counts(shown, reading: reading, key: key) }
  }

  /// Where the current range is better than the best one known, it is the best one known.
  private mutating func noteIfBetter(_ reading: Reading) {
    guard let bestKey, case .found(_, let least) = bests[bestKey],
      let current = reading.measured?.error.meanSquaredError, current < least
    else { return }
    bests[bestKey] = .found(reading.key.range, meanSquaredError: current)
  }

  /// Asks the worker for what every view of the tensor needs and nobody has asked for yet.
  mutating func questions(_ tickets: inout TicketBook) -> [Effect] {
    let recall = recallQuestion(&tickets)
    guard let loaded, let shown, loaded.count > 0 else { return recall }
    // What is cheap on a sample is measured on it; what a person would take home waits.
    guard !loaded.isSample else {
      table.belong(to: tableKey)
      return recall
    }
    var effects = recall + recodingQuestion(&tickets)
    if let bestKey, bests[bestKey] == nil, pendingBest != bestKey {
      pendingBest = bestKey
      effects.append(
        .compute(
          .best(shown.distribution, tuning.scheme), tickets.issue(.best, for: .desk(position))))
    }
    if loaded.blockCount > 1 { effects += blockQuestions(loaded, &tickets) }
    return effects
  }

  private mutating func blockQuestions(
    _ loaded: LoadedTensor, _ tickets: inout TicketBook
  ) -> [Effect] {
    guard blockErrors.mustAsk(blocksKey) else { return [] }
    blockErrors.ask(blocksKey)
    unmeasuredBlocks = []
    return [
      .compute(
        .blocks(loaded.distribution, tuning),
        tickets.issue(.blocks, for: .desk(position)))
    ]
  }

  /// Asks the worker for the next row of the table, where a view shows what calibrators choose.
  mutating func tableQuestions(_ tickets: inout TicketBook) -> [Effect] {
    guard let loaded, shown != nil, loaded.count > 0, !loaded.isSample else { return [] }
    table.belong(to: tableKey)
    guard loaded.reference != nil else {
      guard pendingReference != loaded.generation else { return [] }
      pendingReference = loaded.generation
      return [
        .compute(.reference(loaded.distribution), tickets.issue(.reference, for: .desk(position)))
      ]
    }
    guard let row = table.next else { return [] }
    table.ask(row)
    return [
      .compute(
        .calibration(
          table.calibrators[row], over: batches, loaded.distribution, tuning.scheme,
          loaded.reference),
        tickets.issue(.calibration, for: .desk(position)))
    ]
  }

  private var tableKey: CalibratorTable.Key {
    CalibratorTable.Key(generation: generation, scheme: tuning.scheme, batchCount: batchCount)
  }
}
