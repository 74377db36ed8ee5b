import NumberFormats
import QuantizationEngine
import TestSupport
import Testing

/// Errors that count by the weights of columns, beside what a loop over all values says.
@Suite struct WeightedErrorTests {
  private func values(_ count: Int, seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float.random(in: -3...3, using: &random) }
  }

  /// √(Σw·e² / Σw·x²), one value after another.
  private func referee(
    _ values: [Float], _ decoded: [Float], _ weight: (Int) -> Float
  ) -> Double {
    var (error, energy) = (0.0, 0.0)
    for (index, pair) in zip(values, decoded).enumerated() where pair.0.isFinite && pair.1.isFinite
    {
      let difference = Double(pair.0) - Double(pair.1)
      error += Double(weight(index)) * difference * difference
      energy += Double(weight(index)) * Double(pair.0) * Double(pair.0)
    }
    return (error / energy).squareRoot()
  }

  @Test(
    "the weighted error is that of the decoded values, whatever shares a scale",
    arguments: ["gguf-q8_0", "gguf-q4_k", "mxfp4", "int4:channel", "fp8-e4m3:block", "bfloat16"])
  func formats(_ name: String) throws {
    let format = try #require(NumberFormat.named(name))
    let shape = [150, 512]
    var values = values(150 * 512, seed: 3)
    values[700] = .nan
    let weights = self.values(512, seed: 4).map { $0 * $0 }
    let pass = try FormatPass(format, shape: shape, importance: weights)
    let decoded = try pass.decodedValues(of: ElementStream(values))
    let result = try pass.run(over: ElementStream(values))
    let found = try #require(result.weighted?.relativeError)
    let expected = referee(values, decoded) { weights[$0 % 512] }
    #expect(abs(found - expected) <= 1e-12 * expected)
    let decibels = try #require(result.weighted?.sqnrInDecibels)
    #expect(abs(decibels + 20 * logarithm(expected)) <= 1e-9)
    #expect(try FormatPass(format, shape: shape).run(over: ElementStream(values)).weighted == nil)
  }

  private func logarithm(_ value: Double) -> Double {
    // log₁₀ by halving: no function of the module or of the system.
    var (low, high) = (-20.0, 20.0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if power(middle) < value { low = middle } else { high = middle }
    }
    return low
  }

  private func power(_ exponent: Double) -> Double {
    // e^(exponent · ln 10) by its series, of a small part of the exponent, squared again.
    let part = exponent * 2.302585092994045684 / 1024
    var (sum, term) = (1.0, 1.0)
    for k in 1..<20 {
      term *= part / Double(k)
      sum += term
    }
    for _ in 0..<10 { sum *= sum }
    return sum
  }

  @Test("each matrix of a stack is encoded and weighed by its own list")
  func stack() throws {
    let format = try #require(NumberFormat.named("gguf-q4_k"))
    let values = values(3 * 20 * 256, seed: 5)
    let weights = self.values(3 * 256, seed: 6).map { $0 * $0 }
    let pass = try FormatPass(format, shape: [3, 20, 256], importance: weights)
    let whole = try pass.decodedValues(of: ElementStream(values))
    for matrix in 0..<3 {
      let part = Array(values[matrix * 5120..<(matrix + 1) * 5120])
      let own = Array(weights[matrix * 256..<(matrix + 1) * 256])
      let alone = try FormatPass(format, shape: [20, 256], importance: own)
        .decodedValues(of: ElementStream(part))
      #expect(alone == Array(whole[matrix * 5120..<(matrix + 1) * 5120]))
    }
    let found = try #require(try pass.run(over: ElementStream(values)).weighted?.relativeError)
    let expected = referee(values, whole) { weights[$0 / 5120 * 256 + $0 % 256] }
    #expect(abs(found - expected) <= 1e-12 * expected)
    #expect(throws: FormatError.weightCount(768, rowLength: 256)) {
      try FormatPass(format, shape: [60, 256], importance: weights)
    }
  }

  @Test("of zeros, and by weights of zero, there is no share")
  func nothing() throws {
    let format = try #require(NumberFormat.named("int8"))
    let zeros = [Float](repeating: 0, count: 64)
    let weights = [Float](repeating: 1, count: 32)
    let pass = try FormatPass(format, shape: [2, 32], importance: weights)
    #expect(try pass.run(over: ElementStream(zeros)).weighted?.relativeError == nil)
    let ones = [Float](repeating: 1, count: 64)
    let none = try FormatPass(format, shape: [2, 32], importance: Array(zeros.dropLast(32)))
    #expect(try none.run(over: ElementStream(ones)).weighted?.sqnrInDecibels == nil)
    #expect(try pass.run(over: ElementStream(ones)).weighted?.squares == 64)
  }
}
