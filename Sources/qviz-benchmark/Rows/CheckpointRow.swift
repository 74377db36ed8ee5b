import Calibration
import QuantizationEngine

/// The promise about all weights of a network: a range for each channel, and what that costs.
enum CheckpointRow {
  /// The output channels and the values per channel of some layers, as convolutions and
  /// transformers have them.
  private static let layers = [
    (64, 147), (64, 576), (128, 1152), (256, 2304), (512, 4608), (768, 768), (768, 768),
    (768, 768), (768, 768), (3072, 768), (768, 3072), (1000, 512),
  ]

  static let row = Row(
    name: "checkpoint", title: "per-channel int8 min-max and exact MSE of a checkpoint",
    unit: .bytesPerSecond,
    aim: Aim(measured: .atLeast(1e9))
  ) { workshop in
    let count = layers.reduce(0) { $0 + $1.0 * $1.1 }
    let values = workshop.values(count)
    let scheme = try Scheme(bitWidth: 8, symmetry: .symmetric)
    let copy = MemoryCopy(byteCount: count * MemoryLayout<Float>.stride)
    let comparison = try workshop.stopwatch.alternate(rounds: workshop.rounds) {
      copy.run(times: 1)
    } subject: { _ in
      var first = 0
      var sum = 0.0
      for (channels, length) in layers {
        let layout = try workshop.layout([channels, length], .perChannel(axis: 0))
        let tensor = TensorDistribution(
          Array(values[first..<first + channels * length]), layout: layout)
        first += channels * length
        let ranges = try MinMaxCalibrator().clippingRanges(for: tensor, scheme: scheme)
        let quantizers = try scheme.quantizers(for: ranges)
        sum += tensor.error(on: quantizers.map(\.staircase)).meanSquaredError ?? .nan
      }
      return sum
    }
    let finding = Finding(
      comparison, against: "memcpy", counting: .times,
      material: "\(layers.count) layers, \(Unit.grouped(count)) float32")
    return Finding(
      measured: finding.measured.dividing(Double(count * MemoryLayout<Float>.stride)),
      baseline: finding.baseline, material: finding.material)
  }
}
