import Calibration
import QuantizationEngine

/// What is said of a tensor and its errors beside the sums: what needs the values in order.
extension Measurement {
  /// A percentage, and how it is written.
  struct Percentage {
    let percent: Double
    let name: String
  }

  /// Which percentiles of |e| are reported.
  static let errorPercentages = [
    Percentage(percent: 50, name: "50"), Percentage(percent: 90, name: "90"),
    Percentage(percent: 99, name: "99"), Percentage(percent: 99.9, name: "99.9"),
  ]

  /// Adds what the values are like, and their errors.
  mutating func describe(_ tensor: TensorDistribution) {
    statistics = ValueStatistics(tensor)
    describeErrors(tensor)
  }

  /// Adds what the errors are like.
  mutating func describeErrors(_ tensor: TensorDistribution) {
    let quantizers = blocks.known.map { $0?.quantizer }
    guard quantizers.count == tensor.blocks.count else { return }
    errorPercentiles = tensor.absoluteErrorPercentiles(
      Self.errorPercentages.map(\.percent), under: quantizers)
    guard quantizers.count == 1, let quantizer = quantizers[0] else { return }
    concentration = Concentration(tensor.blocks[0], on: quantizer.staircase)
  }
}
