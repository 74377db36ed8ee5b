extension TensorFileFormat {
  /// A model of ONNX: its initializers and constants.
  ///
  /// The file is one message of Protocol Buffers, a ModelProto. It begins with nothing certain, so it
  /// is known by its extension, or because every field of the message and of its graph is one that a
  /// model has.
  ///
  /// Source: onnx 1.23.2, `onnx.proto` and `docs/IR.md`; where `onnx.load` and `numpy_helper.to_array`
  /// do otherwise is in the module's README.
  static let onnx = TensorFileFormat(
    signature: [], fileExtension: "onnx", tensors: onnxTensors,
    resembles: ONNXRecognition.isModel)

  /// One tensor of ONNX in a file of its own, a TensorProto, such as `input_0.pb` of a test set.
  ///
  /// Many other things are called `.pb`, so it is known by its content alone.
  static let onnxTensor = TensorFileFormat(
    signature: [], fileExtension: nil, tensors: onnxTensor,
    resembles: ONNXRecognition.isTensor)

  @Sendable
  private static func onnxTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    do throws(ONNXFault) {
      guard layout == RawLayout() else { throw .layout }
      return try ONNXModel(file).tensors
    } catch {
      throw .onnx(path: file.path, error)
    }
  }

  @Sendable
  private static func onnxTensor(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    guard layout == RawLayout() else { throw .onnx(path: file.path, .layout) }
    do throws(ProtobufFault) {
      let tensor = try ONNXTensor(file, 0..<file.byteCount)
      let name = tensor.name.isEmpty ? FileName(path: file.path).base : tensor.text
      var placing = ONNXPlacing(file)
      return [placing.placed(tensor, name: name)]
    } catch {
      throw .onnx(path: file.path, .message(error))
    }
  }
}
