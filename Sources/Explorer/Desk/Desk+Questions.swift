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
    guard let reading else { return }
    noteIfBetter(reading)
    if let measured = reading.measured, shown.index < tuning.ranges.count {
      blockErrors.amend { errors in
        if errors.indices.contains(shown.index) {
          errors[shown.index] = BlockError(measured.error.sums)
        }
      }
    }
  }

  /// Counts the block for histograms of so many columns, where what that depends on has changed.
  mutating func count(columns: Int) {
    guard let shown, let reading else { return }
    let key = Counts.Key(reading: reading.key, window: window, columns: columns)
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
    guard let loaded, let shown, loaded.count > 0 else { return [] }
    // What is cheap on a sample is measured on it; what a person would take home waits.
    guard !loaded.isSample else {
      table.belong(to: tableKey)
      return []
    }
    var effects: [Effect] = []
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
    let key = BlocksKey(
      generation: generation, scheme: tuning.scheme, revision: rangesRevision)
    guard blockErrors.mustAsk(key) else { return [] }
    blockErrors.ask(key)
    return [
      .compute(
        .blocks(loaded.distribution, tuning.scheme, ranges: tuning.effectiveRanges),
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
