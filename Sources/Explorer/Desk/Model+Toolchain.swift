internal import Calibration
internal import QuantizationEngine

extension Model {
  /// The toolchain whose arithmetic is in force; nil for qviz's own.
  var toolchain: (any Toolchain)? {
    tuning.scheme.rule.name.flatMap { try? ToolchainCatalog.toolchain(named: $0) }
  }

  /// Puts a toolchain's arithmetic in force, or qviz's own; the codes and the ranges stay.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` where the tool has no such codes.
  mutating func setToolchain(_ toolchain: (any Toolchain)?) throws(CalibrationError) {
    let scheme = try toolchain?.scheme(tuning.scheme) ?? tuning.scheme.plain
    let label = SchemeText.full(scheme)
    if change(to: Tuning(scheme: scheme, ranges: tuning.ranges), label: label) {
      say(toolchain.map { "\(label): \($0.summary)" } ?? label)
    } else if status == nil {
      say("it is \(label) already")
    }
  }

  /// Puts the next toolchain in force that has codes like the current ones.
  mutating func cycleToolchain() {
    let all = ToolchainCatalog.all
    let first = all.firstIndex { $0.name == tuning.scheme.rule.name }.map { $0 + 1 } ?? 0
    let next = all[first...].first { (try? $0.scheme(tuning.scheme)) != nil }
    do throws(CalibrationError) {
      try setToolchain(next)
    } catch {
      say("\(error)", .bad)
    }
  }

  /// Lets calibrators see so many batches, where their tools collect them; nil for the usual number.
  mutating func setBatchCount(_ count: Int?) {
    batchCount = count
    let number = count.map { "\($0) batch\($0 == 1 ? "" : "es")" } ?? "the usual batches"
    say("calibrators see \(number), where their tools do")
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
      if change(to: Tuning(scheme: scheme, ranges: choice.ranges), label: "\(name) taken") {
        sayTaken(name, choice)
      } else if status == nil {
        say("the ranges are those of \(name) already")
      }
    } catch {
      say("\(error)", .bad)
    }
  }

  /// Says what was taken, and where the tool makes another encoding of the same range.
  private mutating func sayTaken(_ name: String, _ choice: CalibrationRow.Choice) {
    let block = shown?.index ?? 0
    let arithmetic = tuning.scheme.rule.name.map { " as \($0) encodes it" } ?? ""
    guard choice.quantizers.indices.contains(block),
      let own = try? tuning.scheme.encoding(for: shownRange),
      own != choice.quantizers[block].encoding
    else {
      say("\(name) taken" + arithmetic, .good)
      return
    }
    let encoding = choice.quantizers[block].encoding
    say(
      "\(name)'s range taken; its own scale is \(NumberText.exact(encoding.scale)), zero-point "
        + "\(encoding.zeroPoint)", .good)
  }
}

extension Scheme {
  /// The codes alone, with qviz's own arithmetic and rule.
  var plain: Scheme { with(arithmetic: QuantizationArithmetic(), rule: .standard) }
}
