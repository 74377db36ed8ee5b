import NumberFormats

/// A plan as the `TensorQuantOverrides` of ONNX Runtime: the type of each initializer, and the axis of its
/// channels.
///
/// ONNX Runtime then chooses the scales itself, as qviz's own integer formats have them: max |x| / 127 for
/// `QInt8`. Its runner on the command line takes no types, so they are names that a program turns into
/// `QuantType`.
enum ONNXQuantTypes {
  /// The JSON object.
  ///
  /// - Throws: `Failure` where ONNX Runtime has no type for a format.
  static func json(_ model: PlannedModel) throws -> JSONValue {
    var members: [String: JSONValue] = [:]
    for (open, format) in model.chosenRows {
      guard let integer = PlannedInteger(format), integer.tool == nil,
        [4, 8].contains(integer.bitWidth), integer.scope == .tensor || integer.scope == .channel
      else {
        throw PlanName.refusal(
          open, format, "ONNX Runtime has no type",
          "--format int8, int8:channel, int4 and -asym of them")
      }
      var entry: [String: JSONValue] = [
        "quant_type": .string("Q\(integer.isAsymmetric ? "UI" : "I")nt\(integer.bitWidth)"),
        "symmetric": .boolean(!integer.isAsymmetric),
      ]
      if integer.scope == .channel { entry["axis"] = .integer(0) }
      guard members.updateValue(.array([.object(entry)]), forKey: open.facts.name) == nil else {
        throw Failure(
          "\(DisplaySentence.of(open.facts.name)): is the name of two tensors", exit: .badData)
      }
    }
    return .object(members)
  }

  /// What whoever loads it should know.
  static let remark =
    "quant_type is a name: QuantType.from_string makes the value of it that extra_options takes"
}
