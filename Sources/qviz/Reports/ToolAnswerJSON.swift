import Calibration

/// The member `tool_answer` of a result: what a tool itself answers where that is no encoding.
struct ToolAnswerJSON {
  private let answer: ToolAnswer
  private let block: Int?

  /// The answer that an error tells of; nil where it tells of none.
  init?(_ error: CalibrationError) {
    switch error {
    case .toolAnswers(_, let answer, _): (self.answer, block) = (answer, nil)
    case .block(let index, .toolAnswers(_, let answer, _)): (self.answer, block) = (answer, index)
    default: return nil
    }
  }

  /// The tool's numbers, or with what it fails.
  ///
  /// `scale`, `zero_point` and `fails` are each null where the tool gives none; `block` is there where it
  /// is the answer to one of several. A scale that JSON cannot write has its word in `notes`.
  var value: JSONValue {
    var members: [String: JSONValue] = ["scale": .null, "zero_point": .null, "fails": .null]
    switch answer {
    case .fails(let words): members["fails"] = .string(words)
    case .undefined(let reason): members["undefined"] = .string(reason)
    case .encoding(let scale, let zeroPoint):
      members["zero_point"] = zeroPoint.map(JSONValue.integer) ?? .null
      if scale.isFinite {
        members["scale"] = .number(Double(scale))
      } else {
        let word = scale.isNaN ? "NaN" : "infinity"
        members["notes"] = .object(["scale": .string("the scale is \(word)")])
      }
    }
    if let block { members["block"] = .integer(block) }
    return .object(members)
  }
}
