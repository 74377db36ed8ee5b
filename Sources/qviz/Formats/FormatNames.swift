import Calibration
import NumberFormats

/// The names of number formats on the command line.
enum FormatNames {
  /// The formats of some names; all of them for `all`, and the usual ones for no names.
  ///
  /// - Throws: `Failure` for a name that no format has, with those that may be meant.
  static func formats(_ names: [String]) throws -> [NumberFormat] {
    guard !names.isEmpty else { return NumberFormat.usual }
    guard !names.contains("all") else { return NumberFormat.all }
    return try names.map(format)
  }

  /// The format of a name.
  ///
  /// - Throws: `Failure`, as above.
  static func format(_ name: String) throws -> NumberFormat {
    guard let format = NumberFormat.named(name) else {
      throw Failure(
        NearNames.sentence(
          "number format", name, among: NumberFormat.all.map(\.name),
          aliases: NumberFormat.peoplesNames,
          listedBy: "qviz formats", knowsOthers: false), exit: .usage)
    }
    return format
  }
}
