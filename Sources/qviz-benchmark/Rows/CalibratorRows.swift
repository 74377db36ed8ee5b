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
      let scheme = try Self.scheme(for: calibrator, on: block)
      let comparison = try workshop.stopwatch.alternate(rounds: workshop.rounds) {
        workshop.vectorizedPass(over: values)
      } subject: { _ in
        try calibrator.clippingRange(for: block, scheme: scheme).upper
      }
      return Finding(
        comparison, against: "one vectorized pass", counting: .times,
        material: "\(Unit.grouped(count)) float32, \(scheme.sentence)")
    }
  }

  /// The first of the schemes of 8 bits that a calibrator has; why it has none of them otherwise.
  private static func scheme(
    for calibrator: any Calibrator, on block: any Distribution
  ) throws -> Scheme {
    var refusal: CalibrationError?
    for symmetry in [Symmetry.asymmetric, .symmetric, .restrictedSymmetric] {
      let scheme = try Scheme(bitWidth: 8, symmetry: symmetry)
      do {
        _ = try calibrator.clippingRange(for: block, scheme: scheme)
        return scheme
      } catch {
        refusal = refusal ?? error
      }
    }
    throw BenchmarkError.refused("\(refusal.map { "\($0)" } ?? "it has no scheme")")
  }
}

extension Scheme {
  /// The scheme in words.
  fileprivate var sentence: String {
    let symmetry = symmetry.rawValue.replacing("_", with: " ")
    return "\(signedness == .signed ? "" : "u")int\(bitWidth) \(symmetry)"
  }
}
