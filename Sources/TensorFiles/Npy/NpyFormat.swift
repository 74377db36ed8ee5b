extension TensorFileFormat {
  /// What numpy's `save` writes: a signature, a version, a header as a Python dictionary, values.
  ///
  ///     bytes 0–5    93 4E 55 4D 50 59
  ///     bytes 6–7    version: 1.0, 2.0 or 3.0
  ///     bytes 8–9    length of the header, little-endian (bytes 8–11 from version 2.0 on)
  ///     then         the header, then exactly the values
  ///
  /// Source: numpy, `numpy/lib/_format_impl.py`. Stricter than numpy in three ways: a key given
  /// twice, bytes behind the values, and a list where a tuple belongs are errors.
  static let npy = TensorFileFormat(
    signature: NpySource.signature, fileExtension: "npy", tensors: npyTensors,
    takesType: true)

  /// The one tensor of an `.npy` file.
  @Sendable
  private static func npyTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    let tensor = try NpyTensor(NpySource(file), layout: layout)
    return [
      StoredTensor(
        description: tensor.description, file: file, start: tensor.start, form: tensor.form)
    ]
  }
}
