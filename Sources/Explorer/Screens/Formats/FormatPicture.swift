import Glibc
internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// SQNR over bits per value: a mark for each format, the frontier, and the bound of a Gaussian.
///
/// The axis of bits is logarithmic, so that one more bit of few is as far as it is worth. The SQNR ends
/// at what 10 bits of a Gaussian can have, and at 0 dB, where the error is as large as the values; whatever
/// is beyond is at the edge.
struct FormatPicture: Hashable, Sendable {
  /// A format.
  struct Mark: Hashable, Sendable {
    /// Its name.
    let name: String
    /// The column, counted from the first of the plot.
    let column: Int
    /// The row, counted from the first of the plot.
    let row: Int
    /// Whether no other format beats it.
    let isOnFrontier: Bool
    /// Whether values were lost, which its SQNR is not about.
    let hasLosses: Bool
  }

  /// A number beside an axis.
  struct Tick: Hashable, Sendable {
    /// The number.
    let text: String
    /// The column or the row, counted from the first of the plot.
    let place: Int
  }

  /// The formats, those on the frontier last, so that they are drawn over others.
  let marks: [Mark]
  /// The best that is to be had for the bits of each column.
  let frontier: LinePlot
  /// What no code can pass for a Gaussian of the same variance: 10·log₁₀(Σx²/(n·σ²)) + 6.02·bits.
  let bound: LinePlot
  /// Numbers of bits.
  let bitTicks: [Tick]
  /// Numbers of decibels.
  let decibelTicks: [Tick]

  /// How many dB a bit is worth: 20·log₁₀ 2.
  static let decibelsOfBit = 6.020599913279624
  private static let bits = 1.0...16.0
  private static let highest = 60.0

  /// The picture of some outcomes in a plot; nil where there is nothing to draw.
  init?(_ outcomes: [FormatOutcome], columns: Int, rows: Int) {
    guard columns > 8, rows > 2 else { return nil }
    let known = outcomes.filter { $0.sqnrInDecibels != nil }
    guard let first = known.first else { return nil }
    let lowest = known.compactMap(\.sqnrInDecibels).filter(\.isFinite).min() ?? 0
    let range = max(min(Self.floor(lowest), Self.highest - 10), 0)...Self.highest
    let offset = Self.offset(first)
    func height(_ decibels: Double) -> Double {
      min(max((decibels - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
    }
    func row(_ decibels: Double) -> Int {
      rows - 1 - BarChart.place(ofShare: height(decibels), columns: rows)
    }
    guard let scale = LogScale(from: Self.bits.lowerBound, to: Self.bits.upperBound) else {
      return nil
    }
    func column(_ bits: Double) -> Int {
      let share = scale.place(of: max(bits, Self.bits.lowerBound)) ?? 1
      return BarChart.place(ofShare: share, columns: columns)
    }
    let frontier = FormatFrontier(outcomes)
    marks = known.map { outcome in
      Mark(
        name: outcome.format.name, column: column(outcome.bitsPerValue),
        row: row(outcome.sqnrInDecibels ?? 0),
        isOnFrontier: frontier.contains(outcome.format.name),
        hasLosses: outcome.result.lostCount > 0)
    }.sorted { !$0.isOnFrontier && $1.isOnFrontier }
    self.frontier = LinePlot(
      (0..<columns).map { place in
        frontier.points.last { column($0.bits) <= place }.map { height($0.decibels) }
      }, weight: .light, style: Style(.good))
    bound = LinePlot(
      (0..<columns).map { place in
        let bits = scale.value(at: Double(place) / Double(columns - 1))
        let decibels = offset + Self.decibelsOfBit * bits
        return range.contains(decibels) ? height(decibels) : nil
      }, weight: .double, style: .muted)
    bitTicks = [1, 2, 3, 4, 6, 8, 16].map { Tick(text: "\($0)", place: column(Double($0))) }
    decibelTicks = stride(
      from: range.lowerBound, through: range.upperBound, by: rows > 12 ? 10 : 20
    )
    .map { Tick(text: NumberText.fixed($0, decimals: 0), place: row($0)) }
  }

  /// By how many dB the energy of the values is above their variance.
  private static func offset(_ outcome: FormatOutcome) -> Double {
    let sums = outcome.result.error.sums
    let count = Double(sums.count)
    let mean = outcome.result.sumOfValues / count
    let square = sums.squares / count
    let variance = square - mean * mean
    return variance > 0 ? 10 * log10(square / variance) : 0
  }

  /// The multiple of ten below a number of dB.
  private static func floor(_ decibels: Double) -> Double { (decibels / 10).rounded(.down) * 10 }
}
