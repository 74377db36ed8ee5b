internal import QuantizationEngine

extension Model {
  /// Carries out a command line.
  ///
  /// - Throws: ``CommandError`` where it cannot be understood; what can be understood but not done
  ///   is said in the status line.
  mutating func run(command line: String) throws(CommandError) -> [Effect] {
    let words = line.split(separator: " ").map(String.init)
    guard let name = words.first else { return [] }
    guard let command = Command.all.first(where: { $0.names.contains(name) }) else {
      throw .unknown(name)
    }
    let needed = command.arguments.count { !$0.hasPrefix("[") }
    let takesText = command.arguments.last?.contains("…") == true
    guard words.count > needed, takesText || words.count - 1 <= command.arguments.count else {
      throw .usage(command.usage)
    }
    guard screen.deskUse != .none || !command.isAboutOneTensor else {
      throw .refused(":\(command.names[0]) is about one tensor; Enter opens it")
    }
    let effects = try command.run(&self, Array(words.dropFirst()), command)
    sheet.hear()
    if let status = sheet.status, status.tone == .bad {
      sheet.status = nil
      throw .refused(status.text)
    }
    return effects
  }

  /// Parts tensors into other blocks: the one on the desk, or on the list all that nobody tuned by
  /// hand.
  mutating func share(_ choice: GranularityChoice) -> [Effect] {
    guard screen.deskUse == .none else {
      return load(choice.granularity(ofShape: subject.shape))
    }
    sheet.share(choice)
    return []
  }

  /// Lets the screens know, where the desk asks for the tensor anew, that nobody answers what they had
  /// asked about it.
  mutating func loading(_ effects: [Effect]) -> [Effect] {
    if !effects.isEmpty {
      for index in screens.indices { screens[index].abandonQuestions() }
    }
    return effects
  }

  /// Loads the tensor on the desk again with other blocks, or says why it cannot have them.
  mutating func load(_ granularity: Granularity?) -> [Effect] {
    guard !sheet.desk.refuses(.tuning) else { return [] }
    guard let granularity else {
      sheet.say("this tensor can be parted in no other way")
      return []
    }
    do throws(GranularityError) {
      return loading(try sheet.desk.load(granularity, because: .asked, &sheet.tickets))
    } catch {
      sheet.say("\(error)", .bad)
      return []
    }
  }
}
