import ArgumentParser
import NumberFormats
import TerminalScreen

/// `qviz formats`: what each number format would make of a tensor, and for how many bits.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "Show what every number format makes of a tensor, and its bits.",
    usage: """
      qviz formats weights.npy
      qviz formats weights.npy --format gguf-q4_k bnb-nf4 mxfp4
      qviz formats model.safetensors --tensor layers.0.weight --json
      qviz formats model.safetensors --all --format gguf-q4_k gguf-q6_k
      qviz formats model.gguf --tensor output.weight --imatrix imatrix.dat
      """)

  @OptionGroup var input: TensorOptions

  @Option(
    name: .customLong("format"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Formats by name (default: one arithmetic of each), or all, with those of every tool: "
        + NumberFormat.all.map(\.name).joined(separator: ", ") + ".", valueName: "name"),
    completion: .list(["all"] + NumberFormat.all.map(\.name)))
  var formats: [String] = []

  @OptionGroup var weights: ImportanceOptions

  @Flag(help: "Show them for every tensor, one after another.")
  var all = false

  @Flag(help: "Print a JSON object instead of text.")
  var json = false

  func run() throws {
    guard !all || input.tensor == nil else {
      throw Failure("--all excludes --tensor", exit: .usage)
    }
    let formats = try FormatNames.formats(formats)
    let importance = try weights.importance()
    let catalogue = try Catalogue(input)
    guard !all else {
      try catalogue.checkNotEmpty()
      catalogue.sayHints()
      try catalogue.finish(failureCount: try printAll(catalogue.tensors, formats, importance))
      return
    }
    let chosen = try catalogue.tensor(named: input.tensor)
    chosen.sayHint()
    let table = try FormatTable(
      chosen, formats, importance: importance,
      progress: FormatProgress(formatCount: formats.count))
    let report = FormatReport(table, try FormatBounds(chosen))
    standardOutput.write(json ? try report.json().text() + "\n" : report.text())
  }

  /// Prints a table, or an object, for each tensor; one that is not read has its sentence in its place.
  ///
  /// - Returns: How many were not read.
  private func printAll(
    _ tensors: [OpenTensor], _ formats: [NumberFormat], _ importance: Importance?
  ) throws -> Int {
    var failures: [Failure] = []
    if json { standardOutput.write("{\"tensors\": [") }
    for (number, open) in tensors.enumerated() {
      let name = DisplayText(open.facts.name).string
      let object: JSONValue
      let text: String
      do {
        let progress = FormatProgress(formatCount: formats.count)
        let report = FormatReport(
          try FormatTable(open, formats, importance: importance, progress: progress),
          try FormatBounds(open))
        (object, text) = (report.json(), report.text())
      } catch let failure as Failure {
        failures.append(failure)
        (object, text) = (ModelReport.failed(open, failure), "not read\n")
      }
      if json {
        standardOutput.write((number == 0 ? "\n" : ",\n") + (try object.text()))
      } else {
        standardOutput.write("\(number == 0 ? "" : "\n")\(name) \(open.facts.shape)\n" + text)
      }
    }
    if json { standardOutput.write("\n]}\n") }
    for failure in failures { failure.say() }
    return failures.count
  }
}
