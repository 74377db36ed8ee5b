import EncodingFiles

/// The encodings of one file for all that was opened.
struct GivenRules {
  /// By the positions of the tensors; those that the file does not have are not there.
  private(set) var rules: [Int: GivenRule] = [:]
  /// What was taken for granted, and what did not fit, a sentence each.
  private(set) var notes: [String] = []

  /// Finds what a file has for some tensors.
  ///
  /// - Throws: `Failure` where it has nothing for any of them, or does not fit the only one.
  init(_ source: EncodingSource, given: GivenMembers, tensors: [OpenTensor]) throws {
    var said: [String] = []
    let file = FileEncodings(source, given: given, tensorCount: tensors.count) { said.append($0) }
    for (position, open) in tensors.enumerated()
    where tensors.count == 1 || source.tensor(named: open.facts.name) != nil {
      do {
        rules[position] = try GivenRule(try file.encodings(of: open), in: source.path)
      } catch let failure as Failure where tensors.count > 1 {
        notes.append(failure.sentence)
      }
    }
    guard !rules.isEmpty else {
      throw Failure(
        notes.first ?? "\(source.path): has encodings for none of the \(tensors.count) tensors",
        exit: .badData)
    }
    notes = said + notes
  }
}
