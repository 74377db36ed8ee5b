public import NumberFormats

/// A plan to be written to a file.
public struct PlanWriting: Sendable {
  /// The name of the format of the file, such as `csv`.
  public let identifier: String
  /// The file.
  public let path: String
  /// The format of each tensor that has one, by its position.
  public let choices: [Int: NumberFormat]
  /// The plan that they are of.
  public let plan: FormatPlan
  /// How many bits there were in all.
  public let budget: Int
  /// How many bits the tensors take that stay as they are.
  public let keptBits: Int
}

/// As what a plan can be written.
public struct PlanFileFormat: Hashable, Sendable {
  /// Its name, such as `csv`.
  public let identifier: String
  /// How the names of such files end, such as `csv`.
  public let fileExtension: String

  /// A format of plans.
  public init(identifier: String, fileExtension: String) {
    self.identifier = identifier
    self.fileExtension = fileExtension
  }
}
