import ArgumentParser
import Explorer
import QuantizationEngine
import Synchronization
import TerminalScreen

/// `qviz snapshot`: the screen after some keys, as text.
struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Print the screen after some keys, as text.",
    usage: """
      qviz snapshot weights.npy --size 100x30
      qviz snapshot weights.npy --keys "Tab L L"
      qviz snapshot weights.npy --keys "3 Down Enter 1" --ascii
      """)

  @OptionGroup var input: TensorOptions
  @OptionGroup(title: "Scheme") var scheme: SchemeOptions
  @OptionGroup(title: "Range") var range: RangeOptions
  @OptionGroup var batches: BatchOptions
  @OptionGroup(title: "Encodings that are there") var given: SourceOptions
  @OptionGroup(title: "The list of tensors") var list: ListOptions

  @Option(help: "Columns and rows of the screen.", transform: SizeArgument.init)
  var size = SizeArgument(size: ScreenSize(columns: 80, rows: 24))

  @Option(
    help: ArgumentHelp(
      "The keys to press.",
      discussion: """
        Separated by spaces: names such as Left, S-Right, Enter, Escape, Tab, PageDown or C-r, \
        or characters. What takes time is waited for after each key.
        """))
  var keys = ""

  @Flag(help: "Draw with seven-bit characters only.")
  var ascii = false

  func run() throws {
    let session = try Session(
      input, scheme: scheme, range: range, batches: batches, encodings: given, list: list)
    var model = session.model(size: size.size)
    let handler = EffectHandler(
      session.catalogue, firstPicture: .everything, against: session.against)
    if let sentence = settle(&model, effects: model.start(), handler: handler) {
      throw Failure(sentence, exit: .badData)
    }
    for key in KeyScript.keys(in: keys) {
      if let sentence = settle(&model, effects: model.update(.key(key)), handler: handler) {
        throw Failure(sentence, exit: .badData)
      }
    }
    let canvas = model.canvas(TerminalCapabilities(glyphs: ascii ? .ascii : .unicode))
    for row in 0..<canvas.size.rows {
      let text = String(canvas.row(row).filter { $0 != .continuation }.map(\.character))
      standardOutput.write(text.trimmingTrailingSpaces + "\n")
    }
  }

  /// Carries effects out, and those that their answers bring, until there are no more.
  ///
  /// - Returns: the sentence with which the session ended, if it did for want of a tensor.
  private func settle(
    _ model: inout Model, effects: [Effect], handler: EffectHandler
  ) -> String? {
    var waiting = effects[...]
    while let effect = waiting.popFirst() {
      if case .quit(.couldNotLoad(let sentence)) = effect { return sentence }
      // What nobody would see yet is not waited for.
      if case .survey(let survey, _) = effect, survey.reason == .later { continue }
      guard let ticket = effect.ticket else { continue }
      let answers = Mutex<[Answer]>([])
      handler.perform(effect, .none) { answer in
        answers.withLock { $0.append(answer) }
      }
      for answer in answers.withLock(\.self) { waiting += model.update(.answer(answer, ticket)) }
    }
    return nil
  }
}

/// A size on the command line, such as `100x30`.
struct SizeArgument: CustomStringConvertible {
  let size: ScreenSize

  init(size: ScreenSize) {
    self.size = size
  }

  init(_ text: String) throws {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1],
      (1...1000).contains(columns), (1...1000).contains(rows)
    else { throw FormMistake(expected: "columns and rows such as 100x30, 1000 of each at most") }
    size = ScreenSize(columns: columns, rows: rows)
  }

  var description: String { "\(size.columns)x\(size.rows)" }
}
