internal import QuantizationEngine

/// A command of the command line, and what it is for.
struct Command: Sendable {
  /// Its names; the first one is shown.
  let names: [String]
  /// The words it expects, as the help shows them.
  let arguments: [String]
  /// What it does.
  let help: String
  /// Carries it out.
  let run: @Sendable (inout Model, [String], Command) throws(CommandError) -> [Effect]

  /// Whether it changes the ranges or the view of one tensor, and means nothing on the list.
  var isAboutOneTensor: Bool { Command.rangeCommands.contains { $0.names == names } }

  /// How it is written.
  var usage: String { ([names[0]] + arguments).joined(separator: " ") }

  /// A command that changes the model.
  init(
    _ names: [String], _ arguments: [String], _ help: String,
    run: @escaping @Sendable (inout Model, [String], Command) throws(CommandError) -> [Effect]
  ) {
    self.names = names
    self.arguments = arguments
    self.help = help
    self.run = run
  }

  /// A command that does what a key does.
  init(_ names: [String], _ help: String, _ action: Action) {
    self.init(names, [], help) { model, _, _ in model.perform(action) }
  }

  /// A command that makes a scheme.
  init(
    _ names: [String], _ help: String,
    scheme: @escaping @Sendable (Scheme) throws(EncodingError) -> Scheme
  ) {
    self.init(names, [], help) { model, _, _ in
      model.change { (current) throws(EncodingError) in try scheme(current) }
      return []
    }
  }

  /// A word as a number.
  func number(_ text: String) throws(CommandError) -> Double {
    guard let value = NumberEntry.value(of: text) else { throw .notANumber(text, usage: usage) }
    return value
  }

  /// A word as a whole number.
  func wholeNumber(_ text: String) throws(CommandError) -> Int {
    guard let value = Int(text) else { throw .notAWholeNumber(text, usage: usage) }
    return value
  }
}
