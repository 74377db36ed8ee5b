import Foundation
import TestSupport

/// The arithmetic of the float64 goldens: `clamp(rint(x / S) + Z)` and `S · (q − Z)`.
struct ExactArithmetic {
  let scale: Double
  let zeroPoint: Int
  let quantMin: Int
  let quantMax: Int

  func code(_ value: Double) -> Int {
    let code = rint(value / scale) + Double(zeroPoint)
    if code <= Double(quantMin) { return quantMin }
    if code >= Double(quantMax) { return quantMax }
    return Int(code)
  }

  /// Whether a value's code saturates, and at which end: −1, 0 or 1.
  func saturation(_ value: Double) -> Int {
    let code = rint(value / scale) + Double(zeroPoint)
    return code < Double(quantMin) ? -1 : code > Double(quantMax) ? 1 : 0
  }

  func level(_ code: Int) -> Double { scale * Double(code - zeroPoint) }
}

extension ReferenceGolden.Record {
  /// The golden's arithmetic; nil where its range has no width.
  var exact: ExactArithmetic? {
    guard let scale, let zeroPoint, let quantMin, let quantMax else { return nil }
    return ExactArithmetic(
      scale: scale, zeroPoint: zeroPoint, quantMin: quantMin, quantMax: quantMax)
  }
}
