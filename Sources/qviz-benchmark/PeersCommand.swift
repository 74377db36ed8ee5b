import ArgumentParser
import Calibration
import FoundationEssentials
import QuantizationEngine
import TensorFiles

/// Times what qviz does on a file whenever it is asked to, so that another program can time other
/// tools on the same file in turns with it.
///
/// Each line of standard input names a task; each is answered by one line of JSON. The first line
/// that is printed lists the tasks.
struct PeersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peers",
    abstract: "Time tasks on a file as standard input names them (for Tests/Peers).")

  @Argument(help: "A tensor file.", completion: .file())
  var file: String

  @Option(name: .customLong("min"), help: "Where the setting that is measured clips below.")
  var lower: Double

  @Option(name: .customLong("max"), help: "Where it clips above.")
  var upper: Double

  /// The tasks, as the other program sees them.
  private struct Greeting: Encodable {
    let tasks: [String]
    let count: Int
  }

  /// What came of a task.
  private struct Answer: Encodable {
    let task: String
    var seconds: Double?
    /// A mean squared error, or the two ends of a range.
    var answer: [Double]?
    var error: String?
  }

  func run() throws {
    let tensorFile = try TensorFile.open(path: file)
    let layout = try BlockLayout(
      shape: tensorFile.tensors[0].shape, granularity: .perTensor)
    let tensor = try tensorFile.exactDistribution(layout)
    let tasks = self.tasks(tensorFile, layout, tensor)
    try answer(Greeting(tasks: tasks.map(\.name), count: tensor.count))
    while let line = readLine() {
      guard let task = tasks.first(where: { $0.name == line }) else {
        try answer(Answer(task: line, error: "no such task"))
        continue
      }
      do {
        let start = ContinuousClock.now
        let result = try task.run()
        let seconds = (ContinuousClock.now - start).seconds
        try answer(Answer(task: line, seconds: seconds, answer: result))
      } catch {
        try answer(Answer(task: line, error: "\(error)"))
      }
    }
  }

  /// Something to time.
  private struct Task {
    let name: String
    let run: () throws -> [Double]
  }

  private func tasks(
    _ file: TensorFile, _ layout: BlockLayout, _ tensor: TensorDistribution
  ) -> [Task] {
    let range = ClippingRange(lower: lower, upper: upper)
    let open = Task(name: "open") {
      [Double(try file.exactDistribution(layout).count)]
    }
    let mse = Task(name: "mse") {
      let staircase = AffineQuantizer(encoding: try Scheme.standard.encoding(for: range)).staircase
      return [tensor.error(on: [staircase]).meanSquaredError ?? .nan]
    }
    let named = CalibratorCatalog.all.map { ($0.name, $0) } + Self.otherSettings
    let calibrators = named.flatMap { name, calibrator in
      Self.schemes.map { scheme in
        Task(name: "\(name)/\(scheme.name)") {
          let range = try calibrator.clippingRange(
            for: tensor.blocks[0],
            scheme: try Scheme(bitWidth: 8, symmetry: scheme.symmetry))
          return [range.lower, range.upper]
        }
      }
    }
    return [open, mse] + calibrators
  }

  /// Calibrators with settings that are not the standard ones.
  private static let otherSettings: [(String, any Calibrator)] = [
    ("ort-entropy-2048", OrtEntropyCalibrator(binCount: 2048))
  ]

  /// The schemes of 8 bits; some tools know but one of them.
  private static let schemes: [(name: String, symmetry: Symmetry)] = [
    ("asymmetric", .asymmetric), ("symmetric", .symmetric), ("restricted", .restrictedSymmetric),
  ]

  private func answer(_ value: some Encodable) throws {
    standardOutput.write(String(decoding: try JSONEncoder().encode(value), as: UTF8.self) + "\n")
  }
}
