import ArgumentParser
import QuantizationEngine
import TensorFiles
import TerminalScreen

/// `qviz list`: what is in some files, without reading the values.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract:
      "List the tensors of files: name, storage, shape, count, bytes.",
    usage: """
      qviz list model.safetensors
      qviz list weights.npy activations/
      qviz list activation.bin --shape 1,33,384 --json
      """)

  @Argument(
    help: "Tensor files, checkpoints, models, or folders of them; - is standard input.",
    completion: .file())
  var files: [String]

  @OptionGroup var memory: MemoryOptions

  @OptionGroup(title: "Headerless files")
  var layout: LayoutOptions

  @Flag(help: "Print a JSON array instead of a table.")
  var json = false

  func run() throws {
    let catalogue = Catalogue(
      paths: files, layout: layout.rawLayout, budget: try memory.budget())
    if catalogue.tensors.isEmpty, catalogue.failures.count <= 1 { try catalogue.checkNotEmpty() }
    if json {
      let rows = catalogue.tensors.enumerated().map { number, tensor in
        Self.object(tensor, hint: number < OpenTensor.hintLimit ? tensor.hint : nil)
      }
      standardOutput.write(try JSONValue.array(rows).text() + "\n")
    } else if !catalogue.tensors.isEmpty {
      standardOutput.write(Self.text(catalogue.tensors))
    }
    catalogue.sayHints()
    try catalogue.sayFailures()
  }

  private static func object(_ tensor: OpenTensor, hint: String?) -> JSONValue {
    let facts = tensor.facts
    let obstacle = tensor.obstacle
    var members: [String: JSONValue] = [
      "file": .string(tensor.path),
      "name": .string(facts.name),
      "dtype": obstacle == nil ? .string(facts.typeName) : .null,
      "stored_as": .string(facts.storedAs),
      "shape": .array(facts.shape.map(JSONValue.integer)),
      "count": .integer(facts.elementCount),
      "bytes": .integer(facts.byteCount),
    ]
    if let obstacle { members["unread"] = .string(obstacle) }
    members["hint"] = hint.map(JSONValue.string)
    members["spooled"] = tensor.spooled?.json
    return .object(members)
  }

  /// A row for each tensor; where all lie in one file, that is said once, below.
  private static func text(_ tensors: [OpenTensor]) -> String {
    let places = tensors.map { $0.path + ($0.spooled.map { ", \($0.words)" } ?? "") }
    let isOneFile = tensors.count > 1 && Set(places).count == 1
    let hasObstacles = tensors.contains { $0.obstacle != nil }
    var table = TextTable(
      columns: [
        .init("#", alignment: .trailing), .init("name"), .init("stored as"), .init("shape"),
        .init("count", alignment: .trailing), .init("bytes", alignment: .trailing),
      ] + (isOneFile ? [] : [.init("file")])
        + (hasObstacles ? [.init("not read, because")] : []))
    for (number, tensor) in tensors.enumerated() {
      let facts = tensor.facts
      table.rows.append(
        [
          "\(number)", facts.name, facts.storedAs, "\(facts.shape)", "\(facts.elementCount)",
          "\(facts.byteCount)",
        ] + (isOneFile ? [] : [places[number]])
          + (hasObstacles ? [tensor.obstacle ?? ""] : []))
    }
    return table.text + (isOneFile ? DisplaySentence.of("in \(places[0])") + "\n" : "")
  }
}
