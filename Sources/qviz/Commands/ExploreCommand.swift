import ArgumentParser
import Dispatch
import Explorer
import Glibc
import NcursesBackend
import TerminalScreen

/// `qviz FILE`: the explorer, or its facts as text where there is no screen.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Explore a tensor on the screen (this is what 'qviz FILE' does).",
    usage: """
      qviz weights.npy
      qviz activation.bin --shape 1,33,384
      qviz weights.npy --bits 4 --symmetric --granularity channel
      qviz activation.npy --calibrator mse
      qviz model.safetensors --encodings model.encodings
      qviz model.safetensors --format gguf-q4_k
      qviz model.safetensors --against model-Q4_K_M.gguf
      """)

  @OptionGroup var input: TensorOptions
  @OptionGroup(title: "Scheme") var scheme: SchemeOptions
  @OptionGroup(title: "Range") var range: RangeOptions
  @OptionGroup var batches: BatchOptions
  @OptionGroup(title: "Encodings that are there") var given: SourceOptions
  @OptionGroup(title: "The list of tensors") var list: ListOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions
  @OptionGroup var state: StateOptions

  func run() throws {
    guard Self.hasScreen else {
      if try printInstead() { return }
      let (catalogue, task) = try MeasuringTask.opened(input, scheme, range, batches, given)
      try MeasureCommand.printText(catalogue, tensor: input.tensor, task)
      return
    }
    let session = try Session(
      input, scheme: scheme, range: range, batches: batches, encodings: given, list: list)
    try ThreadSupply.check()
    let end = try explore(session)
    switch end {
    case .ended(.done): break
    case .ended(.interrupted): Glibc.exit(128 + SIGINT)
    case .ended(.couldNotLoad(let sentence)): throw Failure(sentence, exit: .badData)
    case .terminal(.hangUp): Glibc.exit(128 + SIGHUP)
    case .terminal(.signal(let number)): NcursesTerminal.endProcess(by: number)
    }
  }

  /// Prints what was asked for in place of a scheme, where there is no screen.
  ///
  /// - Returns: Whether anything was.
  private func printInstead() throws -> Bool {
    let (format, line) = (try list.numberFormat(scheme, range), try list.line())
    if let against = list.against {
      let ours = try Catalogue(input.ofOriginal)
      try ours.checkNotEmpty()
      try CompareCommand.printText(
        ours, try Catalogue(against, beside: input), tensor: input.tensor, below: line)
      return true
    }
    guard let format else { return false }
    let catalogue = try Catalogue(input)
    let importance = try list.weights.importance()
    try MeasureCommand.printText(
      importance.map(catalogue.weighed) ?? catalogue, tensor: input.tensor, format)
    return true
  }

  /// Whether standard output is a terminal on which text can be placed, and keys come from one.
  private static var hasScreen: Bool {
    guard standardOutput.isTerminal, NcursesTerminal.hasKeyboard else { return false }
    guard let type = unsafe getenv("TERM") else { return false }
    let name = unsafe String(cString: type)
    return !name.isEmpty && name != "dumb"
  }

  private func explore(
    _ session: Session
  ) throws -> EventLoop<NcursesTerminal>.End {
    let terminal: NcursesTerminal
    do {
      terminal = try NcursesTerminal(options: screen.terminalOptions)
    } catch {
      throw Failure("\(error)", exit: .unavailable)
    }
    let memory = state.store.map { TuningMemory(session.catalogue.tensors, in: $0) }
    let handler = EffectHandler(
      session.catalogue, firstPicture: .sample, memory: memory, against: session.against)
    let wakeUp = terminal.wakeUp
    let worker = Worker(wakeUp: wakeUp.signal, perform: handler.perform)
    let end = EventLoop(
      model: session.model(size: terminal.size), on: terminal, worker: worker,
      keeper: memory.map { TuningKeeper(write: $0.keep) }
    ).run()
    // The terminal is the shell's again.
    switch end {
    case .ended(.done): worker.finishExports(within: .seconds(60), say: Self.say)
    case .ended: worker.finishExports(within: .seconds(5), say: Self.say)
    // There may be no terminal any more, and whoever sent the signal does not wait for ever.
    case .terminal: worker.finishExports(within: .seconds(5)) { _ in }
    }
    return end
  }

  private static func say(_ sentence: String) {
    standardError.write("qviz: \(DisplaySentence.of(sentence))\n")
  }
}
