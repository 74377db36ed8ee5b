import ArgumentParser
import ModelComparison

/// `qviz compare`: what a quantized model did to each tensor of its original.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show what a quantized model did to each tensor, the worst first.",
    usage: """
      qviz compare model.safetensors model-Q4_K_M.gguf
      qviz compare checkpoint/ checkpoint-awq/ --below 15
      qviz compare model.safetensors model-Q4_K_M.gguf --imatrix imatrix.gguf
      qviz compare model.onnx model-int8.onnx --sort error-share --json
      qviz compare float.npy device-output.npy
      """)

  @Argument(help: "The original: a file, or a folder.", completion: .file())
  var original: String

  @Argument(help: "What was made of it, in any format that is read.", completion: .file())
  var quantized: String

  @Option(
    help: ArgumentHelp(
      "Compare one tensor: its name in the original, or an end that only its name has.",
      valueName: "name"))
  var tensor: String?

  @Option(
    help: ArgumentHelp(
      "The order: " + DamageOrder.allCases.map(\.rawValue).joined(separator: ", ")
        + " (default: worst, and weighted with --imatrix).", valueName: "order"),
    completion: .list(DamageOrder.allCases.map(\.rawValue)))
  var sort: String?

  @Option(
    help: ArgumentHelp("List the tensors whose SQNR is below so many dB.", valueName: "dB"))
  var below: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Integers of the quantized side stand for s · (q − z): s.", valueName: "s"))
  var scale: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The integer that stands for zero (default: 0): z.", valueName: "z"))
  var zeroPoint: Int32?

  @OptionGroup var weights: ImportanceOptions
  @OptionGroup var memory: MemoryOptions

  @Flag(help: "Print a JSON object instead of text.")
  var json = false

  func run() throws {
    let order = try damageOrder()
    if let below, !below.isFinite {
      throw Failure("--below must be a number of dB, found \(below)", exit: .usage)
    }
    var layout = LayoutOptions()
    layout.dtype = nil
    layout.shape = nil
    layout.scale = scale
    layout.zeroPoint = zeroPoint
    do {
      try layout.validate()
    } catch let error as ValidationError {
      throw Failure(error.message, exit: .usage)
    }
    guard original != "-" || quantized != "-" else {
      throw Failure("only one side can be standard input", exit: .usage)
    }
    let importance = try weights.importance()
    let budget = try memory.budget()
    let ours = Catalogue(paths: [original], layout: layout.ofFloats, budget: budget)
    try ours.checkNotEmpty()
    let theirs = Catalogue(paths: [quantized], layout: layout.rawLayout, budget: budget)
    try theirs.checkNotEmpty()
    let task = Task(
      order: order, below: below, tensor: tensor, importance: importance, json: json)
    try Self.print(ours, theirs, task)
  }

  /// What is compared, and how it is told.
  private struct Task {
    let order: DamageOrder
    let below: Double?
    let tensor: String?
    let importance: Importance?
    let json: Bool
  }

  /// Prints the text about two sides, the worst tensors first.
  static func printText(
    _ ours: Catalogue, _ theirs: Catalogue, tensor: String?, below: Double?
  ) throws {
    try theirs.checkNotEmpty()
    try print(
      ours, theirs,
      Task(order: .worstFirst, below: below, tensor: tensor, importance: nil, json: false))
  }

  private static func print(_ ours: Catalogue, _ theirs: Catalogue, _ task: Task) throws {
    for catalogue in [ours, theirs] { catalogue.sayHints() }
    let comparing = try ModelComparing(
      ComparedSide(ours), ComparedSide(theirs), only: task.tensor, importance: task.importance)
    let report = ComparisonReport(
      comparing: comparing, order: task.order, threshold: task.below)
    standardOutput.write(task.json ? try report.json().text() + "\n" : report.text())
    for side in [comparing.original, comparing.quantized] {
      for obstacle in side.obstacles {
        standardError.write("qviz: \(DisplaySentence.of(obstacle))\n")
      }
    }
    for (_, failure) in comparing.failures { failure.say() }
    try ours.sayFailures()
    try theirs.finish(failureCount: comparing.failures.count)
  }

  private func damageOrder() throws -> DamageOrder {
    guard let sort else { return weights.imatrix == nil ? .worstFirst : .mostWeightedFirst }
    guard let order = DamageOrder(rawValue: sort) else {
      throw Failure(
        "--sort must be \(DamageOrder.allCases.map(\.rawValue).joined(separator: ", ")), found "
          + sort, exit: .usage)
    }
    guard order != .mostWeightedFirst || weights.imatrix != nil else {
      throw Failure("--sort weighted needs --imatrix", exit: .usage)
    }
    return order
  }
}
