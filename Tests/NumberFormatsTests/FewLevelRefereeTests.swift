import Foundation
@testable import NumberFormats
import QuantizationEngine
import TestSupport
import Testing

/// Formats of few levels beside their equations, a value at a time in float64.
@Suite struct FewLevelRefereeTests {
  /// Real and generated tensors, and powers of two with the floats beside them and beside √2 and
  /// 1.5 of them.
  private static let tensors: [[Float]] = {
    let significands: [Float] = [1, 1.414_213_5, 1.414_213_7, 1.5]
    let steps: [Float] = (-9...3).flatMap { exponent in
      significands.flatMap { significand -> [Float] in
        let value = Float(sign: .plus, exponent: exponent, significand: significand)
        return [value, -value, value.nextUp, value.nextDown]
      }
    }
    #if DEBUG
      let most = 3000
    #else
      let most = Int.max
    #endif
    let fixtures = Fixture.all.map { Array($0.values.filter(\.isFinite).prefix(most)) }
    return fixtures + [
      steps, steps.map { $0 * 0x1p-120 }, steps.map { $0 * 0x1p120 }, [0, -0.0], [0x1p-149],
    ]
  }()

  private func check(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ referee: ([Float]) -> (Float) -> Double
  ) throws {
    let format = try #require(NumberFormat.fewLevelFormats.first { $0.name == name })
    guard case .scopes(let coder) = format.arithmetic else {
      Issue.record("\(name) has no scopes", sourceLocation: sourceLocation)
      return
    }
    for values in Self.tensors where !values.isEmpty {
      let found = Self.decoded(coder, values)
      let expected = referee(values)
      let wrong = values.indices.first { found[$0] != Float(expected(values[$0])) }
      if let wrong {
        Issue.record(
          "\(name): \(values[wrong]) should be \(expected(values[wrong])), is \(found[wrong])",
          sourceLocation: sourceLocation)
      }
    }
  }

  private static func decoded(_ coder: some ScopeCoder, _ values: [Float]) -> [Float] {
    coder.trial(values, scopeLength: values.count).values
  }

  /// The mean of magnitudes, with a compensated sum.
  private func mean(_ magnitudes: [Float]) -> Double {
    let sum = CompensatedSum(magnitudes.lazy.map(Double.init))
    return magnitudes.isEmpty ? 0 : sum.value / Double(magnitudes.count)
  }

  private func largest(_ values: [Float]) -> Double {
    values.map { Double($0.magnitude) }.max() ?? 0
  }

  @Test("signs times the mean magnitude", arguments: ["binary", "dorefa-w1"])
  func binary(_ name: String) throws {
    try check(name) { values in
      let level = Double(Float(mean(values.map(\.magnitude))))
      return { $0 >= 0 ? level : -level }
    }
  }

  @Test("trits by 0.7 of the mean magnitude")
  func ternary() throws {
    try check("ternary") { values in
      let threshold = 0.7 * mean(values.map(\.magnitude))
      let level = Double(Float(mean(values.map(\.magnitude).filter { Double($0) > threshold })))
      return { Double($0) > threshold ? level : Double($0) < -threshold ? -level : 0 }
    }
  }

  @Test("trits of BitNet")
  func bitNet() throws {
    try check("ternary:bitnet") { values in
      let inverse = 1 / max(Float(mean(values.map(\.magnitude))), 1e-5)
      return { Double(min(max(($0 * inverse).rounded(.toNearestOrEven), -1), 1) / inverse) }
    }
  }

  @Test("DoReFa's weights", arguments: [2, 3, 4, 8])
  func doReFaWeights(_ bits: Int) throws {
    let steps = Double(1 << bits - 1)
    try check("dorefa-w\(bits)") { values in
      let scale = 2 * tanh(largest(values))
      return { value in
        let share = scale > 0 ? tanh(Double(value)) / scale + 0.5 : 0.5
        return 2 * (share * steps).rounded(.toNearestOrEven) / steps - 1
      }
    }
  }

  @Test("DoReFa's activations", arguments: [1, 2, 3, 4, 8])
  func doReFaActivations(_ bits: Int) throws {
    let steps = Float(1 << bits - 1)
    try check("dorefa-a\(bits)") { _ in
      { Double((min(max($0, 0), 1) * steps).rounded(.toNearestOrEven) / steps) }
    }
  }

  /// log₂|x| rounded, far below any for 0: the greatest k for which |x| ≥ 2^(k − ½), of which the
  /// squares are exact.
  private func roundedLogarithm(_ value: Float) -> Int {
    guard value != 0 else { return -1000 }
    let square = Double(value) * Double(value)
    var exponent = Int(value.exponent) - 2
    while square >= pow(2, Double(2 * (exponent + 1) - 1)) { exponent += 1 }
    return exponent
  }

