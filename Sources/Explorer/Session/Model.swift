internal import Calibration
internal import QuantizationEngine
public import TerminalScreen

/// Everything the explorer knows: the whole of its state, as a value.
///
/// The program makes one, carries out ``start()``'s effects, and from then on gives it each message
/// and carries out the effects that come back; whenever it likes it draws ``canvas(_:)``.
public struct Model: Sendable {
  /// The tensor.
  public let subject: Subject
  /// How large the screen is.
  public internal(set) var size: ScreenSize

  /// The formats that encodings can be exported in.
  let formats: [ExportFormat]
  /// Where the thresholds are to be when the tensor is there.
  var startingRange: StartingRange
  /// Which elements share an encoding.
  var granularity: Granularity

  /// What is there of the tensor.
  var tensor: TensorState
  /// How far the loading is; nil where it has ended, or has not said anything.
  var progress: LoadProgress?
  /// The block on the screen; nil until the tensor is there, or if it has no blocks.
  var shown: ShownBlock?
  /// The extent of the sliders: the values of the block, zero, and wherever a threshold has been.
  var reach: ClosedRange<Double> = 0...0
  /// What is tuned.
  var tuning: Tuning
  /// What was tuned at the last export, or at first.
  var keptTuning: Tuning
  /// What is being exported, until the worker answers.
  var exportedTuning: Tuning?
  /// Counts the changes of more than one range at a time.
  var rangesRevision = 0
  /// What was tuned before.
  var history = History()

  /// The threshold that the arrows move.
  var activeThreshold = Threshold.upper
  /// What the mouse holds.
  var grabbed: Grab?
  /// The part of the line on the screen; nil for all of ``reach``.
  var zoomWindow: ClosedRange<Double>?
  /// How counts become heights.
  var countScale = CountScale.logarithmic
  /// The view.
  var view = ViewName.explore
  /// What lies over the view and has the keyboard.
  var overlay: Overlay?
  /// What the last key did; nil if there is nothing to say about it.
  var status: Status?

  /// The answers that are awaited.
  var tickets = TicketBook()
  /// How many times a tensor was loaded.
  var generation = 0
  /// The least MSE of blocks shown before and now, by scheme.
  var bests: [BestKey: BestKnown] = [:]
  /// The least MSE that the worker is looking for.
  var pendingBest: BestKey?
  /// The tensor whose reference the worker is making, by its generation.
  var pendingReference: Int?
  /// Whether the thresholds go to the least MSE as soon as it is known.
  var takesBestWhenFound = false
  /// The error of every block, for the line about the whole tensor.
  var blockErrors = Inquiry<BlocksKey, [BlockError?]>()
  /// The table of calibrators.
  var table: CalibratorTable
  /// How many batches calibrators see; nil for as many as each has by standard.
  var batchCount: Int?
  /// The trade-off view.
  var tradeOff = TradeOffState()

  /// What the current range does to the block on the screen.
  var reading: Reading?
  /// The counts behind the histograms.
  var counts: Counts?

  /// An explorer of a tensor that is yet to be loaded.
  public init(subject: Subject, setup: Setup, size: ScreenSize) {
    self.subject = subject
    self.size = size
    formats = setup.formats
    startingRange = setup.start
    granularity = setup.granularity
    tensor = .loading
    tuning = Tuning(scheme: setup.scheme, ranges: [])
    keptTuning = tuning
    table = CalibratorTable(calibrators: setup.calibrators)
    batchCount = setup.batchCount
  }

  /// What is to be done first: load the tensor.
  public mutating func start() -> [Effect] {
    [.load(granularity, tickets.issue(.tensor))]
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

  /// The part of the line on the screen: all of ``reach`` and of where values land, unless zoomed.
  ///
  /// Nudging puts the outermost level up to half a step beyond the outermost value.
  var window: ClosedRange<Double> {
    if let zoomWindow { return zoomWindow }
    guard let landing = reading?.landing else { return reach }
    return min(reach.lowerBound, landing.lowerBound)...max(reach.upperBound, landing.upperBound)
  }

  /// Whether something is tuned that was not exported.
  var hasUnsavedTuning: Bool { loaded != nil && tuning != keptTuning }

  /// The least MSE of the block on the screen, if it is known.
  var bestKnown: BestKnown? { bestKey.flatMap { bests[$0] } }

  /// What the least MSE of the block on the screen depends on.
  var bestKey: BestKey? {
    guard let shown, shown.distribution.count > 0 else { return nil }
    return BestKey(generation: generation, block: shown.index, scheme: tuning.scheme)
  }
}

/// One of the views.
enum ViewName: Hashable, Sendable, CaseIterable {
  /// The distributions, the thresholds and all the numbers.
  case explore
  /// The error over the thresholds.
  case tradeOff
  /// What each calibrator would choose.
  case calibrators
}

/// How counts become heights.
enum CountScale: Hashable, Sendable {
  /// The logarithm of one more than the count.
  case logarithmic
  /// The count.
  case linear
}

/// What the mouse holds between press and release.
enum Grab: Hashable, Sendable {
  /// A threshold, by its mark on the axis.
  case mark(Threshold)
  /// A threshold, by its slider.
  case slider(Threshold)
  /// The active threshold, in the trade-off view.
  case plot
}

/// What happened, in one line.
struct Status: Hashable, Sendable {
  /// Whether it is good or bad news.
  enum Tone: Hashable, Sendable {
    case plain, good, bad
  }

  /// The sentence.
  var text: String
  /// Whether it is good or bad news.
  var tone: Tone
}
