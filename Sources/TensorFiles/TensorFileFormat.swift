/// A way to lay tensors out in a file: how it is recognised and how it is read.
///
/// A new format is one file with one of these, and one line in ``all``. If it was refused until
/// then, its line in the tables of ``ForeignSign`` goes.
struct TensorFileFormat: Sendable {
  /// The bytes every file of this format begins with; empty if there are none.
  let signature: [UInt8]
  /// The extension, in lower case and without the dot, that promises this format; nil if none does.
  let fileExtension: String?
  /// The tensors of a file: every size checked against the file, no value read.
  let tensors: @Sendable (MappedFile, RawLayout) throws(TensorFileError) -> [StoredTensor]
  /// Whether a file is of this format although it has neither signature nor extension.
  var resembles: @Sendable (MappedFile) -> Bool = { _ in false }
  /// More extensions that promise this format.
  var otherExtensions: Set<String> = []
  /// Whether a person may say what the items are.
  var takesType = false

  /// Whether a file of it says nothing about itself.
  var isHeaderless: Bool { signature.isEmpty && fileExtension == "" }

  /// Every format that describes itself.
  static let all: [TensorFileFormat] = [
    .npy, .npz, .safetensors, .safetensorsIndex, .gguf, .onnx, .onnxTensor, .tflite, .torch,
  ]

  /// The format of a file: by its first bytes, then by what else is in it, then by its extension.
  ///
  /// What is no run of numbers is refused by its name, whatever it is called; and a file with a
  /// format's extension that is nothing else is that format's to refuse: a broken file is never taken
  /// for raw values. Those are the last resort.
  ///
  /// - Throws: ``TensorFileError/formatNotRead(path:format:by:)`` for what is known but not read,
  ///   unless the layout says what its bytes are to mean.
  static func of(
    _ file: MappedFile, layout: RawLayout
  ) throws(TensorFileError) -> TensorFileFormat {
    let longest = all.map(\.signature.count).max() ?? 0
    let beginning = file.bytes(in: 0..<min(longest, file.byteCount))
    let signed = all.first { !$0.signature.isEmpty && beginning.starts(with: $0.signature) }
    if let signed { return signed }
    let fileExtension = FileName(path: file.path).fileExtension
    let promised = all.first {
      $0.fileExtension == fileExtension || $0.otherExtensions.contains(fileExtension)
    }
    // Who says what the bytes are to mean knows better than a name, or a resemblance.
    guard layout.elementType == nil else {
      guard let promised, promised.resembles(file) else { return .raw }
      return promised
    }
    if let format = all.first(where: { $0.resembles(file) }) { return format }
    let glimpse = FileGlimpse(file)
    try refuse(glimpse, by: .contents)
    if let promised { return promised }
    try refuse(glimpse, by: .fileExtension)
    try refuse(glimpse, by: .companion)
    return .raw
  }

  /// Throws where a file is of a foreign format.
  private static func refuse(
    _ glimpse: FileGlimpse, by evidence: ForeignEvidence
  ) throws(TensorFileError) {
    guard let format = ForeignFormat(glimpse, by: evidence) else { return }
    throw .formatNotRead(path: glimpse.file.path, format: format, by: evidence)
  }
}
