import NumberFormats
import QuantizationEngine

/// A plan as a table with commas.
enum PlanTable {
  /// The table, a line for each tensor; what stays as it is has no format.
  static func text(_ model: PlannedModel) throws -> String {
    try model.rows.reduce("name,format,bits_per_value,mse,sqnr_db\n") { text, row in
      let error = row.chosen?.result.error
      let fields = [
        row.chosen?.pass.format.name ?? "",
        row.chosen?.pass.bitsPerValue.map { "\($0)" } ?? "",
        error?.meanSquaredError.map { "\($0)" } ?? "",
        error?.sqnrInDecibels.map { "\($0)" } ?? "",
      ]
      return text + (try quoted(row.open)) + "," + fields.joined(separator: ",") + "\n"
    }
  }

  /// A name in quotation marks where it needs them.
  private static func quoted(_ open: OpenTensor) throws -> String {
    let name = try PlanName.printable(open)
    guard name.contains(where: { ",\"".contains($0) }) else { return name }
    return "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}
