import FoundationEssentials

/// Codable values to JSON text and back, with this module's errors.
enum JSONText {
  /// Writes the text of a value: sorted names, two spaces, a line feed at the end.
  ///
  /// Numbers are in the shortest form that reads back as the same Double. Lists of them, which must be
  /// of ``NumberList``, take no memory for their text but that of a piece.
  ///
  /// - Throws: ``EncodingFileError/notEncodable(format:)`` for a number that is not finite, which
  ///   the documents of this module cannot hold, and what `take` throws.
  static func write(
    _ value: some Encodable, format: String,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let shelf = NumberShelf()
    encoder.userInfo = shelf.userInfo
    let text: Data
    do {
      text = try encoder.encode(value)
    } catch {
      throw .notEncodable(format: format)
    }
    let skeleton = JSONSkeleton([UInt8](text) + [UInt8(ascii: "\n")], lists: shelf.all)
    guard try skeleton.write(take) else { throw .notEncodable(format: format) }
  }

  /// The value that a sound text (see ``JSONSyntax``) has.
  static func value<Value: Decodable>(
    _ type: Value.Type, of text: JSONSkeleton
  ) throws(EncodingFileError) -> Value {
    do {
      let decoder = JSONDecoder()
      decoder.userInfo = NumberShelf(text.lists).userInfo
      return try decoder.decode(type, from: Data(text.text))
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
    return try value(String.self, of: JSONSkeleton(quoted))
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
