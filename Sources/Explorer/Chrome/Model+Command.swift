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
    guard words.count == command.arguments.count + 1 else { throw .usage(command.usage) }
    let effects = try command.run(&self, Array(words.dropFirst()), command)
    sheet.hear()
    if let status = sheet.status, status.tone == .bad {
      sheet.status = nil
      throw .refused(status.text)
    }
    return effects
  }

  /// Loads the tensor again with other blocks.
  mutating func load(_ granularity: Granularity) throws(CommandError) -> [Effect] {
    do throws(GranularityError) {
      return try sheet.desk.load(granularity, &sheet.tickets)
    } catch {
      throw .refused("\(error)")
    }
  }
}
