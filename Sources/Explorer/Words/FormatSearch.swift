internal import Calibration
internal import NumberFormats

/// Number formats by what a person types.
enum FormatSearch {
  /// How many are suggested.
  private static let limit = 8
  /// What is suggested before anything is typed: one of each family, of about 4 bits.
  private static let first = ["gguf-q4_k", "mxfp4", "nvfp4", "bnb-nf4", "int4:g128", "fp8-e4m3"]

  /// The names that go on as the letters and digits do that were typed, then those that people call so,
  /// then those that have them somewhere.
  static func suggestions(for text: String) -> [String] {
    let key = key(text)
    guard !key.isEmpty else { return first }
    let names = (NumberFormat.usual + NumberFormat.all.filter(\.isVariant)).map(\.name)
    let keys = names.map(FormatSearch.key)
    let found =
      [text].filter(names.contains)
      + names.indices.filter { keys[$0].hasPrefix(key) }.map { names[$0] }
      + (NumberFormat.peoplesNames[key] ?? [])
      + names.indices.filter { keys[$0].contains(key) }.map { names[$0] }
    var suggestions: [String] = []
    for name in found where suggestions.count < limit && !suggestions.contains(name) {
      suggestions.append(name)
    }
    return suggestions
  }

  /// What is said of a name that no format has.
  static func complaint(about text: String) -> String {
    NearNames.sentence(
      "number format", text, among: NumberFormat.all.map(\.name),
      aliases: NumberFormat.peoplesNames, listedBy: "Tab", knowsOthers: false)
  }

  private static func key(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
