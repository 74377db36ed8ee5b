import ArgumentParser

/// How much the inputs matter.
struct ImportanceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Weigh errors by the mean square of each input: an importance matrix of llama.cpp, or vectors by \
      names of tensors in .npz or .safetensors.
      """, valueName: "file"), completion: .file())
  var imatrix: String?

  /// What the file says; nil where none was given.
  func importance() throws -> Importance? { try imatrix.map(Importance.init(path:)) }
}
