import Synchronization

/// A list of numbers in a JSON text, one per block as a rule.
///
/// The library takes hundreds of bytes for each number of a text, and there may be millions. So every
/// list of numbers is set aside before the library sees a text, and put in its place after the library
/// has made one: see ``JSONSkeleton``. All lists of numbers of a document must be of this type.
struct NumberList: Codable, Hashable, Sendable {
  /// The numbers; all are finite.
  let numbers: [Double]

  /// A list of numbers.
  init(_ numbers: [Double]) {
    self.numbers = numbers
  }

  /// The list that was set aside where the text has its place.
  init(from decoder: any Decoder) throws {
    var items = try decoder.unkeyedContainer()
    guard !items.isAtEnd else {
      numbers = []
      return
    }
    // What is not a list of numbers was left as it is, and is refused here at the item that is none.
    let place = try items.decode(Double.self)
    while !items.isAtEnd { _ = try items.decode(Double.self) }
    guard let list = NumberShelf.of(decoder.userInfo)?.list(Int(place)) else {
      throw DecodingError.dataCorruptedError(in: items, debugDescription: "no list is set aside")
    }
    numbers = list
  }

  /// Sets the list aside and writes its place.
  func encode(to encoder: any Encoder) throws {
    var items = encoder.unkeyedContainer()
    guard !numbers.isEmpty, let shelf = NumberShelf.of(encoder.userInfo) else { return }
    try items.encode(shelf.setAside(numbers))
  }
}

/// The lists that are set aside while the library is at work on a text.
final class NumberShelf: Sendable {
  private static let key = CodingUserInfoKey(rawValue: "numbers set aside")
  private let lists: Mutex<[[Double]]>

  /// A shelf with some lists.
  init(_ lists: [[Double]] = []) {
    self.lists = Mutex(lists)
  }

  /// What the library is told, so that each ``NumberList`` finds this shelf.
  var userInfo: [CodingUserInfoKey: any Sendable] {
    Self.key.map { [$0: self] } ?? [:]
  }

  /// The shelf that a coder was told of.
  static func of(_ userInfo: [CodingUserInfoKey: Any]) -> NumberShelf? {
    key.flatMap { userInfo[$0] as? NumberShelf }
  }

  /// All lists by their places.
  var all: [[Double]] { lists.withLock(\.self) }

  /// Takes a list; its place.
  func setAside(_ numbers: [Double]) -> Int {
    lists.withLock { lists in
      lists.append(numbers)
      return lists.count - 1
    }
  }

  /// The list at a place; nil if there is none.
  func list(_ place: Int) -> [Double]? {
    lists.withLock { $0.indices.contains(place) ? $0[place] : nil }
  }
}
