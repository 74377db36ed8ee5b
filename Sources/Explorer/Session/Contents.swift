/// Everything that was opened, before any of it is read.
public struct Contents: Sendable {
  /// The tensors in natural order, file after file.
  public let subjects: [Subject]
  /// Why files were not read, one sentence for each.
  public let unread: [String]
  /// What a person should know of what was read, one sentence for each thing.
  public let notes: [String]
  /// The quantized model that it is compared with; nil without one.
  public let comparedWith: ComparedModel?
  /// Whether there is more than one thing to choose from.
  var isList: Bool { subjects.count + unread.count > 1 }
  /// How many files the tensors lie in.
  let fileCount: Int
  /// How many values there are; nil where no integer holds the number.
  let valueCount: Int?
  /// How many bytes they take in their files; nil where no integer holds the number.
  let byteCount: Int?

  /// What was opened.
  ///
  /// - Precondition: there is at least one tensor.
  public init(
    subjects: [Subject], unread: [String] = [], notes: [String] = [],
    comparedWith: ComparedModel? = nil
  ) {
    precondition(!subjects.isEmpty, "there is nothing to explore without a tensor")
    self.subjects = subjects
    self.unread = unread
    self.notes = notes
    self.comparedWith = comparedWith
    fileCount = Set(subjects.map(\.path)).count
    valueCount = Contents.sum(subjects.lazy.map(\.elementCount))
    byteCount = Contents.sum(subjects.lazy.map(\.byteCount))
  }

  private static func sum(_ parts: some Sequence<Int?>) -> Int? {
    parts.reduce(0 as Int?) { total, part in
      guard let total, let part else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      return overflow ? nil : sum
    }
  }
}
