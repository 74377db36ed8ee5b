import QuantizationEngine

/// Quantized tensors as a model of ONNX, of `QuantizeLinear` and `DequantizeLinear` alone.
///
///     a parameter     NAME_quantized (codes), NAME_scale, NAME_zero_point  → DequantizeLinear → NAME
///     an activation   NAME (an input) → QuantizeLinear → NAME_quantized → DequantizeLinear → NAME_dequantized
///
/// A model that a runtime runs as it stands, and of which the initializers and nodes can be put into another.
/// Codes are of the narrowest of the types of 2, 4, 8 and 16 bits; those of a parameter may be fewer than the
/// type's, those of an activation may not, for `QuantizeLinear` saturates where its type ends. Blocks may be
/// groups the last of which is shorter. The opset is the oldest that has the types and the blocks.
///
/// Source: onnx 1.23.2, `onnx.proto` and `docs/Operators.md`: `QuantizeLinear` 13, 21 and 25.
public struct QuantizedONNXFormat: QuantizedTensorFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "onnx-qdq"
  /// The name for people.
  public let title = "ONNX models of quantized tensors"
  /// Who reads it.
  public let reader = "ONNX Runtime and others: QuantizeLinear, DequantizeLinear"
  /// What file names end in.
  public let fileExtension = "onnx"
  /// Parameters have codes, activations the operators that make them.
  public let tellsRoles = true

  /// How many bytes a message of Protocol Buffers may have: 2 GiB − 1.
  private static let modelLimit = Int(Int32.max)

  /// Parameters alone.
  public func hasCodes(of tensor: TensorEncodings) -> Bool { tensor.role == .parameter }

  /// Refuses what the operators cannot say, and an empty name, which is ONNX's for nothing.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/nameNotExpressible(format:tensor:reason:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func check(_ tensor: TensorEncodings) throws(EncodingFileError) {
    _ = try layout(of: tensor)
    guard !tensor.name.isEmpty else {
      throw .nameNotExpressible(format: title, tensor: tensor.name, reason: "it is empty")
    }
    guard tensor.role == .activation else { return }
    try FormatLimits(
      format: title, bitWidths: QuantizedONNXType.all.map(\.element.bitCount), codes: .whole,
      granularities: .groups
    ).check(tensor)
  }

  /// The name itself, and those of what is made of the tensor.
  public func names(of tensor: TensorEncodings) -> [String] {
    let name = tensor.name
    return [name, "\(name)_quantized", "\(name)_scale", "\(name)_zero_point"]
      + (tensor.role == .activation ? ["\(name)_dequantized"] : [])
  }

  /// One message: nodes, initializers, inputs and outputs of a graph, in the order of their fields.
  ///
  /// - Throws: as ``check(_:)``, and ``EncodingFileError/fileTooLarge(format:part:limit:found:)``.
  public func parts(of document: EncodingDocument) throws(EncodingFileError) -> [QuantizedPart] {
    var graph = QuantizedONNXGraph()
    var opset = 13
    for (index, tensor) in document.tensors.enumerated() {
      try check(tensor)
      let type = QuantizedONNXType(holding: tensor.scheme)
      opset = max(opset, type.opset, tensor.granularity.opset)
      graph.add(tensor, try layout(of: tensor), at: index, as: type)
    }
    var version = ProtobufMessage()
    version.add(1, text: "")
    version.add(2, number: opset)
    var model = ProtobufMessage()
    model.add(1, number: QuantizedONNXType.fileVersion(ofOpset: opset))
    model.add(2, text: "qviz")
    model.add(3, text: document.producerVersion)
    model.add(7, message: graph.message)
    model.add(8, message: version)
    guard model.byteCount <= Self.modelLimit else {
      throw .fileTooLarge(
        format: title, part: "the model", limit: Self.modelLimit, found: model.byteCount)
    }
    return model.parts
  }

  /// Codes in wider types, and operators that only newer runtimes have.
  public func remarks(on document: EncodingDocument) -> [String] {
    var remarks: [String] = []
    let held = document.tensors.filter { tensor in
      let codes = QuantizedONNXType(holding: tensor.scheme).element.codes
      return codes.count > tensor.scheme.quantMax - tensor.scheme.quantMin + 1
    }
    if !held.isEmpty {
      remarks.append("codes are held in types of 2, 4, 8 and 16 bits; fewer bits are not said")
    }
    let opset =
      document.tensors.map {
        max(QuantizedONNXType(holding: $0.scheme).opset, $0.granularity.opset)
      }.max() ?? 13
    if opset > 13 {
      remarks.append("the model is of opset \(opset), which has the types or blocks of these codes")
    }
    return remarks
  }
}

extension Granularity {
  /// The oldest opset whose operators have it.
  fileprivate var opset: Int {
    if case .perGroup = self { 21 } else { 13 }
  }
}
