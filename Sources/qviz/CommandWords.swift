import FilePaths
import Glibc

/// The words of the command line, before anybody takes them for options.
enum CommandWords {
  /// The words behind the program's name; those that are not UTF-8 as paths have it.
  ///
  /// - Throws: As ``check(_:)``.
  static func ofProcess() throws -> [String] {
    var words: [String] = []
    for index in 1..<max(Int(CommandLine.argc), 1) {
      guard let argument = unsafe CommandLine.unsafeArgv[index] else { continue }
      words.append(unsafe String(systemPath: argument))
    }
    try check(words)
    return words
  }

  /// Refuses names of files that look like options: a shell's `*.npy` hands them over as they are, and
  /// `-thin.npy` would be seven options, one of them that for help.
  ///
  /// - Throws: ``Failure`` for a word with one dash in front that is no number, nor a shape, and either
  ///   has a dot in it or is the name of a file.
  static func check(_ words: [String]) throws {
    for (index, word) in words.enumerated() {
      // Behind this no word is an option.
      if word == "--" { return }
      guard word.hasPrefix("-"), !word.hasPrefix("--"), word.count > 2, Double(word) == nil,
        (try? ShapeArgument(word)) == nil,
        // Names of tensors, which are written with =.
        index == 0 || !["--tensor", "--name"].contains(words[index - 1])
      else { continue }
      var status = stat()
      let isThere = unsafe lstat(word.systemPath, &status) == 0
      guard isThere || word.contains(".") else { continue }
      throw Failure("\(word): begins with a dash; write ./\(word)", exit: .usage)
    }
  }
}
