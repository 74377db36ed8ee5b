import TestSupport

extension TestTensor {
  /// 4096 values like those behind a GELU: most just below zero, and a tail above.
  static let activation: TestTensor = {
    var random = SplitMix64(seed: 5)
    let values = (0..<4096).map { _ -> Float in
      let x = random.nextNormal() * 1.2
      let tail = random.nextUnit() < 0.01 ? random.nextUnit() * 6 : 0
      return Float(x > 0 ? x + tail : -0.17 * random.nextUnit())
    }
    return TestTensor(name: "encoder.layer.4.gelu", shape: [1, 32, 128], values: values)
  }()

  /// 4 channels of 256 weights, each on another scale.
  static let channels: TestTensor = {
    var random = SplitMix64(seed: 7)
    let values = (0..<4).flatMap { channel in
      (0..<256).map { _ in Float(random.nextNormal() * [0.1, 1, 3, 0.02][channel]) }
    }
    return TestTensor(name: "conv1.weight", shape: [4, 256], values: values)
  }()

  static let constant = TestTensor(
    name: "constant", shape: [8], values: Array(repeating: 0.3, count: 8))
  static let zeros = TestTensor(name: "zeros", shape: [8], values: Array(repeating: 0, count: 8))
  static let single = TestTensor(name: "single", shape: [], values: [-2.5])
  static let empty = TestTensor(name: "empty", shape: [0, 4], values: [])
  static let notFinite = TestTensor(
    name: "nothing finite", shape: [3], values: [.nan, .infinity, -.infinity])
  static let mixed = TestTensor(
    name: "some not finite", shape: [6], values: [1, 2, -3, .nan, .infinity, -.infinity])
  static let allPositive = TestTensor(
    name: "positive", shape: [100], values: (0..<100).map { 5 + Float($0) / 20 })
  static let allNegative = TestTensor(
    name: "negative", shape: [100], values: (0..<100).map { -20 + Float($0) / 8 })
  static let huge = TestTensor(
    name: "huge", shape: [5], values: [1e38, -1e38, 3.4e38, -3.4e38, 0])
  static let tiny = TestTensor(
    name: "tiny", shape: [4],
    values: [1e-42, 2e-42, 3e-40, -1e-41].map { (value: Double) in Float(value) })
  static let outlier = TestTensor(
    name: "outlier", shape: [1001],
    values: {
      var random = SplitMix64(seed: 9)
      return (0..<1000).map { _ in Float(random.nextNormal()) } + [10_000]
    }())
  /// A name that would repaint the terminal, run backwards and widen.
  static let hostile = TestTensor(
    name: "\u{1B}[31mred\u{7}\u{202E}evil\n层.输出.重み.\u{1F680}e\u{301}\u{302}\u{303}\u{304}",
    shape: [8], values: [1, 2, 3, 4, -1, -2, -3, -4])

  /// Every tensor above.
  static let all: [TestTensor] = [
    .activation, .channels, .constant, .zeros, .single, .empty, .notFinite, .mixed, .allPositive,
    .allNegative, .huge, .tiny, .outlier, .hostile,
  ]
}
