import ArgumentParser
import Calibration

/// `qviz calibrate`: what each calibrator would choose for a tensor, and what that costs.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Show what each deployment tool's calibrator would choose, and what it costs.",
    usage: """
      qviz calibrate weights.npy
      qviz calibrate weights.npy --bits 8 --symmetric --calibrator ort-entropy torch-histogram
      qviz calibrate activation.npy --calibrator ort-entropy:bins=4096,levels=255 percentile:99.5
      qviz calibrate activation.npy --calibrator all --json
      qviz calibrate activation.npy --batches 8
      qviz calibrate batch-*.npy --batches files --calibrator torch-histogram
      qviz calibrate model.safetensors --all --calibrator min-max mse
      qviz calibrate model.onnx --all --calibrator mse -o model.json --to aimet-1.0.0
      qviz calibrate model.onnx --all --calibrator mse -o model.json --to aimet-1.0.0 --resume
      """)

  @OptionGroup var input: TensorOptions
  @OptionGroup(title: "Scheme") var scheme: SchemeOptions

  @Option(
    name: .customLong("calibrator"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Calibrators by name, or all (default): "
        + CalibratorCatalog.all.map(\.name).joined(separator: ", ") + ". " + SettingsHelp.text,
      valueName: "name[:settings]"),
    completion: .list(["all"] + CalibratorCatalog.all.map(\.name)))
  var calibrators: [String] = []

  @OptionGroup var batches: BatchOptions

  @OptionGroup(title: "Encodings file") var exporting: ExportOptions

  @Flag(help: "Calibrate every tensor, one after another.")
  var all = false

  @Flag(
    help: "Go on with an --output over all tensors that was ended before it was written.")
  var resume = false

  @Flag(help: "Print a JSON object instead of text.")
  var json = false

  func run() throws {
    guard !all || input.tensor == nil else {
      throw Failure("--all excludes --tensor", exit: .usage)
    }
    guard !all || batches.batches != .files else {
      throw Failure("--all excludes --batches files, which makes one tensor of all", exit: .usage)
    }
    let task = try CalibrationTask(scheme, calibrators: calibrators, batches)
    let export = try exporting.export(inputs: input.files)
    guard export == nil || task.calibrators.count == 1 else {
      throw Failure(
        "--output writes what one calibrator chooses: name it with --calibrator", exit: .usage)
    }
    guard !resume || all && export != nil else {
      throw Failure("--resume is about --all with --output", exit: .usage)
    }
    let catalogue = try Catalogue(input, batches)
    try export?.check(catalogue)
    if let export, all {
      try export.keep(
        in: PartialExport(of: export.path, task: RunTask.text(catalogue)), isResumed: resume)
    }
    guard all else {
      let chosen = try catalogue.tensor(named: input.tensor)
      chosen.sayHint()
      let table = try CalibrationTable(chosen, task, showsProgress: true)
      if json { try table.open.checkReport(encodings: table.encodingCount) }
      if let export {
        try export.add(table)
        try export.write()
      }
      let report = CalibrationReport(table)
      standardOutput.write(json ? try report.json().text() + "\n" : report.text())
      return
    }
    try catalogue.checkNotEmpty()
    catalogue.sayHints()
    let report = ModelCalibrationReport(catalogue.tensors, task, export)
    let failureCount = try json ? report.printJSON() : report.printText()
    try export?.write()
    try catalogue.finish(failureCount: failureCount)
  }
}
