internal import QuantizationEngine

/// What fills the screen where there is nothing to measure.
struct Notice: Hashable, Sendable {
  /// What is the matter.
  let heading: String
  /// What can be done about it, or how far something is.
  let detail: String
  /// The share of the loading that is done; nil where nothing is loading.
  let progress: Double?
  /// Whether it is bad news.
  let tone: Status.Tone

  /// What fills the screen instead of a view of the tensor; nil where there is something to measure.
  init?(_ desk: Desk) {
    switch desk.tensor {
    case .unasked, .loading: self.init(loading: desk, heading: desk.progress?.label ?? "opening")
    case .failed(let sentence):
      self.init("this tensor cannot be shown", sentence, .bad)
    case .loaded(let loaded):
      guard loaded.layout.elementCount > 0 else {
        self.init(
          "this tensor is empty",
          "its shape has a zero, so there are no values and nothing to quantize", .plain)
        return
      }
      guard loaded.count == 0 else { return nil }
      if loaded.isSample {
        self.init(loading: desk, heading: "no finite value in the sample yet")
      } else {
        self.init(
          "this tensor has no finite values",
          loaded.distribution.excluded.words.joined(separator: " · "), .bad)
      }
    }
  }

  /// What fills a screen about thresholds while something is in force that has none; nil where a scheme
  /// is.
  init?(inForceOn desk: Desk) {
    guard let inForce = desk.inForce else { return nil }
    self.init(
      "\(RecodingText.name(inForce, desk)) has no thresholds",
      "Esc returns to \(RecodingText.name(nil, desk)), 1 shows what is in force", .plain)
  }

  private init(_ heading: String, _ detail: String, _ tone: Status.Tone) {
    self.heading = heading
    self.detail = detail
    self.tone = tone
    progress = nil
  }

  /// While there is nothing to show but how far the reading is.
  private init(loading desk: Desk, heading: String) {
    let text = ProgressText(desk.progress ?? LoadProgress(label: "opening", share: 0))
    self.heading = heading
    detail = text.facts.joined(separator: " · ")
    progress = text.share
    tone = .plain
  }
}
