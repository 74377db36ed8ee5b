import Calibration
import QuantizationEngine
import TestSupport
import Testing

@testable import qviz

/// A random walk over what a tensor can be quantized with: schemes, toolchains, ranges, calibrators and
/// their settings, on tensors at the ends of what numbers can be.
///
/// A walk is one tensor under ``settingsOfWalk`` settings. Nothing traps, no number is missing or no
/// number where one is promised, codes stay codes, and reports are finite.
@Suite(.serialized) struct SettingsAttackTests {
  static let settingsOfWalk = 64

  @Test("no setting on any tensor ends it")
  func settings() throws {
    try Attack(name: "settings", walks: 4).run { seed, random in
      let tensor = try ExtremeTensor(&random)
      let reference = DivergenceReference(tensor.distribution)
      let reports = Reports(tensor.distribution)
      var broken: [String] = []
      for turn in 0..<Self.settingsOfWalk {
        let scheme = try Scheme(&random)
        let found: [String]
        switch random.next() % 8 {
        case 0, 1, 2:
          found = Self.calibration(
            random.pickCalibrator(), tensor, scheme, reference, reports)
        case 3:
          found = Self.tradeOff(tensor, scheme, &random)
        default:
          found = Self.ranges(tensor, scheme, reference, reports, &random)
        }
        broken += found.map {
          "\(turn) \(scheme.levelCount) \(scheme.symmetry) \(scheme.signedness) \(scheme.rule.name ?? "-"): \($0)"
        }
      }
      #expect(broken.isEmpty, "seed \(seed): \(broken.prefix(8).joined(separator: "\n"))")
    }
  }

  /// A range for each block, as a person may type them.
  private static func ranges(
    _ tensor: ExtremeTensor, _ scheme: Scheme, _ reference: DivergenceReference?,
    _ reports: Reports, _ random: inout SplitMix64
  ) -> [String] {
    let whole = tensor.distribution
    let isShared = random.happens(onceIn: 2)
    let shared = ClippingRange(&random, near: whole.bounds)
    var blocks: [CalibratedBlock] = []
    for block in whole.blocks {
      let range = isShared ? shared : ClippingRange(&random, near: block.bounds)
      // Most ranges have an encoding, and those that do not say why by their type.
      guard let block = try? CalibratedBlock(range, scheme: scheme) else { return [] }
      blocks.append(block)
    }
    var broken = blocks.flatMap { Promises.broken(by: $0.quantizer, on: tensor.values) }
    let error = whole.error(under: blocks.map(\.quantizer), reference: reference)
    let levels = blocks.first?.quantizer.encoding.codeCount ?? 0
    broken += Promises.broken(by: error, count: whole.count, levels: levels)
    broken += reports.broken(by: blocks, error, scheme)
    return broken.map { "\($0) in \(blocks.map(\.range))" }
  }

  private static func calibration(
    _ calibrator: any Calibrator, _ tensor: ExtremeTensor, _ scheme: Scheme,
    _ reference: DivergenceReference?, _ reports: Reports
  ) -> [String] {
    let whole = tensor.distribution
    let row = CalibrationRow(calibrator, on: whole, scheme: scheme, reference: reference)
    guard case .chosen(let choice) = row.outcome else { return [] }
    var broken: [String] = []
    for case let quantizer? in choice.quantizers {
      broken += Promises.broken(by: quantizer, on: tensor.values)
    }
    for case let range? in choice.ranges where range.lower.isNaN || range.upper.isNaN {
      broken.append("range \(range)")
    }
    let levels =
      choice.quantizers.lazy.compactMap(\.self).first?.encoding.codeCount
      ?? choice.error.sums.levelCounts.count
    broken += Promises.broken(
      by: choice.error, count: whole.count - choice.leftOutCount, levels: levels)
    broken += reports.broken(by: row, scheme)
    return broken.map { "\($0) by \(calibrator.name) \(calibrator.setting ?? "")" }
  }

  private static func tradeOff(
    _ tensor: ExtremeTensor, _ scheme: Scheme, _ random: inout SplitMix64
  ) -> [String] {
    guard let block = random.pick(tensor.distribution.blocks) else { return [] }
    let range = ClippingRange(&random, near: block.bounds)
    let places = [ExtremeNumber.any(&random), ExtremeNumber.any(&random)].sorted()
    let curve = TradeOffCurve(
      of: block, scheme: scheme, moving: random.pick(ThresholdSide.allCases, else: .both),
      from: range, over: places[0]...places[1], pointCount: 4,
      reference: DivergenceReference(block))
    var broken = curve.points.filter {
      $0.meanSquaredError.isNaN || !$0.threshold.isFinite || $0.klDivergenceInNats?.isFinite != true
    }.map { "\($0)" }
    let map = TradeOffMap(
      of: block, scheme: scheme, lowers: [min(places[0], 0), 0], uppers: [0, max(places[1], 0)])
    if map.meanSquaredErrors.contains(where: { $0?.isNaN == true }) {
      broken.append("map of \(places)")
    }
    let histogram = block.histogram(over: Bins(over: places[0]...places[1], count: 7))
    if histogram.counts.reduce(0, +) + histogram.below + histogram.above != block.count {
      broken.append("histogram over \(places)")
    }
    return broken
  }
}
