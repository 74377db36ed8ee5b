/// A search for names by some of their letters, in order: `l5qw` finds `layers.5.q_proj.weight`.
///
/// Words with blanks between must all be found. Small and capital letters are the same.
struct NameSearch: Hashable, Sendable {
  /// How well a name fits.
  enum Fit: Int, Comparable, Sendable {
    /// Each word is there as it was typed.
    case whole
    /// The letters are there, with others between.
    case scattered

    static func < (first: Fit, second: Fit) -> Bool { first.rawValue < second.rawValue }
  }

  private let words: [[UInt8]]

  /// A search for what somebody typed.
  init(_ text: String) {
    words = text.split(separator: " ").map { $0.utf8.map(NameSearch.small) }
  }

  /// Whether it finds everything.
  var isEmpty: Bool { words.isEmpty }

  /// How well a name fits; nil if it does not.
  func fit(_ name: String) -> Fit? {
    var name = name
    return name.withUTF8 { bytes in
      var fit = Fit.whole
      for word in words {
        let isWhole = unsafe NameSearch.whole(word, in: bytes.span) != nil
        guard unsafe isWhole || NameSearch.scattered(word, in: bytes.span) != nil else {
          return nil
        }
        if !isWhole { fit = .scattered }
      }
      return fit
    }
  }

  /// The bytes of a name that the search found.
  func found(in name: String) -> Set<Int> {
    var name = name
    return name.withUTF8 { bytes in
      var found: Set<Int> = []
      for word in words {
        if let start = unsafe NameSearch.whole(word, in: bytes.span) {
          found.formUnion(start..<start + word.count)
        } else if let places = unsafe NameSearch.scattered(word, in: bytes.span) {
          found.formUnion(places)
        }
      }
      return found
    }
  }

  /// Where a word begins; nil if it is not there as it is.
  private static func whole(_ word: [UInt8], in name: Span<UInt8>) -> Int? {
    guard word.count <= name.count else { return nil }
    for start in 0...name.count - word.count {
      var length = 0
      while length < word.count, small(name[start + length]) == word[length] { length += 1 }
      if length == word.count { return start }
    }
    return nil
  }

  /// Where the letters of a word are, each behind the one before; nil if they are not.
  private static func scattered(_ word: [UInt8], in name: Span<UInt8>) -> [Int]? {
    var places: [Int] = []
    var place = 0
    for letter in word {
      while place < name.count, small(name[place]) != letter { place += 1 }
      guard place < name.count else { return nil }
      places.append(place)
      place += 1
    }
    return places
  }

  private static func small(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }
}
