import NumberFormats
import QuantizationEngine

/// As what a plan is written.
enum PlanFile: String, CaseIterable {
  /// A line for each tensor: name, format, bits, error.
  case csv
  /// `--tensor-type` options of llama.cpp's quantizer, one to a line.
  case llamaTensorTypes = "llama-tensor-types"

  /// The file.
  ///
  /// - Throws: `Failure` where it has no words for a format.
  func text(_ model: PlannedModel) throws -> String {
    switch self {
    case .csv:
      return try model.rows.reduce(
        "name,format,bits_per_value,mse,sqnr_db\n"
      ) { text, row in
        let error = row.chosen?.result.error
        let fields = [
          row.chosen?.pass.format.name ?? "",
          row.chosen?.pass.bitsPerValue.map { "\($0)" } ?? "",
          error?.meanSquaredError.map { "\($0)" } ?? "",
          error?.sqnrInDecibels.map { "\($0)" } ?? "",
        ]
        return text + (try Self.quoted(row.open)) + "," + fields.joined(separator: ",") + "\n"
      }
    case .llamaTensorTypes:
      return try model.rows.reduce("") { text, row in
        guard let chosen = row.chosen else { return text }
        let format = chosen.pass.format.name
        guard format.hasPrefix("gguf-") else {
          throw Failure(
            "\(row.open.facts.name): llama.cpp has no type for \(format); plan with --format gguf-…",
            exit: .usage)
        }
        let name = try Self.printable(row.open)
        return text + "--tensor-type '^\(Self.escaped(name))$=\(format.dropFirst(5))'\n"
      }
    }
  }

  /// A name with the characters of patterns taken as they are.
  private static func escaped(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      if #"\.^$|()[]{}*+?"#.contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  /// A name in quotation marks where it needs them.
  private static func quoted(_ open: OpenTensor) throws -> String {
    let name = try printable(open)
    guard name.contains(where: { ",\"".contains($0) }) else { return name }
    return "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// A name that a line can hold.
  private static func printable(_ open: OpenTensor) throws -> String {
    let name = open.facts.name
    guard !name.contains(where: { $0.isNewline || $0 == "'" || $0 == "\0" }) else {
      throw Failure(
        "\(DisplaySentence.of(name)): a name with a line break or an apostrophe cannot be written "
          + "to a plan", exit: .badData)
    }
    return name
  }
}
