import CJansson

/// One value of a text of JSON.
enum ParsedJSON: Sendable {
  /// Members in the order of the text; no name is there twice.
  case object([(name: String, value: ParsedJSON)])
  /// Items in the order of the text.
  case array([ParsedJSON])
  /// Text, its escapes resolved; it may have zero bytes.
  case string(String)
  /// A number without a point or an exponent.
  case integer(Int)
  /// A number with a point or an exponent, as the nearest float64.
  case fraction(Double)
  /// `true` or `false`.
  case boolean(Bool)
  /// A value of which only the kind matters here.
  case other(JSONValueKind)

  /// What kind of value it is.
  var kind: JSONValueKind {
    switch self {
    case .object: .object
    case .array: .array
    case .string: .string
    case .integer: .integer
    case .fraction: .fraction
    case .boolean: .boolean
    case .other(let kind): kind
    }
  }

  /// How long a value in brackets may be that is built as a tree.
  ///
  /// Jansson takes some eighty bytes for each of a text of nothing but brackets, so this bounds what
  /// one value costs; what is of any length is walked with ``JSONMembers`` instead.
  static let maximumByteCount = 1 << 20

  /// The value in some bytes of a text, and nothing else in them but white space.
  ///
  /// The grammar, UTF-8 and repeated names are checked by Jansson.
  ///
  /// - Throws: ``JSONFault/invalid(_:position:)``, and `tooLong` for brackets around too much.
  /// - Precondition: `range` lies within the text.
  init(_ text: [UInt8], in range: Range<Int>) throws(JSONFault) {
    let first = range.isEmpty ? 0 : text[range.lowerBound]
    if first == UInt8(ascii: "\""), let string = Self.plainString(text[range]) {
      self = .string(string)
      return
    }
    let isBracket = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    guard !isBracket || range.count <= Self.maximumByteCount else {
      throw .tooLong(
        limit: Self.maximumByteCount, found: range.count, position: range.lowerBound)
    }
    // Jansson skips a zero byte behind a number.
    if let zero = text[range].firstIndex(of: 0) { throw .invalid(.syntax, position: zero) }
    var error = json_error_t()
    let flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL
    let root = unsafe text[range].withUnsafeBytes { bytes in
      unsafe json_loadb(bytes.baseAddress, bytes.count, Int(flags), &error)
    }
    guard let root = unsafe root else {
      let defect = unsafe JSONDefect(janssonCode: jansson_error_code(&error))
      let offset = min(max(Int(error.position), 0), range.count)
      throw .invalid(defect, position: range.lowerBound + offset)
    }
    unsafe self.init(root)
    unsafe jansson_release(root)
  }

  /// A string of printable ASCII without escapes, which stands for itself; `nil` for any other.
  ///
  /// Nearly all names are such, and there are two of them for each tensor of a checkpoint.
  private static func plainString(_ quoted: ArraySlice<UInt8>) -> String? {
    let inner = quoted.dropFirst().dropLast()
    guard quoted.count >= 2, quoted.last == UInt8(ascii: "\""),
      inner.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C })
    else { return nil }
    return String(decoding: inner, as: UTF8.self)
  }

  /// A copy of a tree.
  private init(_ tree: UnsafeMutablePointer<json_t>) {
    switch unsafe jansson_type(tree) {
    case JSON_OBJECT:
      var members: [(name: String, value: ParsedJSON)] = []
      unsafe members.reserveCapacity(json_object_size(tree))
      var place = unsafe json_object_iter(tree)
      while unsafe place != nil {
        if let name = unsafe json_object_iter_key(place),
          let value = unsafe json_object_iter_value(place)
        {
          unsafe members.append((String(cString: name), ParsedJSON(value)))
        }
        unsafe place = json_object_iter_next(tree, place)
      }
      self = .object(members)
    case JSON_ARRAY:
      self = .array(
        unsafe (0..<json_array_size(tree)).compactMap { index in
          unsafe json_array_get(tree, index).map { unsafe ParsedJSON($0) }
        })
    case JSON_STRING:
      let bytes = unsafe UnsafeRawBufferPointer(
        start: json_string_value(tree), count: json_string_length(tree))
      self = .string(unsafe String(decoding: bytes, as: UTF8.self))
    case JSON_INTEGER: self = .integer(unsafe Int(json_integer_value(tree)))
    case JSON_REAL: self = .fraction(unsafe json_real_value(tree))
    case JSON_TRUE: self = .boolean(true)
    case JSON_FALSE: self = .boolean(false)
    default: self = .other(.null)
    }
  }
}

extension JSONDefect {
  /// What a code of Jansson's means here.
  init(janssonCode code: Int32) {
    switch UInt32(bitPattern: code) {
    case json_error_invalid_utf8.rawValue: self = .notUTF8
    case json_error_numeric_overflow.rawValue: self = .numberTooLarge
    case json_error_duplicate_key.rawValue: self = .duplicateName
    case json_error_null_byte_in_key.rawValue: self = .zeroByte
    default: self = .syntax
    }
  }
}

extension ParsedJSON {
  /// A member of an object; nil where there is none, or in any other value.
  subscript(name: String) -> ParsedJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text of a string.
  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// An integer.
  var integer: Int? { if case .integer(let number) = self { number } else { nil } }

  /// A number of either kind.
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .fraction(let number): number
    default: nil
    }
  }

  /// The items of an array; none of any other value.
  var items: [ParsedJSON] { if case .array(let items) = self { items } else { [] } }
}
