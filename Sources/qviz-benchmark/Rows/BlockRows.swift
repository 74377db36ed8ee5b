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
      var refusedCount = 0
      // A turn may take a minute, so there is one.
      let time = workshop.stopwatch.time {
        calibrators.reduce(0.0) { sum, calibrator in
          switch subject.row(of: calibrator).outcome {
          case .chosen(let choice): return sum + (choice.error.meanSquaredError ?? 0)
          case .notApplicable:
            refusedCount += 1
            return sum
          }
        }
      }
      return Finding(
        measured: Samples([time]), baseline: nil,
        material: subject.material
          + ", or the 4 bits that the tool has; \(refusedCount) of \(calibrators.count) refused")
    }
  }

  private static func one(_ calibrator: any Calibrator) -> Row {
    Row(
      name: "blocks-\(calibrator.name)",
      title: "calibrator \(calibrator.name) on groups of 32 in int4", aim: .none
    ) { workshop in
      let subject = try Subject(in: workshop)
      var refusal: CalibrationError?
      let time = workshop.stopwatch.time {
        switch subject.row(of: calibrator).outcome {
        case .chosen(let choice): return choice.error.meanSquaredError ?? 0
        case .notApplicable(let error):
          refusal = error
          return 0
        }
      }
      if let refusal { throw BenchmarkError.refused("\(refusal)") }
      return Finding(
        measured: Samples([time]), baseline: nil,
        material: subject.material(under: subject.scheme(for: calibrator)))
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

    /// The row of a calibrator, under the codes of its tool.
    func row(of calibrator: any Calibrator) -> CalibrationRow {
      CalibrationRow(
        calibrator, on: tensor, scheme: scheme(for: calibrator), reference: reference)
    }

    /// The first scheme of 4 bits that a tool has for these groups: the common one, that nearest to it, its
    /// own, a symmetric one; the common one where it has none.
    func scheme(for calibrator: any Calibrator) -> Scheme {
      guard let tool = calibrator as? any ToolCalibrator else { return scheme }
      let toolchain = tool.toolchain(for: scheme)
      let schemes: [Scheme?] = [
        scheme, toolchain.codes(bitWidth: 4, like: scheme), toolchain.codes(bitWidth: 4),
        toolchain.codes(bitWidth: 4, symmetry: .symmetric),
      ]
      return schemes.compactMap(\.self).first { scheme in
        (try? calibrator.check(tensor.layout, scheme: scheme)) != nil
      } ?? scheme
    }

    /// What was measured on, of several rows.
    var material: String { material(under: scheme) }

    /// What was measured on.
    func material(under scheme: Scheme) -> String {
      let codes = scheme.signedness == .signed ? "int4" : "uint4"
      let symmetry = scheme.symmetry.rawValue.replacing("_", with: " ")
      return "\(Unit.grouped(tensor.blocks.count)) blocks of 32 float32, \(codes) \(symmetry)"
    }
  }
}
