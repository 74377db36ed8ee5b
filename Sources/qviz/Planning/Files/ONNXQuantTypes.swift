import NumberFormats

/// A plan as the `TensorQuantOverrides` of ONNX Runtime: the type of each initializer, and the axis of its
/// channels.
///
/// ONNX Runtime then chooses the scales itself: max |x| / 127 for `QInt8`, as qviz's own integers have it,
/// and max |x| / 7.5 for `QInt4`, as torchao's have it. Its runner on the command line takes no types, so
/// they are names that a program turns into `QuantType`.
struct ONNXQuantTypes {
  /// The JSON object.
  let json: JSONValue
  /// What whoever loads it should know.
  let remarks: [String]

  /// The overrides of a plan.
  ///
  /// - Throws: `Failure` where ONNX Runtime has no type for a format.
  init(_ model: PlannedModel) throws {
    var members: [String: JSONValue] = [:]
    var isOfOtherScale = false
    for (open, format) in model.chosenRows {
      guard let integer = PlannedInteger(format), Self.has(integer) else {
        throw PlanName.refusal(
          open, format, "ONNX Runtime has no type",
          "--format int8, int8-asym, int4:torchao, int4-asym, and :channel of them")
      }
      if integer.bitWidth == 4, !integer.isAsymmetric, integer.tool == nil { isOfOtherScale = true }
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
    json = .object(members)
    let names =
      "quant_type is a name: QuantType.from_string makes the value of it that extra_options takes"
    let scale =
      "the scale of QInt4 is max|x| / 7.5 where int4 of the plan has max|x| / 7: plan with int4:torchao for "
      + "its numbers"
    remarks = isOfOtherScale ? [names, scale] : [names]
  }

  /// Whether ONNX Runtime has a type for integers.
  private static func has(_ integer: PlannedInteger) -> Bool {
    guard integer.scope == .tensor || integer.scope == .channel else { return false }
    switch (integer.bitWidth, integer.tool) {
    case (8, nil), (4, nil): return true
    case (4, "torchao"): return !integer.isAsymmetric
    default: return false
    }
  }
}
