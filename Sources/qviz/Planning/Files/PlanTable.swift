import NumberFormats
import QuantizationEngine

/// A plan as a table with commas.
enum PlanTable {
  /// The table, a line for each tensor; what stays as it is has no format.
  static func text(_ model: PlannedModel) -> String {
    model.rows.reduce("name,format,bits_per_value,mse,sqnr_db\n") { text, row in
      let error = row.chosen?.result.error
      let fields = [
        row.chosen?.pass.format.name ?? "",
        row.chosen?.pass.bitsPerValue.map { "\($0)" } ?? "",
        error?.meanSquaredError.map { "\($0)" } ?? "",
        error?.sqnrInDecibels.map { "\($0)" } ?? "",
      ]
      return text + quoted(row.open.facts.name) + "," + fields.joined(separator: ",") + "\n"
    }
  }

  /// A name in quotation marks where it needs them; there they may hold line breaks too.
  private static func quoted(_ name: String) -> String {
    guard name.contains(where: { ",\"".contains($0) || $0.isNewline }) else { return name }
    return "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}
