/// A complaint of the argument parser in the manner of this program.
///
/// One line, lower-case, without a full stop.
struct ParsingSentence {
  /// The sentence.
  let text: String

  /// Rewrites a message; the list of allowed values becomes part of its one sentence.
  init(_ message: String) {
    let lines = message.split(separator: "\n").map(String.init)
    let items = lines.compactMap { line in
      line.hasPrefix("  - ") ? String(line.dropFirst(4)) : nil
    }
    var sentence = lines.first ?? "the command line is not understood"
    sentence = Self.replacing(
      ". Please provide one of the following:", in: sentence,
      with: "; expected \(items.joined(separator: ", "))")
    sentence = Self.replacing(". Please provide one of ", in: sentence, with: "; expected ")
    sentence = Self.replacing(". Did you mean ", in: sentence, with: "; did you mean ")
    sentence = Self.replacing("': expected ", in: sentence, with: "'; expected ")
    if sentence.hasSuffix(".") { sentence.removeLast() }
    sentence += Self.form(of: sentence)
    text = sentence.prefix(1).lowercased() + sentence.dropFirst()
  }

  /// What form a value should have had, where the sentence says that it is invalid and not what is
  /// expected: the word for it in the help says so.
  private static func form(of sentence: String) -> String {
    let isExplained = sentence.contains("; expected ")
    guard sentence.contains(" is invalid for '"), !isExplained else { return "" }
    let isOf = { (words: [String]) in words.contains { sentence.hasSuffix(" <\($0)>'") } }
    if isOf(["n", "k", "g"]) { return "; expected a whole number" }
    return isOf(["x", "y", "p"]) ? "; expected a number" : ""
  }

  /// The sentence with a part of it, if it is there, replaced by another.
  private static func replacing(_ part: String, in sentence: String, with other: String) -> String {
    guard let range = sentence.firstRange(of: part) else { return sentence }
    return sentence[..<range.lowerBound] + other + sentence[range.upperBound...]
  }
}
