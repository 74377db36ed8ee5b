/// A table, vector or text of a tree of tables, put together so that tests can break it.
indirect enum FlatNode {
  /// A table with some fields, by their numbers.
  case table([Int: FlatField])
  /// A vector of tables.
  case tables([FlatNode])
  /// A vector or text of so many elements.
  case vector(count: Int, [UInt8])

  /// Some text.
  static func text(_ text: String) -> FlatNode { .vector(count: text.utf8.count, Array(text.utf8)) }

  /// A vector of numbers.
  static func numbers<Bits: FixedWidthInteger>(_ values: [Bits]) -> FlatNode {
    .vector(count: values.count, values.flatMap(\.littleEndianBytes))
  }
}

/// A field of a table.
enum FlatField {
  /// A number where the table is.
  case number([UInt8])
  /// What lies behind the table.
  case child(FlatNode)
}

extension FixedWidthInteger {
  /// The bytes of a number, the lowest first.
  var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}

extension FlatField {
  /// A number of some width.
  static func of<Bits: FixedWidthInteger>(_ value: Bits) -> FlatField {
    .number(value.littleEndianBytes)
  }
}

/// Writes a tree of tables, the root first, with nothing aligned: no reader may rely on it.
struct FlatWriter {
  private(set) var bytes: [UInt8]

  /// The file of a root table.
  init(_ root: FlatNode, signature: String = "TFL3") {
    bytes = [0, 0, 0, 0] + Array(signature.utf8)
    link(0, to: write(root))
  }

  private mutating func link(_ position: Int, to target: Int) {
    bytes.replaceSubrange(
      position..<position + 4, with: UInt32(target - position).littleEndianBytes)
  }

  /// Writes a node, and returns where an offset to it leads.
  private mutating func write(_ node: FlatNode) -> Int {
    switch node {
    case .vector(let count, let elements):
      let position = bytes.count
      bytes += UInt32(count).littleEndianBytes + elements + [0]
      return position
    case .tables(let tables):
      let position = bytes.count
      bytes += UInt32(tables.count).littleEndianBytes
      bytes += Array(repeating: 0, count: 4 * tables.count)
      for (index, table) in tables.enumerated() {
        link(position + 4 + 4 * index, to: write(table))
      }
      return position
    case .table(let fields):
      let listed = (fields.keys.max() ?? -1) + 1
      let list = bytes.count
      bytes += UInt16(4 + 2 * listed).littleEndianBytes
      bytes += Array(repeating: 0, count: 2 + 2 * listed)
      let position = bytes.count
      bytes += Int32(position - list).littleEndianBytes
      var children: [(place: Int, node: FlatNode)] = []
      for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
        let place = list + 4 + 2 * field
        bytes.replaceSubrange(
          place..<place + 2, with: UInt16(bytes.count - position).littleEndianBytes)
        switch value {
        case .number(let number): bytes += number
        case .child(let node):
          children.append((bytes.count, node))
          bytes += [0, 0, 0, 0]
        }
      }
      bytes.replaceSubrange(
        list + 2..<list + 4, with: UInt16(bytes.count - position).littleEndianBytes)
      for (place, node) in children { link(place, to: write(node)) }
      return position
    }
  }
}

/// A TensorFlow Lite model, put together field by field so that tests can break any of them.
struct TFLiteBytes {
  /// One tensor; `nil` stands for a field that is not there.
  struct Tensor {
    var name: String?
    var shape: [Int32]?
    var type: Int8
    var buffer: UInt32
    var more: [Int: FlatField] = [:]

    init(
      _ name: String?, _ shape: [Int32]?, type: Int8, buffer: UInt32, more: [Int: FlatField] = [:]
    ) {
      self.name = name
      self.shape = shape
      self.type = type
      self.buffer = buffer
      self.more = more
    }

    var node: FlatNode {
      var fields = more
      if let shape { fields[0] = .child(.numbers(shape)) }
      fields[1] = .of(type)
      fields[2] = .of(buffer)
      if let name { fields[3] = .child(.text(name)) }
      return .table(fields)
    }
  }

  var version: UInt32 = 3
  /// The tensors of each graph, and its name.
  var subgraphs: [(name: String?, tensors: [Tensor])] = []
  /// The buffers, the empty one that each model begins with not among them.
  var buffers: [FlatNode] = []

  /// A buffer with some bytes.
  static func buffer(_ bytes: [UInt8]) -> FlatNode {
    .table([0: .child(.vector(count: bytes.count, bytes))])
  }

  /// A model of one graph, each of whose tensors has the buffer of its own place.
  static func model(_ tensors: [(Tensor, [UInt8])]) -> TFLiteBytes {
    var model = TFLiteBytes()
    var numbered = tensors.map(\.0)
    for index in numbered.indices { numbered[index].buffer = UInt32(index + 1) }
    model.subgraphs = [("main", numbered)]
    model.buffers = tensors.map { buffer($0.1) }
    return model
  }

  /// A model of a float32 and an int4 tensor, and of one that is made as it runs.
  static func sample() -> TFLiteBytes {
    let floats: [Float] = [1, -2, 0.5, 3]
    var model = model([
      (Tensor("a", [2, 2], type: 0, buffer: 0), floats.flatMap(\.bitPattern.littleEndianBytes)),
      (Tensor("b", [3], type: 17, buffer: 0), [0x21, 0x0F]),
    ])
    model.subgraphs[0].tensors.append(Tensor("made", [2], type: 0, buffer: 0))
    return model
  }

  var root: FlatNode {
    let graphs = subgraphs.map { graph in
      FlatNode.table([
        0: .child(.tables(graph.tensors.map(\.node))),
        4: .child(.text(graph.name ?? "")),
      ])
    }
    return .table([
      0: .of(version), 2: .child(.tables(graphs)),
      4: .child(.tables([.table([:])] + buffers)),
    ])
  }

  /// The whole file.
  var bytes: [UInt8] { FlatWriter(root).bytes }
}
