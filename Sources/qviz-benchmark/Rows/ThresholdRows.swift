import Calibration
import QuantizationEngine

/// The promises about a threshold that moves.
enum ThresholdRows {
  static let all = [move, meanSquaredError, growth, sixteenBits, search]

  /// How often a threshold moves after each pass over the data.
  private static let moves = 15

  static let move = Row(
    name: "move", title: "a threshold moves: all of the screen",
    aim: Aim(measured: .atMost(0.5e-3))
  ) { workshop in
    try moved(workshop, bits: 8) { try $0.all($1) }
  }

  static let meanSquaredError = Row(
    name: "mse", title: "a threshold moves: the MSE", aim: Aim(ratio: .atLeast(1000))
  ) { workshop in
    try moved(workshop, bits: 8) { try $0.meanSquaredError($1) }
  }

  static let sixteenBits = Row(
    name: "move-16-bits", title: "a threshold moves, 65,536 levels",
    aim: Aim(measured: .atMost(10e-3))
  ) { workshop in
    try moved(workshop, bits: 16) { try $0.all($1) }
  }

  static let growth = Row(
    name: "move-growth", title: "a threshold moves, large against small",
    aim: Aim(ratio: .atMost(4))
  ) { workshop in
    let (small, large) = (workshop.sizes.small, workshop.sizes.large)
    // Values, sorted values, and as much again while sorting.
    try FreeMemory.require(large * MemoryLayout<Float>.stride * 4)
    let scheme = try workshop.scheme(bits: 8)
    let subject = try ThresholdMove(try workshop.distribution(large), scheme: scheme)
    let baseline = try ThresholdMove(try workshop.distribution(small), scheme: scheme)
    var turn = 0
    let comparison = try workshop.stopwatch.alternate(rounds: 20 * workshop.rounds) {
      turn += 1
      return try baseline.all(turn)
    } subject: {
      try subject.all($0)
    }
    return Finding(
      comparison, against: "\(Unit.grouped(small)) values", counting: .times,
      material: "\(Unit.grouped(large)) float32, int8")
  }

  static let search = Row(
    name: "search", title: "the least MSE over both thresholds", aim: Aim(measured: .atMost(0.5))
  ) { workshop in
    let count = workshop.sizes.medium
    let values = workshop.values(count)
    let block = try workshop.distribution(count).blocks[0]
    let scheme = try workshop.scheme(bits: 8)
    let calibrator = MeanSquaredErrorCalibrator()
    let comparison = try workshop.stopwatch.alternate(rounds: workshop.rounds) {
      workshop.vectorizedPass(over: values)
    } subject: { _ in
      try calibrator.clippingRange(for: block, scheme: scheme).upper
    }
    return Finding(
      comparison, against: "one vectorized pass", counting: .times,
      material: "\(Unit.grouped(count)) float32, int8")
  }

  private static func moved(
    _ workshop: Workshop, bits: Int, _ subject: (ThresholdMove, Int) throws -> Double
  ) throws -> Finding {
    let count = workshop.sizes.medium
    let values = workshop.values(count)
    let move = try ThresholdMove(
      try workshop.distribution(count), scheme: try workshop.scheme(bits: bits))
    let comparison = try workshop.stopwatch.alternate(rounds: workshop.rounds, repeats: moves) {
      workshop.vectorizedPass(over: values)
    } subject: {
      try subject(move, $0)
    }
    return Finding(
      comparison, against: "one vectorized pass", counting: .faster,
      material: "\(Unit.grouped(count)) float32, int\(bits)")
  }
}
