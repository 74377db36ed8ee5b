/// For which tensors an importance matrix has a row, for the end of a report.
///
/// Vectors are left out: nothing multiplies an input by them, so no matrix has a row for one.
struct ImportanceCoverage {
  /// The file.
  let path: String
  /// How many tensors are weighted.
  private(set) var weightedCount = 0
  /// Those that are not, and why.
  private(set) var others: [(name: String, reason: String)] = []

  /// How many of the others a text lists; JSON lists them all.
  private static let listedLimit = 10

  init(path: String) {
    self.path = path
  }

  /// Takes a tensor in.
  mutating func add(_ name: String, shape: [Int], _ row: ImportanceRow) {
    guard let reason = row.reason else {
      weightedCount += 1
      return
    }
    if shape.count > 1 { others.append((name, reason)) }
  }

  /// The member `importance` of a report.
  ///
  /// - Parameter treatment: How tensors without a row are treated.
  /// - Returns: The object.
  func json(others treatment: String) -> JSONValue {
    .object([
      "file": .string(path), "tensors": .integer(weightedCount),
      "without": .array(
        others.map { .object(["name": .string($0.name), "reason": .string($0.reason)]) }),
      "treatment_without": .string(treatment),
    ])
  }

  /// The lines at the end of a text.
  ///
  /// - Parameter treatment: How tensors without a row are treated.
  /// - Returns: The lines.
  func text(others treatment: String) -> String {
    let count = weightedCount + others.count
    let head =
      "weighted by \(DisplaySentence.of(path)): \(weightedCount) of \(count) "
      + (count == 1 ? "tensor" : "tensors")
    guard !others.isEmpty else { return head + "\n" }
    let rest = others.count - Self.listedLimit
    return head + "; \(treatment):\n"
      + others.prefix(Self.listedLimit).map {
        DisplaySentence.of("  \($0.name): \($0.reason)") + "\n"
      }.joined() + (rest > 0 ? "  and \(TensorCount.words(rest)) more\n" : "")
  }
}
