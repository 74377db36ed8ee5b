import FoundationEssentials

/// Codable values to JSON text and back, with this module's errors.
enum JSONText {
  /// The text of a value: sorted names, two spaces, a line feed at the end.
  ///
  /// Numbers are in the shortest form that reads back as the same Double.
  ///
  /// - Throws: ``EncodingFileError/notEncodable(format:)`` for a number that is not finite, which
  ///   the documents of this module cannot hold.
  static func bytes(
    of value: some Encodable, format: String
  ) throws(EncodingFileError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      return [UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
      throw .notEncodable(format: format)
    }
  }

  /// The value that a sound text (see ``JSONSyntax``) has.
  static func value<Value: Decodable>(
    _ type: Value.Type, of bytes: [UInt8]
  ) throws(EncodingFileError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw EncodingFileError(error)
    } catch {
      throw .notDecodable(member: "")
    }
  }

  /// The text between quotes, its escapes resolved.
  static func string(_ quoted: [UInt8]) throws(EncodingFileError) -> String {
    guard quoted.contains(UInt8(ascii: "\\")) else {
      return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
    }
    return try value(String.self, of: quoted)
  }
}

extension EncodingFileError {
  /// The library's complaint about a member, in this module's words.
  fileprivate init(_ error: DecodingError) {
    self =
      switch error {
      case .keyNotFound(let key, let context):
        .missingMember(Self.path(context.codingPath + [key]))
      case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
        .wrongKind(member: Self.path(context.codingPath), expected: JSONKind(type))
      case .dataCorrupted(let context): .notDecodable(member: Self.path(context.codingPath))
      @unknown default: .notDecodable(member: "")
      }
  }

  /// A path such as `tensors[2].scheme`.
  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
  }
}
