extension NumberFormat {
  /// Every format, family after family.
  public static let all: [NumberFormat] =
    float8Formats + microscalingFormats + bitsAndBytesFormats + ggufFormats + integerFormats
    + fewLevelFormats

  /// The formats of ``all`` that differ in what is stored, each in one arithmetic: what a person compares
  /// first.
  public static let usual: [NumberFormat] = all.filter { !$0.isVariant }

  /// Whether it is the same format by the arithmetic, or the rule for scales, of another tool.
  public var isVariant: Bool {
    name.split(separator: ":").dropFirst().contains { Self.variants.contains(String($0)) }
  }

  /// What names say of other arithmetics and rules.
  private static let variants: Set = [
    "torchao", "torchao-no-clipping", "compressed-tensors", "compressed-tensors-f16",
    "compressed-tensors-bf16", "gptq", "awq", "modelopt", "ceil", "even", "rceil", "single",
  ]

  /// Whether what comes after a colon says whose arithmetic it is or which rule it follows, and nothing
  /// about blocks.
  static func isArithmetic(_ suffix: String) -> Bool {
    variants.contains(suffix) || ["nearest", "bitnet"].contains(suffix)
  }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The format of a name; nil if no format has that name.
  public static func named(_ name: String) -> NumberFormat? { byName[name] }
}
