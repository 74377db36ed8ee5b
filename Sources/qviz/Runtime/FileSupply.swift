import Glibc

/// Whether the process may open the few files that everything needs.
///
/// Where `Dispatch` cannot open its two, it ends the process without a word.
enum FileSupply {
  /// How many files can be open at one time beside the standard streams.
  private static let count = 8

  /// Throws where that many cannot be had.
  static func check() throws {
    var descriptors: [Int32] = []
    defer { for descriptor in descriptors { close(descriptor) } }
    for _ in 0..<count {
      let descriptor = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
      guard descriptor < 0 else {
        descriptors.append(descriptor)
        continue
      }
      guard errno == EMFILE else { return }
      throw Failure(
        "\(descriptors.count) more files may be open at one time, expected at least \(count); "
          + "'ulimit -n' says how many",
        exit: .unavailable)
    }
  }
}
