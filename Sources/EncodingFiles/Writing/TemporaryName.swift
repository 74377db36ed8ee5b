/// The hidden names of temporary files: `.qviz-` and sixteen hexadecimal digits that nobody can guess.
enum TemporaryName {
  private static let prefix = ".qviz-"
  private static let digitCount = 16

  /// A path in a folder that nothing has, as far as chance goes.
  static func random(in folder: String) -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    let zeros = String(repeating: "0", count: digitCount - digits.count)
    return "\(folder)/\(prefix)\(zeros)\(digits)"
  }

  /// Whether a name in a folder is one of these.
  static func matches(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let digits = name.utf8.dropFirst(prefix.utf8.count)
    return digits.count == digitCount
      && digits.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }
}
