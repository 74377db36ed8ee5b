import Calibration
import Glibc
import QuantizationEngine

/// The promises about the table of calibrators on thousands of blocks: an int4 weight in groups of 32.
///
/// Each row is one of the table, from the values on their lines to the choice of every block and what
/// that costs, on all processors.
enum BlockRows {
  static let all =
    [
      together("tools", "the rows of the tools", aim: 2) { $0 is any ToolCalibrator },
      together("all", "all rows", aim: 10) { _ in true },
    ] + CalibratorCatalog.all.map(one)

  /// Several rows, one after another, as the table has them.
  private static func together(
    _ name: String, _ title: String, aim seconds: Double,
    _ belongs: @escaping @Sendable (any Calibrator) -> Bool
  ) -> Row {
    Row(
      name: "blocks-\(name)", title: "table of calibrators on groups of 32 in int4: \(title)",
      aim: Aim(measured: .atMost(seconds))
    ) { workshop in
      let subject = try Subject(in: workshop)
      let calibrators = CalibratorCatalog.all.filter(belongs)
      // A turn may take a minute, so there is one.
      let time = workshop.stopwatch.time {
        calibrators.reduce(0.0) { $0 + subject.meanSquaredError(of: $1) }
      }
      return Finding(measured: Samples([time]), baseline: nil, material: subject.material)
    }
  }

  private static func one(_ calibrator: any Calibrator) -> Row {
    Row(
      name: "blocks-\(calibrator.name)",
      title: "calibrator \(calibrator.name) on groups of 32 in int4", aim: .none
    ) { workshop in
      let subject = try Subject(in: workshop)
      if let reason = subject.refusal(of: calibrator) { throw BenchmarkError.refused(reason) }
      let time = workshop.stopwatch.time { subject.meanSquaredError(of: calibrator) }
      return Finding(measured: Samples([time]), baseline: nil, material: subject.material)
    }
  }

  /// A weight whose rows are normally distributed, each with a spread of its own.
  private struct Subject {
    private let tensor: TensorDistribution
    private let scheme: Scheme
    private let reference: DivergenceReference?

    init(in workshop: Workshop) throws {
      let columns = 4096
      let rows = workshop.sizes.medium / columns
      var values = workshop.values(rows * columns)
      for row in 0..<rows {
        // The golden ratio spreads the rows evenly over a factor of four.
        let place = (Double(row) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
        let spread = Float(0.01 * exp2(2 * place))
        for column in 0..<columns { values[row * columns + column] *= spread }
      }
      tensor = TensorDistribution(
        values, layout: try workshop.layout([rows, columns], .perGroup(axis: 1, size: 32)))
      scheme = try Scheme(bitWidth: 4)
      reference = DivergenceReference(tensor)
    }

    /// What the row says; 0 where the calibrator cannot be applied.
    func meanSquaredError(of calibrator: any Calibrator) -> Double {
      let row = CalibrationRow(calibrator, on: tensor, scheme: scheme, reference: reference)
      guard case .chosen(let choice) = row.outcome else { return 0 }
      return choice.error.meanSquaredError ?? 0
    }

    /// Why a calibrator cannot be applied, by its first block.
    func refusal(of calibrator: any Calibrator) -> String? {
      guard !(calibrator is any Float8Calibrator) else { return nil }
      do throws(CalibrationError) {
        try calibrator.check(tensor.layout)
        _ = try calibrator.calibrated(tensor.blocks[0], scheme: scheme)
        return nil
      } catch {
        return "\(error)"
      }
    }

    var material: String {
      "\(Unit.grouped(tensor.blocks.count)) blocks of 32 float32, uint4 asymmetric"
    }
  }
}
