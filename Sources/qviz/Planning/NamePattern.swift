/// A pattern of tensor names: `*` stands for any characters, `?` for one; without either, for a part of the name.
struct NamePattern: Hashable {
  /// What was typed.
  let text: String

  private let characters: [Character]

  init(_ text: String) {
    self.text = text
    characters = Array(text.contains { $0 == "*" || $0 == "?" } ? text : "*\(text)*")
  }

  /// Whether a name is of the pattern.
  ///
  /// - Complexity: O(name · pattern): one place to come back to is enough, that of the last star.
  func matches(_ name: String) -> Bool {
    let name = Array(name)
    var (place, part) = (0, 0)
    var star: (part: Int, place: Int)?
    while place < name.count {
      if part < characters.count, characters[part] == "*" {
        star = (part, place)
        part += 1
      } else if part < characters.count, characters[part] == "?" || characters[part] == name[place]
      {
        part += 1
        place += 1
      } else if let last = star {
        star = (last.part, last.place + 1)
        part = last.part + 1
        place = last.place + 1
      } else {
        return false
      }
    }
    return characters[part...].allSatisfy { $0 == "*" }
  }
}
