/// Numbers in a JSON text as tools nest them: one alone, a list, or lists of lists in row-major order.
enum ShapedNumbers: Codable, Hashable, Sendable {
  /// A number without a list.
  case number(Double)
  /// The numbers of one dimension.
  case list(NumberList)
  /// Those of several dimensions, along the first.
  case lists([ShapedNumbers])

  /// Numbers in a shape of the same count; no dimension makes one number.
  ///
  /// - Precondition: the product of `shape` is the count.
  init(_ numbers: [Double], shape: [Int]) {
    precondition(shape.reduce(1, *) == numbers.count, "the shape must be that of the numbers")
    self.init(numbers[...], shape: shape[...])
  }

  private init(_ numbers: ArraySlice<Double>, shape: ArraySlice<Int>) {
    guard let length = shape.first else {
      self = .number(numbers[numbers.startIndex])
      return
    }
    guard shape.count > 1, length > 0 else {
      self = .list(NumberList(Array(numbers)))
      return
    }
    let size = numbers.count / length
    self = .lists(
      (0..<length).map { index in
        let start = numbers.startIndex + index * size
        return ShapedNumbers(numbers[start..<start + size], shape: shape.dropFirst())
      })
  }

  /// The shape; nil where lists beside each other differ in theirs.
  var shape: [Int]? {
    switch self {
    case .number: return []
    case .list(let list): return [list.numbers.count]
    case .lists(let items):
      guard let first = items.first?.shape, items.allSatisfy({ $0.shape == first }) else {
        return nil
      }
      return [items.count] + first
    }
  }

  /// All of them, in row-major order.
  var numbers: [Double] {
    switch self {
    case .number(let number): [number]
    case .list(let list): list.numbers
    case .lists(let items): items.flatMap(\.numbers)
    }
  }

  /// Reads whichever of the three stands there.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let list = try? container.decode(NumberList.self) {
      self = .list(list)
    } else {
      self = .lists(try container.decode([ShapedNumbers].self))
    }
  }

  /// Writes the numbers in their lists.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .list(let list): try container.encode(list)
    case .lists(let items): try container.encode(items)
    }
  }
}
