/// Names of C, each given once.
struct IdentifierNames {
  private var given: Set<String> = []

  /// A name made of a text: letters, digits and `_`, the first no digit, and a number where it is given already.
  mutating func name(for text: String) -> String {
    var name = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isPlain = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
          return isPlain || ("0"..."9").contains(scalar) ? scalar : "_"
        }))
    if name.first.map({ $0.isNumber || $0 == "_" }) ?? true { name = "tensor_" + name }
    var candidate = name
    var number = 2
    while !given.insert(candidate).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }
}
