import QuantizationEngine
import TestSupport

/// A small tensor of values at the ends of what numbers can be, in blocks of any kind.
struct ExtremeTensor {
  /// Its values, by block.
  let distribution: TensorDistribution
  /// Every value as the tools see it, in row-major order.
  let values: [Float]

  /// Any tensor: float32 or float64, of any granularity, kept in any of the ways there are.
  init(_ random: inout SplitMix64) throws {
    let channels = Int(random.next() % 5)
    let length = Int(random.next() % 3 == 0 ? random.next() % 200 : random.next() % 24)
    let numbers = (0..<channels).flatMap { _ in Self.channel(length, &random) }
    let shape = [channels, length]
    let granularity: Granularity =
      switch random.next() % 5 {
      case 0, 1: .perTensor
      case 2: .perChannel(axis: 0)
      case 3: .perChannel(axis: 1)
      default:
        .perGroup(
          axis: Int(random.next() % 2), size: random.pick([1, 2, 3, 7, 16, 1 << 40, .max]) ?? 1)
      }
    let layout = try BlockLayout(shape: shape, granularity: granularity)
    values = numbers.map { Float($0) }
    switch random.next() % 4 {
    case 0:
      distribution = TensorDistribution(numbers, layout: layout)
    case 1 where layout.blockCount <= TensorDistribution.largestSketchedBlockCount:
      distribution = TensorDistribution(
        (0..<layout.blockCount).map { block in
          let members = Self.members(of: block, in: layout, numbers)
          return random.happens(onceIn: 2)
            ? TensorSketch(members) : TensorSketch(members.map { Float($0) })
        }, layout: layout)
    default:
      distribution = TensorDistribution(values, layout: layout)
    }
  }

  private static func members(
    of block: Int, in layout: BlockLayout, _ numbers: [Double]
  ) -> [Double] {
    var members: [Double] = []
    layout.forEachRun(ofBlock: block) { start, length in
      members += numbers[start..<start + length]
    }
    return members
  }

  /// The values of one channel.
  private static func channel(_ length: Int, _ random: inout SplitMix64) -> [Double] {
    let largest = Double(Float.greatestFiniteMagnitude)
    let center = ExtremeNumber.any(&random)
    let kind = random.next() % 14
    return (0..<length).map { index in
      switch kind {
      case 0: random.nextNormal()
      case 1: .nan
      case 2: random.pick([.infinity, -.infinity, .nan]) ?? .nan
      case 3: 0
      case 4: center
      case 5: index.isMultiple(of: 2) ? center : center.nextUp
      case 6: Double(index.isMultiple(of: 2) ? Float(center) : Float(center).nextUp)
      case 7: Double(Int(random.next() % 9) - 4) * .leastNonzeroMagnitude
      case 8: Double(Int(random.next() % 9) - 4) * 0x1p-149
      case 9: index.isMultiple(of: 2) ? largest : -largest
      case 10: largest * (2 * random.nextUnit() - 1)
      case 11: random.pick([1e308, -1e308, 0x1p-1060, -0x1p-1060, 1e300]) ?? 0
      case 12: Double(random.nextFiniteFloat())
      default: ExtremeNumber.any(&random)
      }
    }
  }
}

/// Numbers at which arithmetic may break.
enum ExtremeNumber {
  /// The finite ones, the largest float32 and float64 with their neighbours among them.
  static let finite: [Double] = {
    let positive: [Double] = [
      .leastNonzeroMagnitude, 0x1p-1070, 0x1p-1060, .leastNormalMagnitude, 1e-60, 0x1p-150,
      0x1p-149, 1e-44, 1e-40,
      Double(Float.leastNormalMagnitude), 1e-37, 1e-30, 1e-9, 1e-8, 0x1p-23, 1e-3, 0.5,
      1.0.nextDown, 1, 1.0.nextUp, 1.5, 127, 128, 255, 256, 65504, 65536, 0x1p24, 1e10, 0x1p31,
      0x1p63, 1e20, 1e30, 1.7e38, 3.3961775e38,
      Double(Float.greatestFiniteMagnitude.nextDown), Double(Float.greatestFiniteMagnitude),
      Double(Float.greatestFiniteMagnitude).nextUp, 3.4028236e38, 1e39, 1e300, 1e308,
      .greatestFiniteMagnitude,
    ]
    return [0, -0.0] + positive + positive.map { -$0 }
  }()

  /// One of them, or a common number.
  static func any(_ random: inout SplitMix64) -> Double {
    random.happens(onceIn: 4) ? random.nextNormal() : random.pick(finite) ?? 0
  }
}

extension ClippingRange {
  /// Any range at all, its bounds in any order, seldom no numbers.
  init(_ random: inout SplitMix64, near bounds: ClosedRange<Double>?) {
    let special: [Double] = [.nan, .infinity, -.infinity]
    let bounds = bounds ?? 0...0
    let known = [bounds.lowerBound, bounds.upperBound, bounds.lowerBound.nextUp]
    var places = (0..<2).map { _ in
      random.happens(onceIn: 50)
        ? random.pick(special) ?? 0
        : random.happens(onceIn: 3) ? random.pick(known) ?? 0 : ExtremeNumber.any(&random)
    }
    if !random.happens(onceIn: 8), places.allSatisfy({ !$0.isNaN }) { places.sort() }
    self.init(lower: places[0], upper: places[1])
  }
}
