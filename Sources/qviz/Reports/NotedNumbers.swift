/// Numbers of a JSON object, and why some of them are null, by their paths.
struct NotedNumbers {
  /// The reasons, as the object's `notes` has them.
  private(set) var reasons: [String: JSONValue] = [:]

  /// A number, or null with a note.
  mutating func number(_ value: Double?, _ path: String, unless reason: String) -> JSONValue {
    guard let value, value.isFinite else { return missing(path, reason) }
    return .number(value)
  }

  /// A note about a member that is there.
  mutating func say(_ path: String, _ sentence: String) { reasons[path] = .string(sentence) }

  /// Null with a note.
  mutating func missing(_ path: String, _ reason: String) -> JSONValue {
    reasons[path] = .string(reason)
    return .null
  }
}
