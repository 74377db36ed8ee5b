public import Calibration
import QuantizationEngine
public import TestSupport

extension CalibrationError: AnsweringError {
  /// What differs between a tool's answer and its answer according to an error; nil if it tells none.
  public func differences(from golden: ToolGolden) -> [String]? {
    guard case .toolAnswers(_, let answer, _) = self else { return nil }
    switch answer {
    case .undefined: return nil
    case .fails(let words):
      guard let error = golden.error else { return ["should be \(golden.members), fails"] }
      // The files have the beginnings of the sentences.
      return words.hasPrefix(error) || error.hasPrefix(words)
        ? [] : difference("failure", error, words)
    case .encoding(let scale, let zeroPoint):
      guard golden.error == nil else { return nil }
      if let lowest = golden.float("lowest"), let highest = golden.float("highest") {
        return lowest.isInfinite || highest.isInfinite ? [] : ["the range should be finite"]
      }
      let number = golden.float("scale") ?? golden.float("threshold")
      let found = number.map { [Double($0)] } ?? golden.doubles("scale") ?? []
      let isScale = found.count == 1 && (Float(found[0]) == scale || found[0].isNaN && scale.isNaN)
      return (isScale ? [] : ["scale should be \(found), is \(scale)"])
        + (zeroPoint == nil || golden.members["zero_point"] == nil
          ? [] : difference("zero-point", golden.integer("zero_point"), zeroPoint))
    }
  }
}
