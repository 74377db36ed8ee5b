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
    // FNV-1a over what tells whether a file has changed.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for path in Set(catalogue.tensors.map(\.path)).sorted() {
      let version = FileVersion(path: path)
      for byte in "\(path) \(version?.byteCount ?? 0) \(version?.modified ?? 0)\n".utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      }
    }
    let digits = String(hash, radix: 16)
    let padding = String(repeating: "0", count: 16 - digits.count)
    return words.joined(separator: " ") + " (files \(padding)\(digits))"
  }
}
