import ArgumentParser
import TensorFiles
import TerminalScreen

/// `qviz list`: what is in some files, without reading the values.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the tensors of files: name, type, shape, count, bytes.",
    usage: """
      qviz list weights.npy activations/*.npy
      qviz list activation.bin --shape 1,33,384 --json
      """)

  @Argument(help: "Tensor files.", completion: .file())
  var files: [String]

  @OptionGroup(title: "Headerless files")
  var layout: LayoutOptions

  @Flag(help: "Print a JSON array instead of a table.")
  var json = false

  func run() throws {
    var rows: [(path: String, tensor: TensorFacts)] = []
    for path in files { rows += try tensors(of: path).map { (path, $0) } }
    if json {
      standardOutput.write(try JSONValue.array(rows.map(Self.object)).text() + "\n")
    } else {
      standardOutput.write(Self.table(rows).text)
    }
  }

  /// What is in a file; a sketch is one tensor.
  private func tensors(of path: String) throws -> [TensorFacts] {
    if layout.rawLayout == RawLayout(), let file = try SketchFile.read(path) {
      return [file.facts]
    }
    do {
      return try TensorFile.open(path: path, layout: layout.rawLayout).tensors.map(
        TensorFacts.init)
    } catch {
      throw Failure(error)
    }
  }

  private static func object(path: String, tensor: TensorFacts) -> JSONValue {
    .object([
      "file": .string(path),
      "name": .string(tensor.name),
      "dtype": .string(tensor.typeName),
      "shape": .array(tensor.shape.map(JSONValue.integer)),
      "count": .integer(tensor.elementCount),
      "bytes": .integer(tensor.byteCount),
    ])
  }

  private static func table(_ rows: [(path: String, tensor: TensorFacts)]) -> TextTable {
    var table = TextTable(columns: [
      .init("name"), .init("type"), .init("shape"), .init("count", alignment: .trailing),
      .init("bytes", alignment: .trailing), .init("file"),
    ])
    for (path, tensor) in rows {
      table.rows.append([
        tensor.name, tensor.typeName, "\(tensor.shape)", "\(tensor.elementCount)",
        "\(tensor.byteCount)", path,
      ])
    }
    return table
  }
}
