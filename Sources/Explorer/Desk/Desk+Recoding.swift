internal import NumberFormats
internal import QuantizationEngine

extension Desk {
  /// What the picture of what is in force depends on; nil while the scheme is.
  private var recodedKey: RecodedShelf.Key? {
    inForce.map { RecodedShelf.Key(recoding: $0, zoom: zoomWindow) }
  }

  /// What is to be shown of what is in force; nil while the scheme is, and until something is known.
  var recodedShown: RecodedShelf.Found? {
    guard loaded?.isSample == false, let key = recodedKey else { return nil }
    return recoded.shown(key)
  }

  /// Why there is no picture of what is in force; nil where there is one.
  var recodedReason: String? {
    guard let inForce, recodedShown == nil else { return nil }
    if showsSample { return "waits until all values are read" }
    return recoded.failure(inForce) ?? RecodingText.progress(inForce, recoded.progress)
  }

  /// Asks for what is in force to be counted, where nobody has asked for it yet.
  mutating func recodingQuestion(_ tickets: inout TicketBook) -> [Effect] {
    guard let loaded, !loaded.isSample, loaded.count > 0, let key = recodedKey,
      recoded.mustAsk(key)
    else { return [] }
    recoded.ask(key)
    let request = RecodingRequest(
      tensor: position, recoding: key.recoding, window: key.zoom ?? Self.widened(loaded.line),
      isWholeLine: key.zoom == nil,
      binCount: key.zoom == nil ? 2 * Self.recodedBinCount : Self.recodedBinCount)
    return [.recode(request, tickets.issue(.recoding, for: .desk(position)))]
  }

  /// How many bins there are over what is on the screen, so that a screen of any width follows at once.
  private static let recodedBinCount = 4096

  /// Twice the width about the same middle: a format may put values beyond the largest one.
  private static func widened(_ window: ClosedRange<Double>) -> ClosedRange<Double> {
    let half = window.upperBound / 2 - window.lowerBound / 2
    let limit = Double.greatestFiniteMagnitude
    return max(window.lowerBound - half, -limit)...min(window.upperBound + half, limit)
  }

  /// The part of the line on the screen under what is in force: that of the picture, which stays until
  /// that of another part is there.
  var recodedWindow: ClosedRange<Double> {
    guard let found = recodedShown else { return zoomWindow ?? wholeLine }
    if let zoom = found.key.zoom { return zoom }
    var window = wholeLine
    if found.tensor.change != nil, let bounds = found.tensor.result.bounds { window = bounds }
    guard let landed = found.tensor.histogram.quantizedBounds else { return window }
    let counted = found.tensor.histogram.bins.window
    return min(
      window.lowerBound, max(landed.lowerBound, counted.lowerBound))...max(
        window.upperBound, min(landed.upperBound, counted.upperBound))
  }

  /// From where to where values land under what is in force, where that is farther than the picture of
  /// all of the line goes; nil where all of them are in it, and while a part of it is shown.
  var landingBeyond: ClosedRange<Double>? {
    guard let found = recodedShown, found.key.zoom == nil,
      let landed = found.tensor.histogram.quantizedBounds
    else { return nil }
    let counted = found.tensor.histogram.bins.window
    return landed.lowerBound < counted.lowerBound || landed.upperBound > counted.upperBound
      ? landed : nil
  }

  /// All of the line: of a tensor of one block as the scheme has it, so that nothing moves from one
  /// to the other.
  private var wholeLine: ClosedRange<Double> {
    guard let loaded, loaded.blockCount > 1 else { return schemeLine }
    return loaded.line
  }

  /// Counts the tensor under what is in force for so many columns.
  mutating func countRecoded(columns: Int) {
    guard let loaded, let shown, columns > 0 else {
      counts = nil
      return
    }
    let found = recodedShown
    let window = recodedWindow
    let key = Counts.Key(
      subject: .recoding(generation: generation, found?.key), window: window, columns: columns)
    guard counts?.key != key else { return }
    let bins = Bins(over: window, count: columns)
    let gathered = found?.tensor.histogram.gathered(over: bins)
    let isOwnLine = loaded.blockCount == 1 && found?.tensor.change == nil
    let float = isOwnLine ? shown.distribution.histogram(over: bins) : gathered?.values
    counts = float.map {
      Counts(
        key: key, float: $0, quantized: gathered?.quantized,
        squaredErrors: gathered?.squaredErrors)
    }
  }

  /// MSE and SQNR of what is tuned beneath, over all values; nil where that is not known.
  var errorAsTuned: (meanSquaredError: Double, sqnrInDecibels: Double?)? {
    guard let loaded, loaded.count > 0, !loaded.isSample else { return nil }
    guard loaded.blockCount > 1 else {
      let error = reading?.measured?.error
      return error?.meanSquaredError.map { ($0, error?.sqnrInDecibels) }
    }
    return measuredError.flatMap { error in
      error.meanSquaredError.map { ($0, error.sqnrInDecibels) }
    }
  }
}
