/// A file beside another that says what the other holds: values of many tensors, without a boundary.
enum CompanionFile {
  /// The model whose values a file holds, by the file that describes them.
  static func format(of glimpse: FileGlimpse) -> ForeignFormat? {
    let path = glimpse.file.path
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")), !glimpse.fileExtension.isEmpty
    else {
      return nil
    }
    let stem = String(path[..<dot])
    if glimpse.fileExtension == "bin" {
      if let graph = look(stem + ".xml"), graph.mentions("<net ") {
        return ForeignFormat(
          "an OpenVINO model (the .xml beside it says where each lies)",
          "openvino reads them; save its constants as .npy or .safetensors")
      }
      if let graph = look(stem + ".param"), graph.has("7767517", at: 0) {
        return ForeignFormat(
          "an ncnn model (the .param beside it says where each lies)",
          "convert the model they came from, or save its weights as .npy")
      }
    }
    if glimpse.fileExtension.hasPrefix("data-"), look(stem + ".index") != nil {
      return ForeignFormat(
        "a TensorFlow checkpoint (the .index beside it says where each lies)",
        "tf.train.load_checkpoint reads them; save its tensors as .npz")
    }
    return nil
  }

  private static func look(_ path: String) -> FileGlimpse? {
    (try? MappedFile(path: path)).map(FileGlimpse.init)
  }
}
