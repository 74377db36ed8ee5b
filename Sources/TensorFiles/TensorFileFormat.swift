/// A way to lay tensors out in a file: how it is recognised and how it is read.
///
/// A new format is one file with one of these, and one line in ``all``. If it was refused until
/// then, its line in ``ForeignFormat`` goes.
struct TensorFileFormat: Sendable {
  /// The bytes every file of this format begins with; empty if there are none.
  let signature: [UInt8]
  /// The extension, in lower case and without the dot, that promises this format.
  let fileExtension: String
  /// The tensors of a file: every size checked against the file, no value read.
  let tensors: @Sendable (MappedFile, RawLayout) throws(TensorFileError) -> [StoredTensor]
  /// Whether a file is of this format although it has neither signature nor extension.
  var resembles: @Sendable (MappedFile) -> Bool = { _ in false }

  /// Every format that describes itself.
  static let all: [TensorFileFormat] = [.npy, .npz, .safetensors, .safetensorsIndex, .gguf]

  /// The format of a file: by its first bytes, then by its extension, then by what else is in it.
  ///
  /// A file with a format's extension but not its signature is that format's to refuse: a broken
  /// file is never taken for raw values.
  ///
  /// - Throws: ``TensorFileError/formatNotRead(path:format:)`` for a container that is known but
  ///   not read, unless the layout says what its bytes are to mean.
  static func of(
    _ file: MappedFile, layout: RawLayout
  ) throws(TensorFileError) -> TensorFileFormat {
    let longest =
      (all.map(\.signature) + ForeignFormat.allCases.flatMap(\.signatures))
      .map(\.count).max() ?? 0
    let beginning = file.bytes(in: 0..<min(longest, file.byteCount))
    let signed = all.first { !$0.signature.isEmpty && beginning.starts(with: $0.signature) }
    if let signed { return signed }
    let fileExtension = FileName(path: file.path).fileExtension
    if let format = all.first(where: { $0.fileExtension == fileExtension }) { return format }
    let foreign = ForeignFormat.allCases.first {
      $0.fileExtensions.contains(fileExtension)
        || $0.signatures.contains { beginning.starts(with: $0) }
    }
    if let foreign, layout.elementType == nil {
      throw .formatNotRead(path: file.path, format: foreign)
    }
    // Who says what the bytes are to mean knows better than a resemblance.
    guard layout.elementType == nil else { return .raw }
    return all.first { $0.resembles(file) } ?? .raw
  }
}

/// The last part of a path, cut at its last dot.
struct FileName: Hashable, Sendable {
  /// The name without folders and without the extension.
  let base: String
  /// What follows the last dot, in lower case; empty if nothing does, or if nothing precedes it.
  let fileExtension: String

  /// The name in a path; by bytes, so that no accent can hide a slash or a dot.
  init(path: String) {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else {
      base = String(Substring(name))
      fileExtension = ""
      return
    }
    base = String(Substring(name[..<dot]))
    fileExtension = String(Substring(name[name.index(after: dot)...])).lowercased()
  }
}