  @Test("powers of two, rounded in the logarithm", arguments: [3, 4, 5])
  func logarithms(_ bits: Int) throws {
    try check("log2-\(bits)") { values in
      let most = Float(largest(values))
      let top = most > 0 ? min(max(roundedLogarithm(most), -126), 127) : 0
      return { power($0, min(roundedLogarithm($0), top), from: top - (1 << (bits - 1) - 1) + 1) }
    }
  }

  @Test("powers of two between -1 and 1", arguments: [3, 4])
  func quantizedNetworkLogarithms(_ bits: Int) throws {
    try check("qnn-log2-\(bits)") { _ in
      { power($0, min(roundedLogarithm($0), 0), from: -(1 << (bits - 1) - 1) + 1) }
    }
  }

  private func power(_ value: Float, _ exponent: Int, from least: Int) -> Double {
    guard value != 0, exponent >= least else { return 0 }
    return (value < 0 ? -1 : 1) * pow(2, Double(exponent))
  }

  @Test("the nearest powers of two", arguments: [3, 4, 5])
  func nearestPowers(_ bits: Int) throws {
    try check("log2-\(bits):nearest") { values in
      let most = largest(values)
      // The nearest of all powers, the greater of two.
      let powers = (-149...127).map { pow(2, Double($0)) }
      let top = powers.last { power in
        powers.allSatisfy { abs(most - power) <= abs(most - $0) }
      }
      let exponent = most > 0 ? max(Int(log2(top ?? 1)), -126) : 0
      let levels =
        [0] + (0..<(1 << (bits - 1) - 1)).reversed().map { pow(2, Double(exponent - $0)) }
      return { value in
        let magnitude = Double(value.magnitude)
        let least = levels.map { abs($0 - magnitude) }.min() ?? 0
        let level = levels.last { abs($0 - magnitude) == least } ?? 0
        return value < 0 ? -level : level
      }
    }
  }

  @Test("Ristretto's powers of two")
  func ristrettoPowers() throws {
    try check("power-of-two-4") { _ in
      { value in
        let exponent = value == 0 ? -8 : min(max(roundedLogarithm(value), -8), -1)
        return (value < 0 ? -1 : 1) * pow(2, Double(exponent))
      }
    }
  }

  @Test("Ristretto's dynamic fixed point", arguments: [4, 8])
  func dynamicFixedPoint(_ bits: Int) throws {
    try check("dynamic-fixed-point-\(bits)") { values in
      let most = largest(values)
      let integerLength = most > 0 ? Int((log2(most) + 1).rounded(.up)) : 0
      let step = pow(2, Double(max(integerLength - bits, -126)))
      return { clamped(Double($0), step, bits) }
    }
  }

  @Test("fixed point between -1 and 1", arguments: [2, 4, 6, 8])
  func unitFixedPoint(_ bits: Int) throws {
    try check("qnn-linear-\(bits)") { _ in { clamped(Double($0), pow(2, Double(1 - bits)), bits) } }
  }

  private func clamped(_ value: Double, _ step: Double, _ bits: Int) -> Double {
    let half = Double(1 << (bits - 1))
    return min(max((value / step).rounded(.toNearestOrEven), -half), half - 1) * step
  }

  @Test("qviz's integers are the engine's", arguments: [2, 3, 4, 8])
  func standardIntegers(_ bits: Int) throws {
    for (symmetry, name) in [(Symmetry.symmetric, ""), (.asymmetric, "-asym")] {
      let format = try #require(
        NumberFormat.integerFormats.first { $0.name == "int\(bits)\(name)" })
      guard case .scopes(let coder) = format.arithmetic else { return }
      let scheme = try Scheme(bitWidth: bits, symmetry: symmetry)
      for values in Self.tensors where !values.isEmpty {
        let (lower, upper) = (values.min() ?? 0, values.max() ?? 0)
        let encoding = try scheme.encoding(
          for: ClippingRange(lower: Double(lower), upper: Double(upper)))
        let found = Self.decoded(coder, values)
        let expected = values.map { value -> Float in
          let code = (value / encoding.scale).rounded(.toNearestOrEven) + Float(encoding.zeroPoint)
          let inside = min(max(code, Float(encoding.quantMin)), Float(encoding.quantMax))
          return encoding.scale * (inside - Float(encoding.zeroPoint))
        }
        #expect(found.elementsEqual(expected) { $0 == $1 }, "\(format.name)")
      }
    }
  }
}
