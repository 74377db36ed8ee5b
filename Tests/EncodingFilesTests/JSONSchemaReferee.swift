import Foundation

/// A JSON value, as the library reads it.
enum JSONTree: Decodable, Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONTree].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  /// A member of an object; null where there is none.
  subscript(name: String) -> JSONTree {
    if case .object(let members) = self { members[name] ?? .null } else { .null }
  }

  /// The elements of a list; none of anything else.
  var elements: [JSONTree] { if case .array(let list) = self { list } else { [] } }
  /// The members of an object; none of anything else.
  var members: [String: JSONTree] { if case .object(let members) = self { members } else { [:] } }
  /// The text of a string; nil of anything else.
  var text: String? { if case .string(let text) = self { text } else { nil } }
  /// The number; nil of anything else.
  var number: Double? { if case .number(let number) = self { number } else { nil } }

  /// Whether it is what a schema calls by a name.
  func isOf(type: String) -> Bool {
    switch (self, type) {
    case (.object, "object"), (.array, "array"), (.string, "string"), (.boolean, "boolean"),
      (.number, "number"):
      true
    case (.number(let number), "integer"): number.rounded() == number
    default: false
    }
  }
}

/// As much of JSON Schema as the project's own schema uses, written for its meaning and not for speed.
struct JSONSchemaReferee {
  private let root: JSONTree

  /// A schema.
  init(_ data: Data) throws {
    root = try JSONDecoder().decode(JSONTree.self, from: data)
  }

  /// What is wrong with a text, a line each; none where it is as the schema says.
  ///
  /// Members that the schema has no word for are wrong here, though it allows them: nobody may forget to
  /// describe what is written.
  func complaints(about text: [UInt8]) throws -> [String] {
    complaints(
      about: try JSONDecoder().decode(JSONTree.self, from: Data(text)), under: root, at: "")
  }

  private func complaints(
    about value: JSONTree, under schema: JSONTree, at path: String
  ) -> [String] {
    if let reference = schema["$ref"].text {
      let found = root["$defs"][String(reference.split(separator: "/").last ?? "")]
      return complaints(about: value, under: found, at: path)
    }
    var wrong: [String] = []
    if let type = schema["type"].text, !value.isOf(type: type) { wrong.append("\(path): \(type)") }
    if schema["const"] != .null, value != schema["const"] { wrong.append("\(path): const") }
    let words = schema["enum"].elements
    if !words.isEmpty, !words.contains(value) { wrong.append("\(path): enum") }
    if let number = value.number {
      if let least = schema["minimum"].number, number < least { wrong.append("\(path): minimum") }
      if let most = schema["maximum"].number, number > most { wrong.append("\(path): maximum") }
    }
    if schema["items"] != .null {
      for (index, item) in value.elements.enumerated() {
        wrong += complaints(about: item, under: schema["items"], at: "\(path)[\(index)]")
      }
    }
    for name in schema["required"].elements.compactMap(\.text) where value[name] == .null {
      wrong.append("\(path).\(name): missing")
    }
    let described = schema["properties"].members
    for (name, member) in value.members where !described.isEmpty {
      if let member = described[name].map({
        complaints(about: member, under: $0, at: "\(path).\(name)")
      }) {
        wrong += member
      } else if schema["type"] != .null {
        wrong.append("\(path).\(name): not described")
      }
    }
    for part in schema["allOf"].elements
    where complaints(about: value, under: part["if"], at: path).isEmpty {
      wrong += complaints(about: value, under: part["then"], at: path)
    }
    return wrong
  }
}
