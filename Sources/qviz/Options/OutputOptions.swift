import ArgumentParser
import TensorFiles

/// Where a command writes.
struct OutputOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "The file to write.", completion: .file())
  var output: String

  /// Refuses to write over what is read.
  func check(against inputs: [String]) throws {
    try Self.check(output, against: inputs)
  }

  /// Refuses to write over what is read.
  static func check(_ output: String, against inputs: [String]) throws {
    guard let identity = FileIdentity(path: output) else { return }
    for input in inputs.map(StandardInput.path) where FileIdentity(path: input) == identity {
      throw Failure("\(output): is one of the files that are read", exit: .usage)
    }
  }
}
