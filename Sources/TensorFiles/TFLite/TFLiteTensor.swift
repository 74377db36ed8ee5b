/// What a model says about one tensor, field by field.
struct TFLiteTensor {
  private let table: FlatBufferTable

  /// A tensor of a graph.
  init(_ index: Int, of tensors: FlatBufferVector) throws(TFLiteTensorFault) {
    table = try TFLiteTensorFault.reading { () throws(FlatBufferFault) in try tensors.table(index) }
  }

  /// Where in the file it is said.
  var position: Int { table.position }

  /// The bytes of its name.
  var name: FlatBufferVector? {
    get throws(TFLiteTensorFault) { try vector(Field.name, elementByteCount: 1) }
  }

  /// Its dimensions, int32 each; nil for a single number.
  var shape: FlatBufferVector? {
    get throws(TFLiteTensorFault) { try vector(Field.shape, elementByteCount: 4) }
  }

  /// What its elements are.
  var type: TFLiteType {
    get throws(TFLiteTensorFault) { TFLiteType(number: try integer(Field.type)) }
  }

  /// The number of the buffer that has its bytes; 0 for none.
  var buffer: UInt32 { get throws(TFLiteTensorFault) { try integer(Field.buffer) } }

  /// The number by which its bytes are found in another file; 0 for none.
  var externalBuffer: UInt32 {
    get throws(TFLiteTensorFault) { try integer(Field.externalBuffer) }
  }

  /// What is said of the meaning of its codes.
  var quantization: FlatBufferTable? {
    get throws(TFLiteTensorFault) {
      try TFLiteTensorFault.reading { () throws(FlatBufferFault) in
        try table.table(Field.quantization)
      }
    }
  }

  /// Whether its values change as the model runs.
  var isVariable: Bool {
    get throws(TFLiteTensorFault) { try integer(Field.isVariable) as UInt8 != 0 }
  }

  /// Whether only some of its elements have bytes.
  var isSparse: Bool {
    get throws(TFLiteTensorFault) {
      try TFLiteTensorFault.reading { () throws(FlatBufferFault) in
        try table.place(of: Field.sparsity) != nil
      }
    }
  }

  private func integer<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ field: Int
  ) throws(TFLiteTensorFault) -> Bits {
    try TFLiteTensorFault.reading { () throws(FlatBufferFault) in try table.integer(field) }
  }

  private func vector(
    _ field: Int, elementByteCount: Int
  ) throws(TFLiteTensorFault) -> FlatBufferVector? {
    try TFLiteTensorFault.reading { () throws(FlatBufferFault) in
      try table.vector(field, elementByteCount: elementByteCount)
    }
  }

  private enum Field {
    static let shape = 0
    static let type = 1
    static let buffer = 2
    static let name = 3
    static let quantization = 4
    static let isVariable = 5
    static let sparsity = 6
    static let externalBuffer = 10
  }
}
