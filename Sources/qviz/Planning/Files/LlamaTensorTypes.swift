import ModelComparison
import NumberFormats

/// A plan as options of llama.cpp's quantizer, in the names that its converter gives the tensors.
///
///     --tensor-type '^blk\.0\.ffn_down\.weight$=q6_k'
struct LlamaTensorTypes {
  /// A line for each tensor of the GGUF file.
  let text: String
  /// What whoever uses it should know.
  let remarks: [String]

  /// The options of a plan.
  ///
  /// - Throws: `Failure` where llama.cpp has no type for a format, and where tensors that it joins are to
  ///   have different ones.
  init(_ model: PlannedModel) throws {
    var lines: [String] = []
    var types: [String: (type: String, name: String)] = [:]
    var unknown: [String] = []
    for (open, format) in model.chosenRows {
      guard format.name.hasPrefix("gguf-") else {
        throw PlanName.refusal(
          open, format, "llama.cpp has no type", "--format gguf-…")
      }
      let type = String(format.name.dropFirst(5))
      let name = try PlanName.printable(open)
      let known = GGUFName.of(name)
      if known == nil { unknown.append(name) }
      let target = known ?? name
      if let other = types[target] {
        guard other.type == type else {
          throw Failure(
            "\(DisplaySentence.of(name)): llama.cpp joins it with \(DisplaySentence.of(other.name)) "
              + "to \(target), and the plan has \(type) and \(other.type); name one with --only",
            exit: .usage)
        }
        continue
      }
      types[target] = (type, name)
      lines.append("--tensor-type '^\(PlanName.escaped(target))$=\(type)'\n")
    }
    text = lines.joined()
    remarks =
      unknown.isEmpty
      ? []
      : [
        "\(TensorCount.words(unknown.count)) of no transformer that is known, such as \(unknown[0]): "
          + "written under the name of the file, which llama.cpp may not have"
      ]
  }
}
