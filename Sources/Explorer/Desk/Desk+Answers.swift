internal import Calibration

extension Desk {
  /// Takes in what the worker says about the tensor.
  mutating func take(
    _ answer: Answer, on topic: Topic, _ tickets: inout TicketBook
  ) -> [Effect] {
    switch answer {
    case .progress(let progress):
      if topic == .tensor { self.progress = progress }
      if topic == .calibration { table.advance(to: progress.share) }
      if topic == .recoding { recoded.advance(progress) }
    case .sampled(let sample): return take(sample, &tickets)
    case .loaded(let loaded):
      // That was the last word on it.
      tickets.forget([.tensor])
      progress = nil
      return take(loaded, &tickets)
    case .loadFailed(let sentence):
      tickets.forget([.tensor])
      progress = nil
      if wanted != nil { return refuse(sentence, &tickets) }
      if isTuned { resumption = whereThingsAre }
      tensor = .failed(sentence)
    case .computed(.calibration(let row)) where topic == .start: startRanges(row)
    case .computed(let result): take(result)
    case .recoded(let tensor): recoded.take(tensor)
    case .recodingFailed(let sentence): recoded.fail(sentence)
    case .recalled(let tunings, let complaint): take(tunings, complaint)
    case .preview, .previewFailed, .exported, .exportNeedsConfirmation, .exportFailed, .glance,
      .compared, .surveyed, .formatTried, .formatsFailed, .planWritten, .planNotWritten, .notKept,
      .keptBesideAnother,
      .keptTensors:
      break
    }
    return []
  }

  private mutating func take(_ result: Computation.Result) {
    switch result {
    case .best(let range, let meanSquaredError):
      takeBest(.found(range, meanSquaredError: meanSquaredError))
    case .noBest(let why): takeBest(.missing(why))
    case .blocks(let errors): blockErrors.answer(errors)
    case .reference(let reference):
      guard var loaded, loaded.generation == pendingReference else { return }
      loaded.reference = reference
      tensor = .loaded(loaded)
    case .calibration(let row): table.answer(row)
    case .curve, .map, .plan, .noPlan: break
    }
  }

  private mutating func takeBest(_ best: BestKnown) {
    guard let key = pendingBest else { return }
    pendingBest = nil
    // A long walk through channels and schemes need not be remembered for ever.
    if bests.count > 5000 { bests = [:] }
    bests[key] = best
    guard takesBestWhenFound, key == bestKey else { return }
    takesBestWhenFound = false
    goToLeastError()
  }

  /// Starts where a calibrator says, if nothing was tuned while it was at work.
  private mutating func startRanges(_ row: CalibrationRow) {
    let isUntouched = tuning == keptTuning
    switch row.outcome {
    case .chosen(let choice) where !choice.isInteger:
      say("started at min-max: \(row.calibrator.name) has float8 codes", .bad)
    case .chosen(let choice) where isUntouched && choice.ranges.count == tuning.ranges.count:
      tuning.ranges = BlockRanges(
        choice.ranges, orOf: tuning.ranges, from: RangeOrigin.calibrator(row.calibrator))
      keptTuning = tuning
      rangesRevision += 1
      reachThresholds()
      say("started at the ranges of \(row.calibrator.name)")
    case .chosen: break
    case .notApplicable(let error):
      say("started at min-max: \(row.calibrator.name): \(error)", .bad)
    }
  }
}
