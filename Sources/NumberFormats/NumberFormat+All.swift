extension NumberFormat {
  /// Every format, family after family.
  public static let all: [NumberFormat] =
    float8Formats + integerFormats + ggufFormats + fewLevelFormats

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The format of a name; nil if no format has that name.
  public static func named(_ name: String) -> NumberFormat? { byName[name] }
}
