/// The members of a JSON object, and what each of them is at a glance.
struct JSONOutline: Decodable {
  /// What a member is.
  enum Value: Decodable, Hashable {
    /// A text.
    case string(String)
    /// An object with members of these names.
    case object(Set<String>)
    /// An array; the names of the members of its first item, if that is an object.
    case array(Set<String>)
    /// A number, a word, or nothing.
    case other

    /// Whether it is an object.
    var isObject: Bool { if case .object = self { true } else { false } }

    /// Whether it is an array.
    var isArray: Bool { if case .array = self { true } else { false } }

    /// The names of the members of an object, or of the first in an array.
    var names: Set<String> {
      switch self {
      case .object(let names), .array(let names): names
      case .string, .other: []
      }
    }

    init(from decoder: any Decoder) throws {
      if let members = try? decoder.container(keyedBy: AnyName.self) {
        self = .object(Set(members.allKeys.map(\.stringValue)))
      } else if var items = try? decoder.unkeyedContainer() {
        let first = try? items.nestedContainer(keyedBy: AnyName.self)
        self = .array(Set(first?.allKeys.map(\.stringValue) ?? []))
      } else if let text = try? decoder.singleValueContainer().decode(String.self) {
        self = .string(text)
      } else {
        self = .other
      }
    }
  }

  /// How many members are looked at: a file of tensors by their names may have a million.
  private static let limit = 256

  /// Some of the members, all of them where they are few.
  private let members: [String: Value]

  /// Whether there are members, and a condition holds for all that were looked at.
  func isMade(of holds: (Value) -> Bool) -> Bool {
    !members.isEmpty && members.values.allSatisfy(holds)
  }

  /// The member of a name.
  subscript(name: String) -> Value? { members[name] }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyName.self)
    var members: [String: Value] = [:]
    for key in container.allKeys.prefix(Self.limit) {
      members[key.stringValue] = try container.decode(Value.self, forKey: key)
    }
    self.members = members
  }

  /// Any name of a member.
  private struct AnyName: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }
}
