internal import Calibration
internal import QuantizationEngine

/// One open tensor: what is there of it, what is tuned, and what is measured.
///
/// It is what all views of the tensor share; how each of them shows it is that view's own affair.
struct Desk: Sendable {
  /// The tensor.
  let subject: Subject
  /// Its place among everything that was opened.
  let position: Int
  /// Where the thresholds are to be when the tensor is there.
  var startingRange: StartingRange
  /// Whether the scheme and the blocks that the file stores are what it starts with.
  let followsFile: Bool
  /// Which elements share an encoding.
  var granularity: Granularity
  /// Which elements shared one at the last export, or at first.
  var keptGranularity: Granularity
  /// Which are to share one as soon as the loader agrees; until then everything stays as it is.
  var wanted: WantedBlocks?

  /// What is there of the tensor.
  var tensor = TensorState.unasked
  /// Where things were when the values were let go; nil if they never were, or are there again.
  var resumption: Resumption?
  /// How far the loading is; nil where it has ended, or has not said anything.
  var progress: LoadProgress?
  /// How many times a tensor was loaded.
  var generation = 0
  /// The block on the screen; nil until the tensor is there, or if it has no blocks.
  var shown: ShownBlock?

  /// What is tuned.
  var tuning: Tuning
  /// What was tuned at the last export, or at first.
  var keptTuning: Tuning
  /// What is being exported, until the worker answers.
  var exported: (granularity: Granularity, tuning: Tuning)?
  /// What the person has written about the tensor; nil for nothing.
  var note: String?
  /// What an earlier session had written about it.
  var keptNote: String?
  /// Counts the changes of more than the range of one block.
  var rangesRevision = 0
  /// What is in force in place of the scheme, which stays as it is beneath; nil for the scheme.
  var inForce: Recoding?
  /// What was in force in place of the scheme last.
  var lastInForce: Recoding?
  /// What is known of the tensor under that.
  var recoded = RecodedShelf()
  /// What was tuned before.
  var history = History()
  /// What was tuned of it in earlier sessions, and what is kept of this one.
  var recollection = Recollection()
  /// The threshold that the arrows move.
  var activeThreshold = Threshold.upper

  /// The extent of the sliders: the values of the block, zero, and wherever a threshold has been.
  var reach: ClosedRange<Double> = 0...0
  /// The part of the line on the screen; nil for all of ``reach``.
  var zoomWindow: ClosedRange<Double>?
  /// How counts become heights.
  var countScale = CountScale.logarithmic

  /// What the current range does to the block on the screen.
  var reading: Reading?
  /// The counts behind the histograms.
  var counts: Counts?
  /// The least MSE of blocks shown before and now, by scheme.
  var bests: [BestKey: BestKnown] = [:]
  /// The least MSE that the worker is looking for.
  var pendingBest: BestKey?
  /// Whether the thresholds go to the least MSE as soon as it is known.
  var takesBestWhenFound = false
  /// The tensor whose reference the worker is making, by its generation.
  var pendingReference: Int?
  /// The error of every block, for the line about the whole tensor.
  var blockErrors = Inquiry<BlocksKey, BlockErrors>()
  /// The blocks whose ranges were changed since the errors of all of them were asked for or mended.
  var unmeasuredBlocks: Set<Int> = []
  /// What each calibrator would choose.
  var table: CalibratorTable
  /// How many batches calibrators see; nil for as many as each has by standard.
  var batchCount: Int?

  /// What is to be said about the last change, until it is said.
  private(set) var said: Status?

  /// A desk for a tensor that is yet to be loaded.
  init(_ subject: Subject, at position: Int, _ setup: Setup, granularity: Granularity) {
    self.subject = subject
    self.position = position
    self.granularity = granularity
    keptGranularity = granularity
    startingRange = setup.start
    followsFile = setup.followsFile
    tuning = Tuning(
      scheme: setup.inForce.scheme.meeting(subject.valueType, granularity), ranges: BlockRanges())
    keptTuning = tuning
    table = CalibratorTable(calibrators: setup.calibrators)
    batchCount = setup.batchCount
  }

  /// The tensor, if it is there.
  var loaded: LoadedTensor? {
    if case .loaded(let loaded) = tensor { loaded } else { nil }
  }

  /// Whether the numbers are those of a sample, because the other values are still being read.
  var showsSample: Bool { loaded?.isSample == true }

  /// The range that takes effect for the block on the screen.
  var shownRange: ClippingRange {
    tuning.range(ofBlock: shown?.index ?? 0)
  }

  /// Whether something is tuned that was not exported, as its blocks are now or as they were before.
  var hasUnsavedTuning: Bool { hasUnsavedBlocks || unsavedGranularity != nil }

  /// Whether something is tuned of the blocks as they are now, or other blocks were chosen, and that
  /// was not exported.
  var hasUnsavedBlocks: Bool {
    (loaded != nil || resumption != nil)
      && (tuning != keptTuning || granularity != keptGranularity)
  }

  /// Blocks that were left, of which something is tuned that was not exported; nil if there are none.
  var unsavedGranularity: Granularity? {
    history.leftBlocks.first { $0.granularity != granularity && $0.isUnsaved }?.granularity
  }

  /// The batches of the tensor that calibrators see.
  var batches: Batches { Batches(of: position, count: batchCount) }

  /// The least MSE of the block on the screen, if it is known.
  var bestKnown: BestKnown? { bestKey.flatMap { bests[$0] } }

  /// What the least MSE of the block on the screen depends on.
  var bestKey: BestKey? {
    guard let shown, shown.distribution.count > 0 else { return nil }
    return BestKey(generation: generation, block: shown.index, scheme: tuning.scheme)
  }

  /// Says what happened.
  mutating func say(_ text: String, _ tone: Status.Tone = .plain) {
    said = Status(text: text, tone: tone)
  }

  /// Says something that gives way to whatever is being said already.
  mutating func sayIfSilent(_ text: String) {
    if said == nil { said = Status(text: text, tone: .plain, givesWay: true) }
  }

  /// What was said since this was asked last.
  mutating func takeSaid() -> Status? {
    defer { said = nil }
    return said
  }
}
