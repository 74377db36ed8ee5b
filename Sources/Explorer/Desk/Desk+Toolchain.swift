internal import Calibration
internal import QuantizationEngine

extension Desk {
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
    } else {
      sayIfSilent("it is \(label) already")
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
}

extension Scheme {
  /// The codes alone, with qviz's own arithmetic and rule.
  var plain: Scheme { with(arithmetic: QuantizationArithmetic(), rule: .standard) }
}
