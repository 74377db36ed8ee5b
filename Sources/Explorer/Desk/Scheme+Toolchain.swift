internal import Calibration
internal import QuantizationEngine

extension Scheme {
  /// The toolchain whose arithmetic is in force; nil for qviz's own.
  var toolchain: (any Toolchain)? {
    rule.name.flatMap { try? ToolchainCatalog.toolchain(named: $0) }
  }

  /// The codes alone, with qviz's own arithmetic and rule.
  var plain: Scheme { with(arithmetic: QuantizationArithmetic(), rule: .standard) }

  /// The same codes under a toolchain's arithmetic, or qviz's own.
  func under(_ toolchain: (any Toolchain)?) -> SchemeOutcome {
    do throws(CalibrationError) {
      let scheme = try toolchain?.scheme(self) ?? plain
      let label = SchemeText.full(scheme)
      guard scheme != self else { return .same("it is \(label) already") }
      return .changed(
        scheme, label: label, words: toolchain.map { "\(label): \($0.summary)" } ?? label)
    } catch {
      return .refused("\(error)")
    }
  }

  /// The same codes under the next toolchain that has codes like them.
  func underNextToolchain() -> SchemeOutcome {
    let all = ToolchainCatalog.all
    let first = all.firstIndex { $0.name == rule.name }.map { $0 + 1 } ?? 0
    return under(all[first...].first { (try? $0.scheme(self)) != nil })
  }
}
