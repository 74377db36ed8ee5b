extension TensorFileFormat {
  /// What LiteRT runs, TensorFlow Lite's models: a tree of tables, and the bytes of its constants.
  ///
  ///     bytes 4–7    54 46 4C 33
  ///     model        version, subgraphs, buffers
  ///     subgraph     tensors, name
  ///     tensor       shape, type, number of its buffer, name, quantization, sparsity
  ///     buffer       bytes, or where in the file they are, for models past 2 GB
  ///
  /// A tensor is a constant, and is listed, where its buffer has bytes; the others are made when the
  /// model runs. The operators are not looked at.
  ///
  /// Source: google-ai-edge/LiteRT, `tflite/converter/schema/schema.fbs`, version 3d, and
  /// `tflite/core/interpreter_builder.cc`, whose checks are made here too.
  static let tflite = TensorFileFormat(
    signature: [], fileExtension: "tflite", tensors: tfliteTensors,
    resembles: { TFLiteModel.isSigned($0) })

  /// The constants of a model.
  @Sendable
  private static func tfliteTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    do throws(TFLiteFault) {
      guard layout == RawLayout() else { throw .layout }
      return try TFLiteModel(file, in: 0..<file.byteCount, path: file.path).tensors
    } catch {
      throw .tflite(path: file.path, error)
    }
  }
}
