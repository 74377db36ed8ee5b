import Glibc

/// What a reader did and must not do.
enum Finding {
  /// Stops the fuzzer, with a sentence, unless something holds.
  ///
  /// Not a precondition: optimized code has no words for those.
  static func unless(_ holds: Bool, _ sentence: @autoclosure () -> String) {
    guard !holds else { return }
    StandardError.say("finding: expected that \(sentence())")
    abort()
  }
}

/// Where libFuzzer writes as well.
enum StandardError {
  /// Writes a line.
  static func say(_ line: String) {
    let bytes = Array(line.utf8) + [UInt8(ascii: "\n")]
    write(STDERR_FILENO, bytes, bytes.count)
  }
}
