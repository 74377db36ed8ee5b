/// How many goldens of a tool are reproduced, and what differs.
///
/// A golden counts as reproduced if nothing that was compared differs. What the product keeps
/// different on purpose is named by the caller and counted apart.
public struct GoldenTally: CustomStringConvertible {
  private let title: String
  private var reproduced = 0
  private var kept = 0
  private var total = 0
  /// What differs without being named, one sentence each.
  public private(set) var differences: [String] = []

  /// A tally under a title such as `ort percentile`.
  public init(_ title: String) {
    self.title = title
  }

  /// Counts a golden.
  ///
  /// - Parameters:
  ///   - golden: the record.
  ///   - exception: whether the difference is one that is kept, and listed in the module's README.
  ///   - compare: what differs, in words; empty if nothing does.
  public mutating func count(
    _ golden: ToolGolden, exception: Bool = false, compare: () throws -> [String]
  ) {
    total += 1
    var found: [String]
    do {
      found = try compare()
    } catch {
      found = ["throws \(error)"]
    }
    if found.isEmpty {
      reproduced += 1
    } else if exception {
      kept += 1
    } else {
      differences.append("\(golden): \(found.joined(separator: "; "))")
    }
  }

  /// One line: the title, the number reproduced, the number of all, and the number kept different.
  public var description: String {
    "goldens of \(title): \(reproduced) of \(total) reproduced"
      + (kept > 0 ? ", \(kept) kept different on purpose" : "")
      + (differences.isEmpty ? "" : ", \(differences.count) differ")
  }

  /// Prints the line and the first differences.
  public func report() {
    print(([description] + differences.prefix(12).map { "  " + $0 }).joined(separator: "\n"))
  }
}

/// What differs between what was expected and what was found: nothing, or one sentence.
public func difference<Value: Equatable>(
  _ member: String, _ expected: Value?, _ found: Value?
) -> [String] {
  guard expected != found else { return [] }
  func text(_ value: Value?) -> String { value.map { "\($0)" } ?? "nothing" }
  return ["\(member) should be \(text(expected)), is \(text(found))"]
}
