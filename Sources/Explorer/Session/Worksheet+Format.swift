internal import NumberFormats

extension Worksheet {
  /// Puts a number format in force on the list by its name; no name puts the scheme in force again.
  ///
  /// - Returns: why there is none of that name; nil if it is in force.
  mutating func putInForce(format text: String) -> String? {
    let name = NumberEntry.trim(text)
    guard !name.isEmpty else {
      setup.format = nil
      say("\(SchemeText.full(setup.inForce.scheme)) is in force")
      return nil
    }
    guard let format = NumberFormat.named(name) else { return FormatSearch.complaint(about: name) }
    setup.format = format
    say("\(name): \(format.source)")
    return nil
  }

  /// Puts the format of the same kind in force to which a way leads, where a format is in force on the
  /// list.
  ///
  /// - Parameter way: The way; nil where a key means none for formats.
  /// - Returns: whether a format is in force, so that the key is dealt with.
  mutating func walk(_ way: FormatWalk?) -> Bool {
    guard let format = setup.format else { return false }
    let other = way.flatMap { way in format.sibling(way) { _ in true } }
    guard let other else {
      say(
        "\(format.name) has no other of its kind that differs in this; F chooses one, Esc puts the "
          + "scheme in force")
      return true
    }
    setup.format = other
    say("\(other.name): \(other.source)")
    return true
  }

  /// Puts the scheme in force again where a number format was; the words about it say so.
  mutating func replacingFormat(_ words: String) -> String {
    guard let format = setup.format else { return words }
    setup.format = nil
    return "\(words), in place of \(format.name)"
  }

  /// Lets the tensor on the desk have the number format that is in force on the list, or that a plan there
  /// chooses for it, or its scheme again,
  /// where the list has changed since it was opened; what it does not fit keeps its scheme.
  mutating func followFormat() {
    let wanted = plannedFormats.map { $0[desk.position] } ?? setup.format
    guard openedUnder[desk.position] != wanted else { return }
    openedUnder[desk.position] = wanted
    guard !desk.isTuned else { return }
    let fitting = wanted.flatMap { format in
      (try? FormatPass(format, shape: desk.subject.shape)) == nil ? nil : format
    }
    desk.inForce = fitting.map(Recoding.format)
  }
}
