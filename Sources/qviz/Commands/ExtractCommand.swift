import ArgumentParser
import EncodingFiles
import QuantizationEngine
import TensorFiles

/// `qviz extract`: a tensor as a file of its own.
struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Write a tensor as .npy: its values as qviz reads them, or what is stored.",
    usage: """
      qviz extract model.safetensors --tensor lm_head.weight -o lm_head.npy
      qviz extract model.gguf --tensor 12 --codes -o blocks.npy
      qviz extract model.gguf --tensor 12 -o - | python3 script.py
      """,
    discussion: """
      Values are float32, or float64 where float32 does not hold every value of the type. With \
      --codes the stored elements are written as they are: integers as themselves, floats of 16 \
      bits and less as their bit patterns in unsigned integers, packed elements and the \
      integers of a checkpoint's layer one to a byte, and blocks with scales of their own as their \
      bytes, a row of blocks for each row of the tensor.
      """)

  @OptionGroup var input: TensorOptions

  @Flag(help: "Write what is stored instead of the values.")
  var codes = false

  @Option(
    name: [.short, .long], help: "The file to write; - is standard output.", completion: .file())
  var output: String

  func run() throws {
    guard input.ignored.rule.isEmpty else {
      throw Failure("extract writes every value: --ignore-… has no place there", exit: .usage)
    }
    let catalogue = try Catalogue(input)
    if output != "-" { try catalogue.check(output: output) }
    let open = try catalogue.tensor(named: input.tensor)
    guard case .stored(let file, let position) = open.source else {
      throw Failure(
        "\(open.path): is a sketch, which has no order of elements; values need the tensor itself",
        exit: .usage)
    }
    try open.checkInflation()
    let array: TensorArray
    do throws(TensorFileError) {
      array = try codes ? file.storedArray(of: position) : file.valueArray(of: position)
    } catch {
      throw Failure(error)
    }
    try write(array)
  }

  /// Writes piece by piece, so that a tensor of any size passes through little memory.
  private func write(_ array: TensorArray) throws {
    if output == "-" {
      standardOutput.write(array.header)
      try Failure.translating { try array.forEachPiece { standardOutput.write($0) } }
      return
    }
    try Failure.translating {
      var target = try AtomicFile(path: output, existing: .replace)
      try target.write(array.header)
      try array.forEachPiece { try target.write($0) }
      try target.synchronize()
      _ = try target.commit()
    }
  }
}
