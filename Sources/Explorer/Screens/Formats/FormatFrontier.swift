internal import NumberFormats

/// The formats that no other beats: none takes as few bits and has a larger SQNR.
struct FormatFrontier: Hashable, Sendable {
  /// A format on the frontier.
  struct Point: Hashable, Sendable {
    /// Its name.
    let name: String
    /// How many bits a value takes.
    let bits: Double
    /// The SQNR in dB; infinity where nothing is lost.
    let decibels: Double
  }

  /// Its formats, those of fewest bits first.
  let points: [Point]

  /// The frontier of some outcomes.
  init(_ outcomes: [FormatOutcome]) {
    let candidates = outcomes.compactMap { outcome in
      outcome.result.lostCount > 0
        ? nil
        : outcome.sqnrInDecibels.map {
          Point(name: outcome.format.name, bits: outcome.bitsPerValue, decibels: $0)
        }
    }
    var points: [Point] = []
    for point in candidates.sorted(by: { ($0.bits, -$0.decibels) < ($1.bits, -$1.decibels) })
    where point.decibels > points.last?.decibels ?? -.infinity {
      points.append(point)
    }
    self.points = points
  }

  /// Whether a format is on it.
  func contains(_ name: String) -> Bool { points.contains { $0.name == name } }

  /// The best that is to be had for so many bits; nil where every format takes more.
  func best(forBits bits: Double) -> Point? { points.last { $0.bits <= bits } }
}
