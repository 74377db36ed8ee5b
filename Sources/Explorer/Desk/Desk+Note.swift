extension Desk {
  /// How many characters a note may have.
  static let noteLimit = 400

  /// Writes something down about the tensor; an empty text takes it back.
  ///
  /// - Precondition: the text has up to ``noteLimit`` characters.
  mutating func write(note text: String) {
    note = text.isEmpty ? nil : text
    say(text.isEmpty ? "no note" : "noted")
  }
}
