import Glibc
import QuantizationEngine

/// The parts that sentences are put together from.
extension TensorFileError {
  /// Text out of a file, fit for a sentence: in quotes, short, and printable.
  static func quoted(_ text: String) -> String {
    let limit = 40
    let shown = text.unicodeScalars.prefix(limit).map { scalar in
      switch scalar {
      case "\\", "'": "\\\(scalar)"
      case " "..."~": String(scalar)
      // Bytes of names of files that are not UTF-8.
      case "\u{10FF80}"..."\u{10FFFF}":
        "\\x\(String(scalar.value & 0xFF, radix: 16, uppercase: true))"
      default: "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    let isCut = text.unicodeScalars.dropFirst(limit).first != nil
    return "'\(shown.joined())\(isCut ? "…" : "")'"
  }

  /// How many of several things a sentence names.
  static let listedCount = 3

  /// A few names in quotes and how many more there are.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(listedCount).map(quoted).joined(separator: ", ")
    if names.isEmpty { return "none" }
    return names.count > listedCount ? "\(shown) and \(names.count - listedCount) more" : shown
  }

  /// What to say of items that could be of several types.
  static func types(ofSize byteCount: Int) -> String {
    let names = ElementType.allCases.filter { $0.byteCount == byteCount }.map(\.rawValue)
    return names.isEmpty
      ? "no type has that size" : "say which with --dtype: \(names.joined(separator: ", "))"
  }

  /// Which other types as many bytes could be; in the order of their names' list, one-byte types last.
  ///
  /// - Parameters:
  ///   - byteCount: How many bytes there are.
  ///   - count: How many elements they must be; nil for any number.
  /// - Returns: The end of a sentence; empty where none fits.
  static func fitting(_ byteCount: Int, count: Int?) -> String {
    let names = ["float64", "float32", "float16", "bfloat16", "int32", "int16", "int8", "uint8"]
    let types = names.compactMap(ElementType.init(rawValue:)).filter { type in
      guard let count else { return byteCount.isMultiple(of: type.byteCount) }
      let (bytes, overflows) = count.multipliedReportingOverflow(by: type.byteCount)
      return !overflows && bytes == byteCount && count > 0
    }
    guard !types.isEmpty else { return "" }
    return "; \(types.map(\.rawValue).joined(separator: ", ")) would fit (--dtype)"
  }

  /// A number of bytes with its unit.
  static func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined(separator: " ")
  }

  static func systemWords(_ number: Int32) -> String {
    guard let words = unsafe strerror(number) else { return "unknown reason" }
    return unsafe String(cString: words)
  }

  /// A byte of a header, for a sentence: itself if it prints, its number if not.
  static func character(_ byte: UInt8) -> String {
    (0x20..<0x7F).contains(byte)
      ? "'\(Character(Unicode.Scalar(byte)))'" : "byte value \(byte)"
  }
}
