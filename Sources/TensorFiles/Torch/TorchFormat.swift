extension TensorFileFormat {
  /// What `torch.save` writes: a pickle of what was saved, and the bytes of its storages.
  ///
  /// A zip archive comes to ``npz`` first, which knows the two apart by their members; here are the
  /// files of the legacy form, and those that have an extension of PyTorch's and are something else.
  static let torch = TensorFileFormat(
    signature: TorchLegacyFile.signature, fileExtension: "pt", tensors: torchTensors,
    resembles: TorchLegacyFile.begins, otherExtensions: ["pth", "ckpt"])

  /// The tensors of a file that is no zip archive.
  @Sendable
  private static func torchTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    guard layout == RawLayout() else { throw .torch(path: file.path, .layout) }
    let legacy: TorchLegacyFile
    do throws(TorchFault) {
      guard TorchLegacyFile.begins(file) else { throw fault(of: file) }
      legacy = try TorchLegacyFile(file)
    } catch {
      throw .torch(path: file.path, error)
    }
    return try legacy.tensors()
  }

  /// What a file of PyTorch's extension is that is no checkpoint.
  private static func fault(of file: MappedFile) -> TorchFault {
    let beginning = file.bytes(in: 0..<min(262, file.byteCount))
    return beginning.suffix(5).elementsEqual("ustar".utf8)
      ? .tar : .signature(found: Array(beginning.prefix(8)))
  }
}
