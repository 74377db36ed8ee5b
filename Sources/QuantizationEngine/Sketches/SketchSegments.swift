/// The line of a sketch cut wherever a staircase changes what it does to a value.
///
/// It does so at its thresholds, at its levels (where the error changes sign) and at the ends of its
/// representable range. Between two cuts the level, the sign of the error and whether a value is
/// clipped are the same for all values.
struct SketchSegments {
  /// What a staircase does to the values between two cuts.
  struct Treatment {
    let level: Double
    let isClipped: Bool
    let isBelowLevel: Bool
  }

  /// Some neighbouring places of a bin with one treatment.
  struct Piece {
    let places: ClosedRange<Int>
    let treatment: Treatment
  }

  private let staircase: Staircase
  private let lowestKey: UInt64
  /// The first key beyond the highest level.
  private let beyondKey: UInt64

  init(of staircase: Staircase) {
    self.staircase = staircase
    let levels = staircase.levels
    lowestKey = Self.key(levels[0])
    beyondKey = Self.key(levels[levels.count - 1]) + 1
  }

  private static func key(_ value: Float) -> UInt64 { UInt64((value + 0).key) }

  /// Goes through a distribution from the smallest value up.
  ///
  /// - Parameters:
  ///   - distribution: the values.
  ///   - whole: hears of neighbouring bins that lie between two cuts.
  ///   - parts: hears of a bin that is cut, and of all of its pieces.
  func forEach(
    of distribution: SketchedDistribution, whole: (Range<Int>, Treatment) -> Void,
    parts: (Int, [Piece]) -> Void
  ) {
    let binCount = distribution.sketch.bins.places.count
    let keys =
      (staircase.thresholds.map(Self.key) + staircase.levels.map(Self.key)
      + [beyondKey, UInt64(Float.infinity.key)]).sorted()
    var step = 0
    var first: UInt64 = 0
    var from = SketchedDistribution.Cut(index: 0)
    var pieces: [Piece] = []
    for key in keys where key > first {
      while step < staircase.thresholds.count, Self.key(staircase.thresholds[step]) <= first {
        step += 1
      }
      let level = staircase.levels[step]
      let treatment = Treatment(
        level: Double(level), isClipped: first < lowestKey || first >= beyondKey,
        isBelowLevel: first < Self.key(level))
      first = key
      let to = distribution.cut(atKey: key, from: from.index)
      if let start = from.place {
        let places = distribution.bin(from.index).places
        // In the bin that the last cut was in: up to this cut, or to the bin's end.
        if to.index == from.index, let end = to.place {
          if start < end { pieces.append(Piece(places: start...end - 1, treatment: treatment)) }
          from = to
          continue
        }
        pieces.append(Piece(places: start...places.upperBound, treatment: treatment))
        parts(from.index, pieces)
        pieces = []
        from = SketchedDistribution.Cut(index: from.index + 1)
      }
      if from.index < to.index { whole(from.index..<to.index, treatment) }
      if let end = to.place {
        let start = distribution.bin(to.index).places.lowerBound
        pieces.append(Piece(places: start...end - 1, treatment: treatment))
      }
      from = to
      if from.index == binCount { break }
    }
  }
}
