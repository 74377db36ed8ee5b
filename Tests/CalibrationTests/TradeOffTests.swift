import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("the trade-off between rounding and clipping")
struct TradeOffTests {
  let block = SortedDistribution((0..<1000).map { Float($0 * $0 % 977) / 100 - 4 })
  let range = ClippingRange(lower: -4, upper: 5)

  @Test("each point is what the engine measures there")
  func pointsAreMeasured() throws {
    let reference = try #require(DivergenceReference(block))
    for side in ThresholdSide.allCases {
      let scheme = try Scheme(bitWidth: 4, symmetry: side == .both ? .symmetric : .asymmetric)
      let window = side == .lower ? -5.0...(-0.5) : 0.5...6
      let curve = TradeOffCurve(
        of: block, scheme: scheme, moving: side, from: range, over: window, pointCount: 12,
        reference: reference)
      #expect(curve.points.count == 12)
      #expect(curve.points.first?.threshold == window.lowerBound)
      #expect(curve.points.last?.threshold == window.upperBound)
      for point in curve.points {
        #expect(point.range == side.moving(range, to: point.threshold))
        let quantizer = AffineQuantizer(encoding: try scheme.encoding(for: point.range))
        let sums = ErrorSums(of: block, on: quantizer.staircase)
        #expect(point.roundingMeanSquaredError == sums.roundingSquaredError / 1000)
        #expect(point.clippingMeanSquaredError == sums.clippingSquaredError / 1000)
        #expect(
          point.klDivergenceInNats == reference.klDivergence(on: [quantizer.staircase]))
      }
      let best = try #require(curve.best)
      #expect(curve.points.allSatisfy { best.meanSquaredError <= $0.meanSquaredError })
    }
  }

  @Test("a narrow range clips, a wide one rounds")
  func splitFollowsTheThreshold() throws {
    let curve = TradeOffCurve(
      of: block, scheme: try Scheme(bitWidth: 8), moving: .upper, from: range, over: 0.5...6,
      pointCount: 12)
    let narrow = try #require(curve.points.first)
    let wide = try #require(curve.points.last)
    #expect(narrow.clippingMeanSquaredError > narrow.roundingMeanSquaredError)
    #expect(wide.clippingMeanSquaredError == 0)
    #expect(wide.klDivergenceInNats == nil)
  }

  @Test("the map agrees with curves along both thresholds")
  func mapAgreesWithCurves() throws {
    let scheme = try Scheme(bitWidth: 3)
    let lowers = [-4.0, -2, -1]
    let uppers = [1.0, 2, 3, 5]
    let map = TradeOffMap(of: block, scheme: scheme, lowers: lowers, uppers: uppers)
    for (row, lower) in lowers.enumerated() {
      for (column, upper) in uppers.enumerated() {
        let quantizer = AffineQuantizer(
          encoding: try scheme.encoding(for: ClippingRange(lower: lower, upper: upper)))
        let sums = ErrorSums(of: block, on: quantizer.staircase)
        #expect(
          map.meanSquaredError(lower: row, upper: column)
            == sums.roundingSquaredError / 1000 + sums.clippingSquaredError / 1000)
      }
    }
  }

  @Test("places without an encoding are left out")
  func missingPlaces() {
    let curve = TradeOffCurve(
      of: block, scheme: .standard, moving: .upper, from: range, over: -6...6, pointCount: 3)
    #expect(curve.points.map(\.threshold) == [0, 6])
    let map = TradeOffMap(of: block, scheme: .standard, lowers: [-1, 2], uppers: [1])
    #expect(map.meanSquaredError(lower: 0, upper: 0) != nil)
    #expect(map.meanSquaredError(lower: 1, upper: 0) == nil)
  }
}
