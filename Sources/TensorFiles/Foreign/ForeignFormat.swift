/// A kind of file that is recognised only to be refused by its name.
///
/// Without it whatever is no run of numbers would open as raw float32 where its size is a multiple of
/// four, and show noise as if it were a tensor.
///
/// How each is recognised is in the tables of ``ForeignSign``.
public struct ForeignFormat: Hashable, Sendable {
  /// What it is, fit for a sentence: `a PNG image`.
  public let name: String
  /// What to do about it, fit for a sentence: `decode it and save the array as .npy`.
  public let advice: String

  init(_ name: String, _ advice: String) {
    self.name = name
    self.advice = advice
  }
}

/// What a file of a foreign format was recognised by; the raw value is its word.
public enum ForeignEvidence: String, CaseIterable, Hashable, Sendable {
  /// Its contents.
  case contents = "is"
  /// Its extension; nothing in its contents says that it is something else.
  case fileExtension = "has the name of"
  /// The file beside it that says what is in it.
  case companion = "holds the values of"
}
