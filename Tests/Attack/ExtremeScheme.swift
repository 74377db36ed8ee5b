import Calibration
import QuantizationEngine
import TestSupport

extension Scheme {
  /// Any scheme, under a toolchain's rule where that has it; seldom of very many codes.
  init(_ random: inout SplitMix64) throws {
    var levels: Int =
      switch random.next() % 16 {
      case 0...8: 1 << random.pick(2...8, else: 8)
      case 9...12: random.pick(2...300, else: 3)
      case 13, 14: 256
      default:
        random.happens(onceIn: 4)
          ? random.pick([1 << 16, 65535, 1 << 12, 1 << 10], else: 1024) : 1 << 8
      }
    let symmetry = random.pick(Symmetry.allCases, else: .asymmetric)
    if symmetry != .asymmetric { levels = max(levels, 3) }
    let scheme = try Scheme(
      levelCount: levels, symmetry: symmetry, signedness: random.pick(Signedness.allCases),
      arithmetic: QuantizationArithmetic(&random))
    guard !random.happens(onceIn: 3), let toolchain = random.pick(ToolchainCatalog.all),
      let under = try? toolchain.scheme(
        scheme, rounding: random.pick(toolchain.roundings(for: scheme)))
    else {
      self = scheme
      return
    }
    self = under
  }
}

extension QuantizationArithmetic {
  /// Any arithmetic.
  init(_ random: inout SplitMix64) {
    self.init()
    guard random.happens(onceIn: 2) else { return }
    rounding = random.pick(RoundingMode.allCases, else: .halfEven)
    scaling = random.pick(ScalingOperation.allCases, else: .divide)
    zeroPointAddition = random.pick(ZeroPointAddition.allCases, else: .afterRounding)
    precision = random.pick(ArithmeticPrecision.allCases, else: .float32)
  }
}

extension SplitMix64 {
  /// One of some things, of which there are.
  mutating func pick<Choices: RandomAccessCollection>(
    _ choices: Choices, else other: Choices.Element
  ) -> Choices.Element {
    pick(choices) ?? other
  }

  /// A calibrator, often with settings at the ends of what they can be.
  mutating func pickCalibrator() -> any Calibrator {
    let calibrator = pick(CalibratorCatalog.all, else: MinMaxCalibrator())
    guard let settable = calibrator as? any SettableCalibrator, happens(onceIn: 2) else {
      return calibrator
    }
    let settings = settable.settings.filter { _ in happens(onceIn: 2) }.map { setting in
      let value: String =
        switch setting.domain {
        case .number(let bounds):
          "\(pick([bounds.lowerBound, bounds.upperBound, (bounds.lowerBound + bounds.upperBound) / 2], else: 1))"
        // Millions of bins for each of millions of settings would be a walk of days.
        case .whole(let bounds):
          "\(pick([bounds.lowerBound, bounds.lowerBound + 1, min(bounds.upperBound, 3000)], else: 1))"
        case .word(let words): pick(words, else: "")
        }
      return "\(setting.name)=\(value)"
    }
    guard !settings.isEmpty else { return calibrator }
    let text = "\(calibrator.name):\(settings.joined(separator: ","))"
    return (try? CalibratorCatalog.calibrator(text)) ?? calibrator
  }
}
