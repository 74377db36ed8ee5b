import QuantizationEngine

extension Toolchain {
  /// The tool's arithmetic for a scheme, with a rounding that its user chose.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` where it has no such rounding.
  func arithmetic(
    for scheme: Scheme, rounding: RoundingMode?
  ) throws(CalibrationError) -> QuantizationArithmetic {
    let known = roundings(for: scheme)
    var chosen = arithmetic(for: scheme)
    if let rounding {
      guard known.contains(rounding) else {
        let names = known.map(\.name).joined(separator: ", ")
        throw .notInRepertoire(
          tool: name, reason: "rounding must be \(names), found \(rounding.name)")
      }
      chosen.rounding = rounding
    } else if scheme.rule.name == name, known.contains(scheme.arithmetic.rounding) {
      chosen.rounding = scheme.arithmetic.rounding
    }
    return chosen
  }
}
