internal import Calibration
internal import QuantizationEngine

extension Desk {
  /// The least MSE that any calibrator, or any tuning of a single block, has reached; nil until there
  /// is one that others may be measured against.
  var leastMeanSquaredErrorKnown: Double? {
    var least = table.isYardstickKnown ? table.leastMeanSquaredError : nil
    if loaded?.blockCount == 1, case .found(_, let found) = bestKnown {
      least = min(least ?? found, found)
    }
    return least
  }

  /// Takes the ranges that the selected calibrator chose, under its own tool's arithmetic.
  mutating func takeRow() {
    guard table.calibrators.indices.contains(table.selection) else { return }
    let calibrator = table.calibrators[table.selection]
    let name = calibrator.name
    guard let choice = table.choice(table.selection) else {
      say("\(name) has no range to take")
      return
    }
    guard choice.isInteger else {
      say("\(name) has float8 codes, which no scheme of integers can take", .bad)
      return
    }
    do throws(CalibrationError) {
      let scheme =
        try (calibrator as? any ToolCalibrator)?.toolchain(for: tuning.scheme)
        .scheme(tuning.scheme) ?? tuning.scheme
      let taken = Tuning(
        scheme: scheme,
        ranges: BlockRanges(
          choice.ranges, orOf: tuning.ranges, from: RangeOrigin.calibrator(calibrator)))
      if make(.all(taken), label: "\(name) taken") {
        sayTaken(name, choice)
      } else {
        sayIfSilent("the ranges are those of \(name) already")
      }
    } catch {
      say("\(error)", .bad)
    }
  }

  /// Says what was taken, and where the tool makes another encoding of the same range.
  private mutating func sayTaken(_ name: String, _ choice: CalibrationRow.Choice) {
    let block = shown?.index ?? 0
    let arithmetic = tuning.scheme.rule.name.map { " as \($0) encodes it" } ?? ""
    let missing = choice.failures.count
    let left =
      missing == 0
      ? ""
      : "; \(missing) block\(missing == 1 ? "" : "s") it cannot encode stay"
        + (missing == 1 ? "s" : "") + " as before"
    guard let encoding = choice.quantizer(ofBlock: block)?.encoding,
      let own = try? tuning.scheme.encoding(for: shownRange), own != encoding
    else {
      say("\(name) taken" + arithmetic + left, .good)
      return
    }
    say(
      "\(name)'s range taken; its own scale is \(NumberText.exact(encoding.scale)), zero-point "
        + "\(encoding.zeroPoint)\(left)", .good)
  }

  /// Lets calibrators see so many batches, where their tools collect them; nil for the usual number.
  mutating func setBatchCount(_ count: Int?) {
    batchCount = count
    let number = count.map { "\($0) batch\($0 == 1 ? "" : "es")" } ?? "the usual batches"
    say("calibrators see \(number), where their tools do")
  }

  /// The row of the table that a percentage belongs to: the selected one if it has one.
  var percentileRow: Int? {
    let rows = table.calibrators.indices.filter { table.calibrators[$0] is PercentileCalibrator }
    return rows.contains(table.selection) ? table.selection : rows.first
  }

  /// The percentages that `+` and `-` go through.
  private static let percentages: [Double] = [
    90, 95, 98, 99, 99.5, 99.9, 99.95, 99.99, 99.995, 99.999, 99.9999, 100,
  ]

  /// Goes to a higher or a lower percentage.
  mutating func stepPercentile(_ step: Int) {
    guard let row = percentileRow,
      let current = table.calibrators[row] as? PercentileCalibrator
    else { return }
    let next =
      step > 0
      ? Desk.percentages.first { $0 > current.percent }
      : Desk.percentages.last { $0 < current.percent }
    guard let next, let calibrator = try? PercentileCalibrator(percent: next) else {
      say("there is no further step; % types a percentage")
      return
    }
    setPercentile(calibrator, row: row)
  }

  /// Sets the percentage of a row, which is then asked for anew.
  mutating func setPercentile(_ calibrator: PercentileCalibrator, row: Int) {
    replaceCalibrator(of: row, with: calibrator)
  }

  /// Gives the row of a calibrator the settings that a text has after its name, or the standard ones.
  ///
  /// - Throws: ``CalibrationError`` where there is no such calibrator, or it has no such settings.
  mutating func setCalibrator(_ text: String) throws(CalibrationError) {
    let calibrator = try CalibratorCatalog.calibrator(text)
    guard let row = table.calibrators.firstIndex(where: { $0.name == calibrator.name }) else {
      throw .unknownCalibrator(calibrator.name, known: table.calibrators.map(\.name))
    }
    replaceCalibrator(of: row, with: calibrator)
  }

  /// Changes the settings of a row, which is then asked for anew.
  private mutating func replaceCalibrator(of row: Int, with calibrator: any Calibrator) {
    table.replace(row, with: calibrator)
    table.select(row)
    say([calibrator.name, calibrator.setting].compactMap(\.self).joined(separator: " "))
  }
}
