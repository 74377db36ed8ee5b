extension TensorFileFormat {
  /// What safetensors saves: the length of a header, the header as JSON, the values.
  ///
  ///     bytes 0–7    length of the header, little-endian, at most 100 000 000
  ///     then         an object with a member for each tensor: its type, shape and offsets
  ///     then         the values, little-endian, row-major, without a gap or an overlap
  ///
  /// There is no signature; a file of any name whose length fits, and whose header begins as an
  /// object with a name does, is of this format.
  ///
  /// Source: huggingface/safetensors, README (Format) and `safetensors/src/tensor.rs`.
  static let safetensors = TensorFileFormat(
    signature: [], fileExtension: "safetensors", tensors: safetensorsTensors,
    resembles: resemblesSafetensors)

  /// The tensors of a safetensors file.
  @Sendable
  private static func safetensorsTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    guard layout == RawLayout() else { throw .safetensors(path: file.path, .layout) }
    let contents = try safetensorsContents(file)
    return QuantizedCheckpoint(
      contents.tensors, annotations: contents.annotations, path: file.path
    ).layers()
  }

  /// What a safetensors file holds, each tensor as it is stored.
  ///
  /// - Throws: ``TensorFileError/safetensors(path:_:)``.
  static func safetensorsContents(
    _ file: MappedFile
  ) throws(TensorFileError) -> SafetensorsContents {
    do throws(SafetensorsFault) {
      return try SafetensorsHeader(file).contents()
    } catch {
      throw .safetensors(path: file.path, error)
    }
  }

  /// Whether a file without the extension is one all the same, as those in caches of downloads are.
  @Sendable
  private static func resemblesSafetensors(_ file: MappedFile) -> Bool {
    guard let header = try? SafetensorsHeader(file), header.range.count >= 2 else { return false }
    let second = file.bytes(in: 9..<10)[0]
    return second == UInt8(ascii: "\"") || second == UInt8(ascii: "}")
  }
}
