/// A shape on the command line.
///
/// | written | by |
/// | --- | --- |
/// | `64,3,7,7` | us, and most tools |
/// | `64x3x7x7` | trtexec and others, with any of `x`, `X` and `×` |
/// | `[64, 3, 7, 7]`, `(64, 3, 7, 7)`, `(64,)` | Python, and what qviz prints |
/// | nothing, `[]`, `()` | a shape without dimensions |
///
/// One dimension may be -1: it is worked out from the number of elements.
struct ShapeArgument: Hashable {
  let dimensions: [Int]

  /// The shape that a text says.
  ///
  /// - Throws: ``FormMistake`` where it says none.
  init(_ text: String) throws {
    guard let dimensions = Self.dimensions(in: text) else {
      throw FormMistake(
        expected: "whole numbers such as 64,3,7,7, 64x3x7x7 or [64, 3, 7, 7], "
          + "one of them -1 at most")
    }
    self.dimensions = dimensions
  }

  private static func dimensions(in text: String) -> [Int]? {
    var rest = text[...].trimmingSpaces
    let closing: [Character: Character] = ["(": ")", "[": "]"]
    if let last = rest.first.flatMap({ closing[$0] }) {
      guard rest.count >= 2, rest.last == last else { return nil }
      rest = rest.dropFirst().dropLast().trimmingSpaces
      // Python's tuple of one.
      if rest.count > 1, rest.last == "," { rest = rest.dropLast() }
    }
    guard !rest.isEmpty else { return [] }
    let separators: Set<Character> = rest.contains(",") ? [","] : ["x", "X", "×"]
    var dimensions: [Int] = []
    for part in rest.split(omittingEmptySubsequences: false, whereSeparator: separators.contains) {
      guard let dimension = Int(part.trimmingSpaces), part.first != "+" else { return nil }
      dimensions.append(dimension)
    }
    return dimensions.count { $0 == -1 } <= 1 ? dimensions : nil
  }
}

/// What an argument of the wrong form should have been.
struct FormMistake: Error, CustomStringConvertible {
  let expected: String

  var description: String { "expected \(expected)" }
}

extension Substring {
  /// The text without the blanks around it.
  fileprivate var trimmingSpaces: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return self[first...last]
  }
}
