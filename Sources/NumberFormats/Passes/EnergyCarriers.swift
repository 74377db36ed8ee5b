public import QuantizationEngine

/// A few values with nearly all of the energy of a tensor, beside which a format makes nothing of the rest.
///
/// Then the SQNR says that those few survive, and nothing of the values that anybody cares for. There is
/// such a few where all of these hold, magnitudes being told apart by their exponents:
///
/// 1. The *carriers* are the values from a power of two on that have 99.99 % of Σx². They are fewer than a
///    hundredth of the values, or all of one magnitude.
/// 2. Of the others the format keeps little: their Σe² is at least half of their Σx².
public struct EnergyCarriers: Hashable, Sendable {
  /// How many values carry the energy.
  public let carrierCount: Int
  /// How many values there are besides.
  public let otherCount: Int
  /// How many of the others became zero.
  public let zeroCount: Int

  /// The carriers among the values of some octaves; nil where there are none, or where the others are kept.
  init?(_ octaves: MagnitudeOctaves) {
    let total = octaves.values.reduce(into: MagnitudeOctaves.Octave()) { $0 += $1 }
    var carriers = MagnitudeOctaves.Octave()
    var exponent = octaves.values.count
    while exponent > 0, carriers.squares < Concentration.energyShare * total.squares {
      exponent -= 1
      carriers += octaves.values[exponent]
    }
    let others = octaves.values[..<exponent].reduce(into: MagnitudeOctaves.Octave()) { $0 += $1 }
    guard carriers.count > 0, others.squares > 0,
      carriers.count * 100 < total.count || carriers.smallest == carriers.largest,
      others.squaredError >= others.squares / 2
    else { return nil }
    carrierCount = carriers.count
    otherCount = others.count
    zeroCount = others.zeroCount
  }

  /// Whether there can be such a few, as far as the sums say, so that it is worth while to look.
  ///
  /// Fewer than a hundredth of n values, none larger than the peak p, have p²·n/100 at most. Of more that
  /// are all of one magnitude and one sign Σx is c·p at least but for what the others add, which is no more
  /// than a tenth of it.
  static func arePossible(_ result: FormatResult) -> Bool {
    let sums = result.error.sums
    guard sums.count > 1, sums.squares > 0, let bounds = result.bounds else { return false }
    let peak = max(bounds.lowerBound.magnitude, bounds.upperBound.magnitude)
    return peak * peak * Double(sums.count) >= 99 * sums.squares
      || peak * result.sumOfValues.magnitude >= 0.89 * sums.squares
  }
}

/// Values and what became of them, added up for each exponent of a float32.
struct MagnitudeOctaves: Sendable {
  /// The values of an exponent.
  struct Octave: Sendable {
    var count = 0
    /// Σx².
    var squares = 0.0
    /// Σe².
    var squaredError = 0.0
    /// How many became zero.
    var zeroCount = 0
    var smallest = Float.infinity
    var largest: Float = 0

    static func += (total: inout Octave, other: Octave) {
      total.count += other.count
      total.squares += other.squares
      total.squaredError += other.squaredError
      total.zeroCount += other.zeroCount
      total.smallest = min(total.smallest, other.smallest)
      total.largest = max(total.largest, other.largest)
    }
  }

  /// By exponent, zeros and subnormal numbers first.
  private(set) var values = [Octave](repeating: Octave(), count: 255)

  /// Takes a value in that is finite and stayed so.
  mutating func add(_ value: Float, _ decoded: Float) {
    let magnitude = value.magnitude
    let (exact, error) = (Double(value), Double(value) - Double(decoded))
    values[Int(magnitude.bitPattern >> 23)] += Octave(
      count: 1, squares: exact * exact, squaredError: error * error,
      zeroCount: decoded == 0 ? 1 : 0, smallest: magnitude, largest: magnitude)
  }

  /// Takes the next piece in.
  static func += (total: inout MagnitudeOctaves, piece: MagnitudeOctaves) {
    for exponent in total.values.indices { total.values[exponent] += piece.values[exponent] }
  }
}

extension FormatPass {
  /// The few values that carry the energy, where the format makes nothing of the others.
  ///
  /// - Parameters:
  ///   - stream: The elements, in row-major order of the shape.
  ///   - rule: Which values are left out.
  ///   - result: What ``run(over:ignoring:monitor:)`` found in them. Mostly it says that there is no such
  ///     few; only else they are read once more.
  ///   - monitor: Hears the progress and may cancel.
  /// - Returns: Their number, and that of the others; nil where the SQNR is about all values.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: the stream has as many elements as the shape.
  public func carriers(
    of stream: ElementStream, ignoring rule: IgnoreRule = IgnoreRule(), after result: FormatResult,
    monitor: ProgressMonitor = .none
  ) throws(CancellationError) -> EnergyCarriers? {
    guard EnergyCarriers.arePossible(result) else { return nil }
    var octaves = MagnitudeOctaves()
    try read(stream, monitor: monitor) { _, values, decoded in
      var piece = MagnitudeOctaves()
      for index in values.indices where values[index].isFinite && decoded[index].isFinite {
        if rule.contains(values[index]) { continue }
        piece.add(values[index], decoded[index])
      }
      return piece
    } taking: {
      octaves += $0
    }
    return EnergyCarriers(octaves)
  }
}
