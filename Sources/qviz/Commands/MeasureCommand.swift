import ArgumentParser
import Calibration
import NumberFormats
import QuantizationEngine
import TensorFiles

/// `qviz measure`: what a scheme and a range make of a tensor, as text or JSON.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure the error of a scheme and a clipping range, without a screen.",
    usage: """
      qviz measure weights.npy
      qviz measure weights.npy --bits 4 --symmetric --calibrator mse
      qviz measure activation.bin --shape 1,33,384 --min -1 --max 2.5 --json
      qviz measure weights.npy --granularity channel --axis 0 --codes codes.npy
      qviz measure model.safetensors --all --bits 4 --granularity group
      qviz measure w.npy --calibrator mse -o w.json --to ort-overrides
      qviz measure w.npy --encodings w.json
      qviz measure model.safetensors --all --format gguf-q4_k
      qviz measure bias.npy --input-scale 0.02 --weights w.npy
      """)

  @OptionGroup var input: TensorOptions
  @OptionGroup(title: "Scheme") var scheme: SchemeOptions
  @OptionGroup(title: "Range") var range: RangeOptions
  @OptionGroup var batches: BatchOptions
  @Option(
    help: ArgumentHelp(
      "Measure a number format instead of a scheme, such as gguf-q4_k; 'qviz formats' has all.",
      valueName: "name"), completion: .list(NumberFormat.all.map(\.name)))
  var format: String?
  @OptionGroup var weights: ImportanceOptions
  @OptionGroup(title: "Encodings that are there") var given: SourceOptions
  @OptionGroup(title: "A bias") var bias: BiasOptions

  @Flag(
    help: """
      Measure every tensor, one after another. Of fewer than two dimensions it is measured as a whole.
      """)
  var all = false

  @Flag(help: "Print a JSON object instead of text.")
  var json = false

  @OptionGroup(title: "Encodings file") var exporting: ExportOptions

  @Option(help: "Write the integer codes to a .npy file.", completion: .file())
  var codes: String?

  @Option(help: "Write the dequantized values to a .npy file, as float32.", completion: .file())
  var dequantized: String?

  func run() throws {
    try checkOutputs()
    guard !all || batches.batches != .files else {
      throw Failure("--all excludes --batches files, which makes one tensor of all", exit: .usage)
    }
    if let format {
      try measure(try FormatNames.format(format))
      return
    }
    guard weights.imatrix == nil else {
      throw Failure("--imatrix is about number formats: it needs --format", exit: .usage)
    }
    if let task = try BiasTask(bias, scale: input.layout.scale, scheme, range, batches) {
      try measure(task)
      return
    }
    let export = try exporting.export(inputs: input.files + [given.encodings].compactMap(\.self))
    let (catalogue, task) = try opened(keepsEncodings: export != nil)
    try export?.check(catalogue)
    if all {
      try Self.printAll(catalogue, task, json: json, export)
      return
    }
    // A folder stands for files that it does not name, such as an index and its shards.
    for output in [codes, dequantized].compactMap(\.self) { try catalogue.check(output: output) }
    let chosen = try catalogue.tensor(named: input.tensor)
    chosen.sayHint()
    let measurement = try Measurement(chosen, task)
    let failures = measurement.blocks.failures
    guard codes == nil || failures.isEmpty else {
      throw Failure(
        "there are no codes to write: \(BlockWords(measurement.layout).missing(failures))",
        exit: .badData)
    }
    if codes != nil || dequantized != nil {
      let arrays = QuantizedArrays(
        try measurement.open.values(), layout: measurement.layout,
        quantizers: measurement.blocks.quantizers)
      if let codes { try OutputFile.write(arrays.codes(of: measurement.scheme), to: codes) }
      if let dequantized { try OutputFile.write(arrays.dequantized(), to: dequantized) }
    }
    if let export {
      try export.add(measurement)
      try export.write()
    }
    if json {
      try measurement.open.checkReport(encodings: measurement.blocks.known.count)
      var report = MeasurementJSON(measurement)
      standardOutput.write(try report.value().text() + "\n")
    } else {
      MeasurementText(measurement).print()
    }
  }

  /// What is measured, and how.
  private func opened(keepsEncodings: Bool) throws -> (Catalogue, MeasuringTask) {
    if given.encodings != nil || given.from != nil {
      var (catalogue, task) = try MeasuringTask.opened(input, scheme, range, batches, given)
      task.keepsEncodings = keepsEncodings
      return (catalogue, task)
    }
    var task = try MeasuringTask(scheme, range, batches)
    task.keepsEncodings = keepsEncodings
    guard !all, batches.batches == nil, let (catalogue, encoding) = try input.ofGivenScale(scheme)
    else { return (try Catalogue(input, batches), task) }
    guard range.isEmpty else {
      throw Failure("--scale excludes --min, --max, --calibrator and --percentile", exit: .usage)
    }
    task.encodings = encoding
    return (catalogue, task)
  }

  /// Measures a number format.
  private func measure(_ format: NumberFormat) throws {
    guard scheme.isEmpty, range.isEmpty, batches.batches == nil, given.encodings == nil,
      exporting.output == nil, exporting.to == nil, bias.inputScale == nil, bias.weights == nil,
      codes == nil
    else {
      throw Failure(
        "--format has codes and scales of its own: it excludes the options of schemes, ranges, "
          + "encodings and biases, and --codes", exit: .usage)
    }
    let importance = try weights.importance()
    let catalogue = try Catalogue(input)
    if all {
      try catalogue.checkNotEmpty()
      catalogue.sayHints()
      let report = FormatModelReport(
        tensors: catalogue.tensors, format: format, importance: importance)
      let total = try json ? report.printJSON() : report.printText()
      try catalogue.finish(failureCount: total.failureCount)
      return
    }
    if let dequantized { try catalogue.check(output: dequantized) }
    let chosen = try catalogue.tensor(named: input.tensor)
    chosen.sayHint()
    let row = importance?.row(of: chosen.facts.name, shape: chosen.facts.shape)
    let measurement = try FormatMeasurement(chosen, format, importance: row)
      .lookingForCarriers()
    try measurement.checkFinite()
    if let dequantized {
      try OutputFile.write(
        NpyWriter.bytes(of: try measurement.decodedValues(), shape: chosen.facts.shape),
        to: dequantized)
    }
    standardOutput.write(
      json
        ? try FormatJSON(measurement).value().text() + "\n" : FormatText(measurement).text)
  }

  /// Measures a bias.
  private func measure(_ task: BiasTask) throws {
    guard !all, exporting.output == nil, exporting.to == nil, given.encodings == nil else {
      throw Failure(
        "a bias of 32 bits is measured alone: it excludes --all, --encodings and --output",
        exit: .usage)
    }
    let catalogue = Catalogue(
      paths: input.files, layout: input.layout.ofFloats, budget: try input.memory.budget(),
      ignoring: input.ignored.rule)
    for output in [codes, dequantized].compactMap(\.self) { try catalogue.check(output: output) }
    let measurement = try Measurement(try catalogue.tensor(named: input.tensor), task)
    if let bias = measurement.bias {
      let shape = measurement.open.facts.shape
      if let codes {
        try OutputFile.write(NpyWriter.bytes(of: bias.codes, shape: shape), to: codes)
      }
      if let dequantized {
        try OutputFile.write(NpyWriter.bytes(of: bias.levels, shape: shape), to: dequantized)
      }
    }
    var report = MeasurementJSON(measurement)
    if json {
      standardOutput.write(try report.value().text() + "\n")
    } else {
      MeasurementText(measurement).print()
    }
  }

  /// Prints the text about one tensor, or where none is named and there are several, about all.
  static func printText(_ catalogue: Catalogue, tensor: String?, _ task: MeasuringTask) throws {
    guard tensor == nil, catalogue.tensors.count > 1 else {
      let chosen = try catalogue.tensor(named: tensor)
      chosen.sayHint()
      let measurement = try Measurement(chosen, task)
      MeasurementText(measurement).print()
      return
    }
    try printAll(catalogue, task, json: false)
  }

  /// Prints the text about one tensor under a number format, or where none is named and there are several,
  /// about all.
  static func printText(
    _ catalogue: Catalogue, tensor: String?, _ format: NumberFormat
  ) throws {
    try catalogue.checkNotEmpty()
    guard tensor == nil, catalogue.tensors.count > 1 else {
      let chosen = try catalogue.tensor(named: tensor)
      chosen.sayHint()
      standardOutput.write(
        FormatText(try FormatMeasurement(chosen, format, importance: nil)).text)
      return
    }
    catalogue.sayHints()
    let report = FormatModelReport(
      tensors: catalogue.tensors, format: format, importance: nil)
    try catalogue.finish(failureCount: try report.printText().failureCount)
  }

  /// Prints what is found of every tensor; fails at the end where one failed, or a file was not opened.
  private static func printAll(
    _ catalogue: Catalogue, _ task: MeasuringTask, json: Bool, _ export: EncodingExport? = nil
  ) throws {
    try catalogue.checkNotEmpty()
    catalogue.sayHints()
    let report = ModelReport(
      MeasuredModel(tensors: catalogue.tensors, task: task, export: export))
    let total = try json ? report.printJSON() : report.printText()
    try export?.write()
    try catalogue.finish(failureCount: total.failureCount)
  }

  /// Refuses to write over the tensor, or two arrays into one file.
  private func checkOutputs() throws {
    guard !all || codes == nil && dequantized == nil && input.tensor == nil else {
      throw Failure("--all excludes --tensor, --codes and --dequantized", exit: .usage)
    }
    if let codes, let dequantized, OutputFile.isSame(codes, dequantized) {
      throw Failure("--codes and --dequantized both name \(codes)", exit: .usage)
    }
    for (option, array) in [("--codes", codes), ("--dequantized", dequantized)] {
      guard let array, let output = exporting.output, OutputFile.isSame(array, output) else {
        continue
      }
      throw Failure("\(option) and --output both name \(array)", exit: .usage)
    }
    for (option, output) in [("--codes", codes), ("--dequantized", dequantized)] where output == "-"
    {
      throw Failure("\(option) needs the name of a file, found -", exit: .usage)
    }
    for output in [codes, dequantized].compactMap(\.self) {
      guard let identity = FileIdentity(path: output) else { continue }
      for input in input.files.map(StandardInput.path) where FileIdentity(path: input) == identity {
        throw Failure("\(output): is the tensor that is measured", exit: .usage)
      }
      for other in [given.encodings, bias.weights].compactMap(\.self) {
        try OutputOptions.check(output, against: [other])
      }
    }
  }
}
