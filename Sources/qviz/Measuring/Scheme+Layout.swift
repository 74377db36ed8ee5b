import Calibration
import QuantizationEngine

extension Scheme {
  /// Refuses blocks of a tensor that the toolchain in force does not have.
  ///
  /// - Throws: `Failure`.
  func check(_ layout: BlockLayout, of open: OpenTensor) throws {
    do {
      try check(layout)
    } catch {
      throw Failure("\(open.path): \(error)", exit: .badData)
    }
  }
}
