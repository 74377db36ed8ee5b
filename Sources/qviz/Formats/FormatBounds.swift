import Glibc
import QuantizationEngine

/// What no scalar quantizer of a tensor passes, and what no code of a Gaussian does.
struct FormatBounds {
  /// A number of levels and what can be had with them.
  struct Row {
    /// The least error of any quantizer with so many levels.
    let scalar: ScalarQuantizerBound
    /// Its SQNR in dB; infinite without error, nil where all values are zero.
    let sqnrInDecibels: Double?
    /// Shannon's least error of a Gaussian source of the same variance, at as many bits.
    let gaussian: Double

    /// log₂ of the number of levels.
    var bitsPerValue: Double { log2(Double(scalar.levelCount)) }
  }

  /// The rows, the fewest levels first; none where the values cannot be put in order.
  let rows: [Row]
  /// Why there are none.
  let reason: String?

  private static let levelCounts = [2, 4, 8, 16, 32, 256]

  /// The bounds of a tensor, whose values are put in order for them.
  ///
  /// - Throws: `Failure` where the tensor is not read.
  init(_ open: OpenTensor) throws {
    let loader = TensorLoader(open)
    let tensor: TensorDistribution
    do {
      tensor = try loader.distribution(try loader.layout(.perTensor))
    } catch let failure as Failure where failure.exit == .usage {
      (rows, reason) = ([], failure.sentence)
      return
    }
    guard let block = tensor.blocks.first, block.count > 0 else {
      (rows, reason) = ([], "there are no finite values")
      return
    }
    let bounds = block.leastMeanSquaredErrors(levelCounts: Self.levelCounts)
    guard !bounds.isEmpty, let statistics = ValueStatistics(tensor) else {
      (rows, reason) = ([], "the values are known to within a bin only")
      return
    }
    let deviation = statistics.standardDeviation
    let square = deviation * deviation + statistics.mean * statistics.mean
    rows = bounds.map { bound in
      Row(
        scalar: bound,
        sqnrInDecibels: square > 0 ? 10 * log10(square / bound.meanSquaredError) : nil,
        gaussian: GaussianBound.meanSquaredError(
          variance: deviation * deviation, bitsPerValue: log2(Double(bound.levelCount))))
    }
    reason = nil
  }

  /// Why a row has no SQNR; nil where all have one.
  var ratioRemark: String? {
    guard let row = rows.first(where: { $0.sqnrInDecibels?.isFinite != true }) else { return nil }
    return row.sqnrInDecibels == nil
      ? "all values are zero" : "with as many levels as there are values there is no error at all"
  }

  /// The array `bounds` of a report.
  var json: JSONValue {
    .array(
      rows.map { row in
        .object([
          "levels": .integer(row.scalar.levelCount), "bits_per_value": .number(row.bitsPerValue),
          "mse": .number(row.scalar.meanSquaredError),
          "sqnr_db": row.sqnrInDecibels.flatMap { $0.isFinite ? .number($0) : nil } ?? .null,
          "certainty": .string(row.scalar.certainty == .exact ? "exact" : "best found"),
          "gaussian_mse": .number(row.gaussian),
        ])
      })
  }

  /// A line for each number of levels.
  var text: String {
    guard !rows.isEmpty else { return reason.map { "no bounds: \($0)\n" } ?? "" }
    var table = TextTable(columns: [
      .init("least of any scalar quantizer"), .init("bits", alignment: .point),
      .init("SQNR dB", alignment: .point), .init("MSE", alignment: .point),
      .init("Gaussian bound", alignment: .point),
    ])
    for row in rows {
      let found = row.scalar.certainty == .exact ? "" : ", best found"
      table.rows.append([
        "\(row.scalar.levelCount) levels\(found)", "\(Int(row.bitsPerValue))",
        row.sqnrInDecibels.map {
          $0.isFinite ? RoundedNumber.fixed($0, decimals: 2) : "exact"
        } ?? "-",
        RoundedNumber.scientific(row.scalar.meanSquaredError),
        RoundedNumber.scientific(row.gaussian),
      ])
    }
    return table.text
  }
}
