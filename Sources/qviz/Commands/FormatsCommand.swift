import ArgumentParser
import NumberFormats

/// `qviz formats`: what each number format would make of a tensor, and for how many bits.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "Show what every number format would make of a tensor, and for how many bits.",
    usage: """
      qviz formats weights.npy
      qviz formats weights.npy --format gguf-q4_k bnb-nf4 mxfp4
      qviz formats model.safetensors --tensor layers.0.weight --json
      """)

  @OptionGroup var input: TensorOptions

  @Option(
    name: .customLong("format"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Formats by name (default: one arithmetic of each), or all, with those of every tool: "
        + NumberFormat.all.map(\.name).joined(separator: ", ") + ".", valueName: "name"),
    completion: .list(["all"] + NumberFormat.all.map(\.name)))
  var formats: [String] = []

  @Flag(help: "Print a JSON object instead of text.")
  var json = false

  func run() throws {
    let formats = try FormatNames.formats(formats)
    let catalogue = try Catalogue(input)
    let chosen = try catalogue.tensor(named: input.tensor)
    chosen.sayHint()
    let table = try FormatTable(
      chosen, formats, progress: FormatProgress(formatCount: formats.count))
    let report = FormatReport(table, try FormatBounds(chosen))
    standardOutput.write(json ? try report.json().text() + "\n" : report.text())
  }
}
