internal import Calibration
internal import QuantizationEngine

extension Scheme {
  /// The codes alone, with qviz's own arithmetic and rule.
  var plain: Scheme {
    with(arithmetic: QuantizationArithmetic(), rule: .standard).with(scope: .tensor)
  }

  /// The same codes under a toolchain's arithmetic, or qviz's own; codes like them where the tool
  /// lacks the same.
  func under(_ toolchain: (any Toolchain)?) -> SchemeOutcome {
    do throws(CalibrationError) {
      let scheme = try toolchain?.scheme(codes(of: toolchain)) ?? plain
      let label = SchemeText.full(scheme)
      guard scheme != self else { return .same("it is \(label) already") }
      return .changed(
        scheme, label: label, words: toolchain.map { "\(label): \($0.summary)" } ?? label)
    } catch {
      return .refused("\(error)")
    }
  }

  /// These codes, or where a tool lacks them such as it has of as many bits: a tool that knows signed
  /// symmetric codes only is asked for by its name alone.
  private func codes(of toolchain: (any Toolchain)?) -> Scheme {
    guard let toolchain, usesWholeBitWidth, toolchain.repertoire.lacks(self) else { return self }
    return toolchain.codes(bitWidth: bitWidth, like: self)?.with(valueType: valueType) ?? self
  }

  /// The same codes under the next toolchain that has codes like them, and is suitable.
  func underNextToolchain(suitable: (any Toolchain) -> Bool) -> SchemeOutcome {
    let all = ToolchainCatalog.all
    let first = all.firstIndex { $0.name == rule.name }.map { $0 + 1 } ?? 0
    return under(all[first...].first { (try? $0.scheme(self)) != nil && suitable($0) })
  }
}
