internal import Calibration
internal import QuantizationEngine

extension Model {
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
    let countsKey = Counts.Key(
      reading: key, window: window, columns: ExploreLayout(self).plotColumns)
    if view != .tradeOff, counts?.key != countsKey {
      counts = Counts(shown, reading: reading, key: countsKey)
    }
  }

  /// Where the current range is better than the best one known, it is the best one known.
  private mutating func noteIfBetter(_ reading: Reading) {
    guard let bestKey, case .found(_, let least) = bests[bestKey],
      let current = reading.measured?.error.meanSquaredError, current < least
    else { return }
    bests[bestKey] = .found(reading.key.range, meanSquaredError: current)
  }

  /// Asks the worker for what the screen needs and nobody has asked for yet.
  mutating func questions() -> [Effect] {
    guard let loaded, let shown, loaded.count > 0 else { return [] }
    // What is cheap on a sample is measured on it; what a person would take home waits.
    guard !loaded.isSample else {
      table.belong(to: tableKey)
      return view == .tradeOff ? tradeOffQuestions(shown) : []
    }
    var effects: [Effect] = []
    if let bestKey, bests[bestKey] == nil, pendingBest != bestKey {
      pendingBest = bestKey
      effects.append(
        .compute(.best(shown.distribution, tuning.scheme), tickets.issue(.best)))
    }
    if loaded.blockCount > 1 { effects += blockQuestions(loaded, shown) }
    switch view {
    case .explore: break
    case .calibrators: effects += tableQuestions(loaded)
    case .tradeOff: effects += tradeOffQuestions(shown) + tableQuestions(loaded)
    }
    return effects
  }

  private mutating func blockQuestions(_ loaded: LoadedTensor, _ shown: ShownBlock) -> [Effect] {
    let key = BlocksKey(
      generation: generation, scheme: tuning.scheme, revision: rangesRevision)
    guard blockErrors.mustAsk(key) else { return [] }
    blockErrors.ask(key)
    return [
      .compute(
        .blocks(loaded.distribution, tuning.scheme, ranges: tuning.effectiveRanges),
        tickets.issue(.blocks))
    ]
  }

  private mutating func tableQuestions(_ loaded: LoadedTensor) -> [Effect] {
    table.belong(to: tableKey)
    guard loaded.reference != nil else {
      guard pendingReference != loaded.generation else { return [] }
      pendingReference = loaded.generation
      return [.compute(.reference(loaded.distribution), tickets.issue(.reference))]
    }
    guard let row = table.next else { return [] }
    table.ask(row)
    return [
      .compute(
        .calibration(
          table.calibrators[row], batchCount: batchCount, loaded.distribution, tuning.scheme,
          loaded.reference),
        tickets.issue(.calibration))
    ]
  }

  private var tableKey: CalibratorTable.Key {
    CalibratorTable.Key(generation: generation, scheme: tuning.scheme, batchCount: batchCount)
  }

  private mutating func tradeOffQuestions(_ shown: ShownBlock) -> [Effect] {
    switch effectiveShape {
    case .curve:
      guard let key = curveKey, tradeOff.curve.mustAsk(key) else { return [] }
      tradeOff.curve.ask(key)
      return [
        .compute(
          .curve(
            shown.distribution, key.scheme, moving: key.side, from: key.fixed,
            over: key.window, pointCount: key.pointCount, shown.reference),
          tickets.issue(.curve))
      ]
    case .map:
      guard let key = mapKey, tradeOff.map.mustAsk(key) else { return [] }
      tradeOff.map.ask(key)
      return [
        .compute(
          .map(shown.distribution, key.scheme, lowers: key.lowers, uppers: key.uppers),
          tickets.issue(.map))
      ]
    }
  }
}
