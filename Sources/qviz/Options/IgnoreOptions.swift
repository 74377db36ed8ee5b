import ArgumentParser
import QuantizationEngine

/// Which values are left out on purpose.
struct IgnoreOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Leave values below x out, such as those of a mask.", valueName: "x"))
  var ignoreBelow: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Leave values above x out.", valueName: "x"))
  var ignoreAbove: Float?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Leave values equal to x out, nan among them; may be given several times.", valueName: "x"))
  var ignoreValue: [Float] = []

  /// What was asked for.
  var rule: IgnoreRule {
    IgnoreRule(below: ignoreBelow, above: ignoreAbove, values: ignoreValue)
  }

  /// Finds bounds that are none, and a rule that leaves nothing.
  func validate() throws {
    for (name, bound) in [("--ignore-below", ignoreBelow), ("--ignore-above", ignoreAbove)]
    where bound?.isNaN == true {
      throw ValidationError("\(name) must be a number, found nan; NaN is --ignore-value nan")
    }
    if let ignoreBelow, let ignoreAbove, ignoreBelow > ignoreAbove {
      throw ValidationError(
        "--ignore-below \(ignoreBelow) and --ignore-above \(ignoreAbove) leave nothing")
    }
  }
}

extension IgnoreRule {
  /// What is left out, such as `below −1e+30, equal to 0`.
  var words: String {
    ([below.map { "below \($0)" }, above.map { "above \($0)" }].compactMap(\.self)
      + values.map { "equal to \($0)" }).joined(separator: ", ")
  }

  /// The rule and how many values it left out, as JSON.
  func json(count: Int) -> JSONValue {
    func number(_ value: Float) -> JSONValue {
      value.isFinite ? .number(Double(value)) : .string("\(value)")
    }
    return .object([
      "count": .integer(count),
      "below": below.map(number) ?? .null,
      "above": above.map(number) ?? .null,
      "values": .array(values.map(number)),
    ])
  }
}
