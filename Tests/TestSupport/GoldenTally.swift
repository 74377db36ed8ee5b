import Synchronization

/// How many goldens of a tool are reproduced, and what differs.
///
/// A golden counts as reproduced if nothing that was compared differs. What the product keeps
/// different on purpose is in the table of the tool, ``TabledGoldens``, golden by golden.
public struct GoldenTally: CustomStringConvertible {
  private let title: String
  private let asked: String?
  private var reproduced = 0
  private var tabled = 0
  private var total = 0
  /// What differs otherwise than tabled, one sentence each.
  public private(set) var differences: [String] = []

  /// A tally under a title such as `ort percentile`.
  ///
  /// - Parameters:
  ///   - title: what is printed.
  ///   - asked: who answers, where a golden is compared with more than one: its lines of the table
  ///     are then `<record> by <asked>`.
  public init(_ title: String, asked: String? = nil) {
    self.title = title
    self.asked = asked
  }

  /// Counts a golden.
  ///
  /// It must differ in what its line of the table says, and in nothing where it has none. An
  /// unoptimized run leaves out arrays of large tensors, so there it may differ in less.
  ///
  /// - Parameters:
  ///   - golden: the record.
  ///   - compare: what differs, in words; empty if nothing does.
  public mutating func count(_ golden: ToolGolden, compare: () throws -> [String]) {
    total += 1
    var found: [String]
    do {
      found = try compare()
    } catch let error as any AnsweringError where error.differences(from: golden) != nil {
      found = error.differences(from: golden) ?? []
    } catch {
      found = [(golden.error == nil ? "should be \(golden.answer), " : "") + "throws \(error)"]
    }
    if let error = golden.error, !found.isEmpty { found.insert("the tool says \(error)", at: 0) }
    let text = found.joined(separator: "; ")
    let key = GoldenKey(golden, asked: asked)
    if !found.isEmpty { GoldenLedger.note(differences: text, of: key, tool: golden.tool) }
    let outcome: GoldenOutcome
    switch Self.table(of: golden.tool).differences(of: key) {
    case nil:
      outcome = found.isEmpty ? .reproduced : .differs
      if !found.isEmpty { differences.append("\(golden): \(text)") }
    case let expected? where Self.matches(found, expected):
      outcome = .tabled
    case let expected?:
      outcome = .differs
      differences.append(
        found.isEmpty
          ? "\(golden): tabled, yet reproduced"
          : "\(golden): \(text); but tabled is: \(expected)")
    }
    if outcome == .reproduced { reproduced += 1 }
    if outcome == .tabled { tabled += 1 }
    GoldenLedger.note(outcome, of: key, tool: golden.tool)
  }

  private static func matches(_ found: [String], _ expected: String) -> Bool {
    #if DEBUG
      found.allSatisfy { expected.contains($0) }
    #else
      found.joined(separator: "; ") == expected
    #endif
  }

  private static let tables = Mutex<[String: TabledGoldens]>([:])

  private static func table(of tool: String) -> TabledGoldens {
    tables.withLock { tables in
      if let table = tables[tool] { return table }
      let table = TabledGoldens.of(tool)
      tables[tool] = table
      return table
    }
  }

  /// One line: the title, the number reproduced, the number of all, and the number tabled.
  public var description: String {
    "  \(title): \(reproduced) of \(total) reproduced"
      + (tabled > 0 ? ", \(tabled) tabled" : "")
      + (differences.isEmpty ? "" : ", \(differences.count) differ")
  }

  /// Prints the line and the first differences.
  public func report() {
    print(([description] + differences.prefix(12).map { "    " + $0 }).joined(separator: "\n"))
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
