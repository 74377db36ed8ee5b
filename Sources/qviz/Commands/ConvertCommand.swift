import ArgumentParser
import EncodingFiles
import TensorFiles

/// `qviz convert`: encodings from one tool's file into another's.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Turn a file of encodings into that of another tool.",
    usage: """
      qviz convert model.encodings --to ort-overrides -o model.json
      qviz convert model.json --to aimet-1.0.0 -o model.encodings --axis 0
      qviz convert model.cache --to litert-calibration -o model.qsv.json
      qviz convert w.json --to openvino -o w.fq.json --tensors model.onnx
      """)

  @Argument(help: "The file of encodings.", completion: .file())
  var encodings: String

  @OptionGroup var exporting: ExportOptions

  @Option(
    help: ArgumentHelp(
      "What the file is (default: by its signs): \(EncodingSource.formatNames.joined(separator: ", ")).",
      valueName: "format"),
    completion: .list(EncodingSource.formatNames))
  var from: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Checkpoints or models that have the tensors by their names: shapes and types are theirs.",
      valueName: "path"),
    completion: .file())
  var tensors: [String] = []

  @OptionGroup(title: "Where the file does not say it") var codes: CodeOptions

  @Flag(help: "Print a JSON object about what was written.")
  var json = false

  func run() throws {
    guard let export = try exporting.export(inputs: [encodings] + tensors) else {
      throw Failure("convert writes a file: say --to and --output", exit: .usage)
    }
    var given = try codes.given()
    given.role = export.role
    let catalogue =
      tensors.isEmpty
      ? nil : Catalogue(paths: tensors, layout: RawLayout(), budget: .standard)
    if let catalogue { try export.check(catalogue) }
    let source = try EncodingSource(encodings, from: from)
    var conversion = try Conversion(
      source, into: export, given: given, known: catalogue?.tensors ?? [])
    conversion.convert()
    for failure in conversion.failures { failure.say() }
    standardError.write(
      DisplaySentence.of(
        "read \(encodings) as \(source.format.identifier): \(TensorCount.words(source.tensors.count))"
      )
        + "\n")
    let written = try export.write()
    for sentence in conversion.notes {
      standardError.write("note: \(DisplaySentence.of(sentence))\n")
    }
    if json { standardOutput.write(try conversion.json(written).text() + "\n") }
    try catalogue?.sayFailures()
    guard conversion.failures.isEmpty else {
      throw Failure(
        "\(encodings): \(conversion.failures.count) of \(source.tensors.count) tensors were not "
          + "converted", exit: .badData)
    }
  }
}
