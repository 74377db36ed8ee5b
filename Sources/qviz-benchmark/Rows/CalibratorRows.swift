import Calibration
import QuantizationEngine

/// How long each calibrator takes on a tensor that is open already.
///
/// `Tests/Peers` compares them with the tools whose choices they make.
enum CalibratorRows {
  static let all = CalibratorCatalog.all.map(row)

  private static func row(_ calibrator: any Calibrator) -> Row {
    Row(
      name: "calibrator-\(calibrator.name)", title: "calibrator \(calibrator.name)", aim: .none
    ) { workshop in
      let count = workshop.sizes.medium
      let values = workshop.values(count)
      let block = try workshop.distribution(count).blocks[0]
      let scheme = try workshop.scheme(bits: 8)
      let comparison = try workshop.stopwatch.alternate(rounds: workshop.rounds) {
        workshop.vectorizedPass(over: values)
      } subject: { _ in
        try calibrator.clippingRange(for: block, scheme: scheme).upper
      }
      return Finding(
        comparison, against: "one vectorized pass", counting: .times,
        material: "\(Unit.grouped(count)) float32, int8")
    }
  }
}
