import ArgumentParser

/// `qviz plan`: a number format for each tensor, so that the error is least within a budget.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Choose a number format for each tensor, within a budget.",
    usage: """
      qviz plan model.safetensors --bits-per-value 4.5
      qviz plan model.gguf --size 4G --format gguf-q4_k gguf-q6_k gguf-q8_0
      qviz plan model.safetensors --sqnr 25 --json
      qviz plan m.gguf --size 4G --weight '*attn_v*=4' --not 'out*=gguf-q2_k'
      qviz plan model.gguf --size 4G -o types.txt --to llama-tensor-types
      qviz plan model.safetensors --bits-per-value 4.5 --imatrix imatrix.gguf
      """)

  @OptionGroup var input: ModelOptions
  @OptionGroup(title: "Plan") var options: PlanOptions
  @OptionGroup var weights: ImportanceOptions

  @Option(
    name: [.short, .long], help: "Write the plan to a file; needs --to.", completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "What --output is written as: " + Self.fileNames.joined(separator: ", ") + ".",
      valueName: "format"), completion: .list(Self.fileNames))
  var to: String?

  @Flag(help: "Print a JSON object instead of text.")
  var json = false

  private static var fileNames: [String] { PlanFile.allCases.map(\.rawValue) }

  func run() throws {
    let task = try options.task()
    let file = try planFile()
    let importance = try weights.importance()
    let catalogue = try Catalogue(input)
    try catalogue.checkNotEmpty()
    if let output { try catalogue.check(output: output) }
    catalogue.sayHints()
    let model = try PlannedModel(
      catalogue.tensors, task, importance: importance, title: catalogue.title)
    if let file, let output { try file.write(model, to: output) }
    let report = PlanReport(
      model: model, task: task, remarks: task.remarks(for: catalogue.tensors.map(\.facts.name)))
    for remark in report.remarks {
      standardError.write("note: \(DisplaySentence.of(remark))\n")
    }
    standardOutput.write(json ? try report.json().text() + "\n" : report.text())
    try catalogue.finish(failureCount: 0)
  }

  private func planFile() throws -> PlanFile? {
    guard let output, let to else {
      guard output == nil, to == nil else {
        throw Failure(
          output == nil
            ? "--to is about the file that --output names"
            : "--output needs --to: \(Self.fileNames.joined(separator: ", "))", exit: .usage)
      }
      return nil
    }
    guard let file = PlanFile(rawValue: to) else {
      throw Failure(
        "no plan is written as \(to); there are \(Self.fileNames.joined(separator: ", "))",
        exit: .usage)
    }
    guard output != "-" else {
      throw Failure("--output needs the name of a file, found -", exit: .usage)
    }
    try OutputOptions.check(
      output, against: input.paths.files + [weights.imatrix].compactMap(\.self))
    return file
  }
}
