internal import TerminalScreen

/// A number with its name.
struct Fact: Hashable, Sendable {
  /// Its name.
  let label: String
  /// What it is, in fewer and fewer words; the first that fits is shown.
  let values: [StyledText]

  /// A number in bold, in several lengths.
  init(_ label: String, _ values: String...) {
    self.label = label
    self.values = values.map { StyledText($0, .strong) }
  }

  /// A number with its unit, or in another style.
  init(_ label: String, styled values: [StyledText]) {
    self.label = label
    self.values = values
  }

  /// The fact under a name of at most seven letters.
  var withShortLabel: Fact {
    let shorter = ["zero-point": "zero-pt", "over best": "vs best", "bits/value": "bits"][label]
    return Fact(shorter ?? label, styled: values)
  }

  /// The longest of its values that fits some columns, or else the shortest.
  func value(columns: Int) -> StyledText {
    values.first { $0.columns <= columns } ?? values.last ?? ""
  }
}
