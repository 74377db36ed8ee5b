/// The last part of a path, cut at its last dot; `.gz` at its end is left out.
struct FileName: Hashable, Sendable {
  /// The name without folders and without the extension.
  let base: String
  /// What follows the last dot, in lower case; empty if nothing does, or if nothing precedes it.
  let fileExtension: String

  /// The name in a path; by bytes, so that no accent can hide a slash or a dot.
  init(path: String) {
    var name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
    // What is packed is unpacked before anybody asks what it is.
    if Self.isPacked(name), name.count > 3 { name = name.dropLast(3) }
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else {
      base = String(Substring(name))
      fileExtension = ""
      return
    }
    base = String(Substring(name[..<dot]))
    fileExtension = String(Substring(name[name.index(after: dot)...])).lowercased()
  }

  /// Whether a name ends in `.gz`.
  static func isPacked(_ name: Substring.UTF8View) -> Bool {
    name.count >= 3 && String(Substring(name.suffix(3))).lowercased() == ".gz"
  }
}
