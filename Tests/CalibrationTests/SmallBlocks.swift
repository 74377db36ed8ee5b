import QuantizationEngine
import TestSupport

/// Small blocks of all kinds: most as weights have them, and what may be special about one.
enum SmallBlocks {
  static let all: [[Float]] = {
    var random = SplitMix64(seed: 61)
    func normal(_ count: Int, _ spread: Double) -> [Float] {
      (0..<count).map { _ in Float(random.nextNormal() * spread) }
    }
    let usual = (1...24).map { normal(8 + $0, 0.02) } + (1...7).map { normal($0, 1) }
    let oneSided = (0..<6).map { turn in
      normal(32, 1).map { turn.isMultiple(of: 2) ? abs($0) : -abs($0) }
    }
    let few = (1...5).map { kinds in
      let values = normal(kinds, 3)
      return (0..<32).map { _ in values.randomElement(using: &random) ?? 0 }
    }
    let sparse = (0..<4).map { _ in normal(32, 1).map { abs($0) < 1 ? 0 : $0 } }
    let grid = (1...4).map { turn in (-8...8).map { Float($0) * Float(turn) / 16 } }
    let outliers = [20, 1e3, 1e9, 3e38].map { normal(31, 1) + [Float($0)] }
    let far = [100, 1e5, 1e6].map { place in normal(32, 1).map { $0 + Float(place) } }
    let spreads = [1e-38, 1e-30, 1e-12, 1e-7, 1e-3, 1e3, 1e12, 1e30, 3e37].map { normal(32, $0) }
    let denormal = (0..<32).map { Float(bitPattern: UInt32($0 * 977)) }
    let long = [normal(300, 0.1), normal(1536, 1), normal(2000, 1)]
    return usual + oneSided + few + sparse + grid + outliers + far + spreads + long
      + [denormal, denormal + [1], [-0.0, 0, 5], [-1, 1], [0.5], [-0.25], [1, 1, 1]]
  }()
}
