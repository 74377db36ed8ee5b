extension TensorFileFormat {
  /// What ggml and the programs around it save: numbers, metadata, a list of tensors, their bytes.
  ///
  ///     bytes 0–3    47 47 55 46
  ///     bytes 4–7    version: 2 or 3
  ///     bytes 8–15   number of tensors
  ///     bytes 16–23  number of metadata keys
  ///     then         for each key: its name, the type of its value, the value
  ///     then         for each tensor: its name, dimensions (the fastest first), type and offset
  ///     then         from the next multiple of the alignment on, the bytes of the tensors, each
  ///                  filled up to a multiple of the alignment
  ///
  /// Lengths and offsets have 64 bits, types and the number of dimensions 32; all are little-endian,
  /// or big-endian if the version is, and so are the elements of the tensors. The alignment is the
  /// metadata's `general.alignment`, else 32.
  ///
  /// Source: ggml 0.25.3, `docs/gguf.md` and `src/gguf.cpp`, whose checks are made here too; where
  /// they differ is in the module's README.
  static let gguf = TensorFileFormat(
    signature: Array("GGUF".utf8), fileExtension: "gguf", tensors: ggufTensors)

  /// The tensors of a file, and of all its parts where it is the first of several.
  @Sendable
  private static func ggufTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    guard layout == RawLayout() else { throw .gguf(path: file.path, .layout) }
    let header = try GGUFHeader.of(file)
    guard let part = header.metadata.part, part.number == 0 else { return header.tensors }
    return GGUFParts(first: header, count: part.count).tensors
  }
}
