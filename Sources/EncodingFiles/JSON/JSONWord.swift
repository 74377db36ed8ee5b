/// Words out of a list, as JSON strings.
enum JSONWord {
  /// The value whose word a string is.
  ///
  /// - Throws: ``EncodingFileError/wrongWord(member:expected:found:)``.
  static func value<Word: RawRepresentable & CaseIterable>(
    _ string: String, member: String
  ) throws(EncodingFileError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: string) else {
      throw .wrongWord(member: member, expected: Word.allCases.map(\.rawValue), found: string)
    }
    return word
  }
}

/// Who wrote a file, as the formats in JSON say it.
struct ProducerText: Codable {
  private let package: String
  /// The version of the program.
  let version: String
  /// What the program was asked, where the file says it.
  let task: String?

  init(version: String, task: String? = nil) {
    package = "qviz"
    self.version = version
    self.task = task
  }
}
