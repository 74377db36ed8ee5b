internal import Calibration
internal import QuantizationEngine

/// Why a command cannot be carried out.
enum CommandError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no such command.
  case unknown(String)
  /// It was given too few or too many words; `usage` is how it is written.
  case usage(String)
  /// It needs a number.
  case notANumber(String, usage: String)
  /// It needs a whole number.
  case notAWholeNumber(String, usage: String)
  /// It cannot be done, and why.
  case refused(String)

  /// One sentence: what is wrong, what was expected, what was found.
  var description: String {
    switch self {
    case .unknown(let name): "there is no command \(name); ? lists them"
    case .usage(let usage): "expected :\(usage)"
    case .notANumber(let text, let usage): "expected a number in :\(usage), found \(text)"
    case .notAWholeNumber(let text, let usage):
      "expected a whole number in :\(usage), found \(text)"
    case .refused(let why): why
    }
  }
}

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
      let current = model.tuning.scheme
      model.setScheme { () throws(EncodingError) in try scheme(current) }
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
    if let status, status.tone == .bad {
      self.status = nil
      throw .refused(status.text)
    }
    return effects
  }

  /// Loads the tensor again with other blocks.
  mutating func load(_ newGranularity: Granularity) throws(CommandError) -> [Effect] {
    do throws(GranularityError) {
      _ = try BlockLayout(shape: subject.shape, granularity: newGranularity)
    } catch {
      throw .refused("\(error)")
    }
    guard newGranularity != granularity else {
      say("it is \(GranularityText.name(newGranularity)) already")
      return []
    }
    granularity = newGranularity
    startingRange = .minMax
    tensor = .loading
    progress = nil
    shown = nil
    reading = nil
    counts = nil
    return [.load(newGranularity, tickets.issue(.tensor))]
  }
}
