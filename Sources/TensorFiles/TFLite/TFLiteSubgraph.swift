/// One graph of a model, whose tensors are read one by one.
struct TFLiteSubgraph {
  /// Its place among the graphs of the model.
  let number: Int
  /// Its name, or its number where it has none.
  let name: String
  /// How many tensors it has.
  var tensorCount: Int { tensors?.count ?? 0 }

  /// The tensors.
  let tensors: FlatBufferVector?
  /// The buffers of the model.
  let buffers: FlatBufferVector

  /// A graph of a model.
  init(
    _ number: Int, of subgraphs: FlatBufferVector, buffers: FlatBufferVector,
    _ budget: inout TFLiteBudget
  ) throws(TFLiteFault) {
    self.number = number
    self.buffers = buffers
    let text: FlatBufferVector?
    do throws(FlatBufferFault) {
      let table = try subgraphs.table(number)
      tensors = try table.vector(Field.tensors, elementByteCount: 4)
      text = try table.vector(Field.name, elementByteCount: 1)
    } catch {
      throw .tree(.subgraph(number), error)
    }
    budget.countTensor()
    budget.count(bytes: text?.count ?? 0)
    let bytes = text?.integers(UInt8.self) ?? []
    name = bytes.isEmpty ? String(number) : String(decoding: bytes, as: UTF8.self)
  }

  /// The elements of a constant as they are stored; nil where no constant has that index, or where it
  /// cannot be read.
  func elements(of index: Int, _ budget: inout TFLiteBudget) -> StoredTensor? {
    guard let tensors, (0..<tensors.count).contains(index) else { return nil }
    budget.countTensor()
    var constant = TFLiteConstant(subgraph: name, number: number, index: index)
    guard let tensor = try? TFLiteTensor(index, of: tensors),
      (try? constant.read(tensor, buffers: buffers, &budget)) ?? false
    else { return nil }
    return try? constant.codes(named: "", in: buffers.buffer.file)
  }

  private enum Field {
    static let tensors = 0
    static let name = 4
  }
}
