import Foundation
import TestSupport

/// The real program, run as a person's shell runs it.
enum Program {
  /// What a run left behind.
  struct Outcome {
    /// The exit code, or 128 plus the number of the signal that ended it.
    let status: Int32
    /// All of standard output.
    let output: String
    /// All of standard error.
    let errors: String
  }

  /// The binary that was built with these tests: it lies beside them.
  static let path = built("qviz")
  /// The binary that measures it.
  static let benchmarkPath = built("qviz-benchmark")

  private static func built(_ name: String) -> String {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: name).path
  }

  /// Runs it with some arguments until it ends, without a terminal.
  static func run(
    _ arguments: [String], in folder: URL = Checkout.root, variables: [String: String] = [:]
  ) throws -> Outcome {
    try start([path] + arguments, in: folder, variables: variables)
  }

  /// Runs the benchmark with some arguments until it ends.
  static func benchmark(
    _ arguments: [String], variables: [String: String] = [:]
  ) throws -> Outcome {
    try start([benchmarkPath] + arguments, in: Checkout.root, variables: variables)
  }

  /// Runs a line of shell in which `qviz` is the program.
  static func shell(_ line: String, in folder: URL = Checkout.root) throws -> Outcome {
    try start(["bash", "-c", "qviz() { '\(path)' \"$@\"; }; \(line)"], in: folder, variables: [:])
  }

  private static func start(
    _ command: [String], in folder: URL, variables: [String: String]
  ) throws -> Outcome {
    var environment = Subprocess.pinnedEnvironment.merging(variables) { $1 }
    // Under AddressSanitizer a program that exits in the middle of a function has left something
    // behind there, which is no leak.
    environment["ASAN_OPTIONS"] = "detect_leaks=0"
    let process = try Subprocess(command, environment: environment, directory: folder)
    let status =
      switch process.ending {
      case .exited(let code): code
      case .killed(let signal): 128 + signal
      }
    return Outcome(status: status, output: process.outputText, errors: process.errorText)
  }
}

/// The checked-out tree.
enum Checkout {
  /// Its top folder, in which the tests run the program.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Where the tensor of a fixture lies, from the top.
  static func tensor(_ id: String) -> String { "Tests/Fixtures/tensors/\(id).npy" }
}

/// A folder of a test's own, gone when the test is.
final class ScratchFolder {
  /// Where it is.
  let url: URL

  /// A new empty folder.
  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "qviz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The path of a file in it.
  func path(_ name: String) -> String { url.appending(path: name).path }

  /// The names of everything in it, hidden files too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  /// Writes a file.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    try Data(bytes).write(to: url.appending(path: name))
    return path(name)
  }

  /// An empty file.
  func newFile(_ name: String) throws -> URL {
    try write([], to: name)
    return url.appending(path: name)
  }
}
