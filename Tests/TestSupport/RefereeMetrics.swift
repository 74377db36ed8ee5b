import Foundation

/// Every metric of DESIGN section 2, value by value in Double, to about 1e-15 of itself.
///
/// Nothing is sorted, binned or rearranged: a loop over the elements, errors squared and summed.
public struct RefereeMetrics: Sendable {
  /// How many values there are.
  public let count: Int
  /// Σ(x − x̂)² / n.
  public let meanSquaredError: Double
  /// The part of it from values inside the representable range.
  public let roundingMeanSquaredError: Double
  /// The part of it from values strictly outside.
  public let clippingMeanSquaredError: Double
  /// Σ|x − x̂| / n.
  public let meanAbsoluteError: Double
  /// Σ(x − x̂) / n.
  public let meanError: Double
  /// max |x − x̂|.
  public let maximumAbsoluteError: Double
  /// 10 log₁₀(Σx² / Σe²); nil where all values are zero.
  public let sqnrInDecibels: Double?
  /// Σx·x̂ / √(Σx² Σx̂²); nil where a sum is zero.
  public let cosineSimilarity: Double?
  /// How many values are below the lowest level.
  public let clippedBelow: Int
  /// How many values are above the highest level.
  public let clippedAbove: Int
  /// How many different codes occur.
  public let codesUsed: Int
  /// −Σ p log₂ p of the codes.
  public let codeEntropyInBits: Double
  /// How many values have each code that occurs.
  public let codeCounts: [Int: Int]
  /// Σx² / n, against which cancellation is judged.
  public let meanSquare: Double

  /// The metrics of finite values; nil if there are none.
  ///
  /// - Parameters:
  ///   - values: finite, in float64.
  ///   - codes: the code of each.
  ///   - lowest: the lowest level there is.
  ///   - highest: the highest level there is.
  ///   - level: the level of a code.
  public init?(
    _ values: [Double], codes: [Int], lowest: Double, highest: Double, level: (Int) -> Double
  ) {
    guard !values.isEmpty else { return nil }
    let firstCode = codes.min() ?? 0
    var counts = [Int](repeating: 0, count: (codes.max() ?? 0) - firstCode + 1)
    var index = 0
    while index < codes.count {
      counts[codes[index] - firstCode] += 1
      index += 1
    }
    let table = counts.indices.map { counts[$0] > 0 ? level($0 + firstCode) : .nan }
    var rounding = CompensatedSum()
    var clipping = CompensatedSum()
    var absolute = CompensatedSum()
    var signed = CompensatedSum()
    var squares = CompensatedSum()
    var quantizedSquares = CompensatedSum()
    var products = CompensatedSum()
    var largest = 0.0
    var below = 0
    var above = 0
    index = 0
    while index < values.count {
      let value = values[index]
      let quantized = table[codes[index] - firstCode]
      let error = value - quantized
      if value < lowest {
        below += 1
        clipping.add(error * error)
      } else if value > highest {
        above += 1
        clipping.add(error * error)
      } else {
        rounding.add(error * error)
      }
      absolute.add(error.magnitude)
      signed.add(error)
      if error.magnitude > largest { largest = error.magnitude }
      squares.add(value * value)
      quantizedSquares.add(quantized * quantized)
      products.add(value * quantized)
      index += 1
    }
    let number = Double(values.count)
    let squaredError = CompensatedSum([rounding.value, clipping.value]).value
    count = values.count
    meanSquaredError = squaredError / number
    roundingMeanSquaredError = rounding.value / number
    clippingMeanSquaredError = clipping.value / number
    meanAbsoluteError = absolute.value / number
    meanError = signed.value / number
    maximumAbsoluteError = largest
    sqnrInDecibels =
      squares.value > 0 ? 10 * log10(squares.value / squaredError) : nil
    let norms = squares.value.squareRoot() * quantizedSquares.value.squareRoot()
    cosineSimilarity = norms > 0 ? products.value / norms : nil
    clippedBelow = below
    clippedAbove = above
    codesUsed = counts.count { $0 > 0 }
    codeCounts = Dictionary(
      uniqueKeysWithValues: counts.indices.filter { counts[$0] > 0 }
        .map { ($0 + firstCode, counts[$0]) })
    codeEntropyInBits =
      -CompensatedSum(
        counts.filter { $0 > 0 }.map { count in
          let share = Double(count) / number
          return share * log2(share)
        }
      ).value
    meanSquare = squares.value / number
  }

  /// The metrics of finite values under a quantizer, codes already known.
  public init?(_ values: [Double], codes: [Int], encoding: RefereeEncoding) {
    self.init(
      values, codes: codes,
      lowest: Double(encoding.level(encoding.quantMin)),
      highest: Double(encoding.level(encoding.quantMax))
    ) { Double(encoding.level($0)) }
  }
}
