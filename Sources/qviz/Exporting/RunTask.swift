/// What a run of the program is asked, in words that no other task has.
enum RunTask {
  /// The options that change what is printed and where, and nothing of what is found.
  private static let passedOver: Set<String> = ["--resume", "--json"]
  /// Those that have a value behind them.
  private static let withValue: Set<String> = ["-o", "--output", "--to"]

  /// The words of the command line, and which version of the files they are about.
  ///
  /// - Parameters:
  ///   - catalogue: What was opened.
  ///   - arguments: The words of the command line.
  /// - Returns: One line, such as `calibrate m.safetensors --all --calibrator mse (files 00c3f2…)`.
  static func text(_ catalogue: Catalogue, arguments: [String] = CommandLine.arguments) -> String {
    var words: [String] = []
    var isValue = false
    for word in arguments.dropFirst() {
      if isValue {
        isValue = false
      } else if withValue.contains(word) {
        isValue = true
      } else if !passedOver.contains(word), !withValue.contains(where: { word.hasPrefix($0 + "=") })
      {
        words.append(word)
      }
    }
    // A file that has changed has another size or time.
    let files = Set(catalogue.tensors.map(\.path)).sorted().map { path in
      let version = FileVersion(path: path)
      return "\(path) \(version?.byteCount ?? 0) \(version?.modified ?? 0)"
    }
    return words.joined(separator: " ") + " (files \(Fingerprint.text(of: files)))"
  }
}
