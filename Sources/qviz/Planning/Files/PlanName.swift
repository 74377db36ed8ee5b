import NumberFormats

/// Names in the files of plans.
enum PlanName {
  /// A name with the characters of patterns taken as they are.
  static func escaped(_ name: some StringProtocol) -> String {
    name.reduce(into: "") { text, character in
      if #"\.^$|()[]{}*+?"#.contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  /// A name that a line of options can hold.
  static func printable(_ open: OpenTensor) throws -> String {
    let name = open.facts.name
    guard !name.contains(where: { $0.isNewline || $0 == "'" || $0 == "\0" }) else {
      throw Failure(
        "\(DisplaySentence.of(name)): a name with a line break or an apostrophe cannot be an option of "
          + "llama.cpp; --to csv has any", exit: .badData)
    }
    return name
  }

  /// That a file has no words for a format.
  static func refusal(
    _ open: OpenTensor, _ format: NumberFormat, _ tool: String, _ instead: String
  ) -> Failure {
    Failure(
      "\(DisplaySentence.of(open.facts.name)): \(tool) for \(format.name); plan with "
        + instead, exit: .usage)
  }
}
