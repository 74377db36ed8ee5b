import QuantizationEngine

/// How the scales of a layer that has as many rows and columns as its codes lie over it.
struct ScaleGrid {
  /// The scales.
  let numbers: GridNumbers
  /// How many columns share one.
  let groupSize: Int
  /// What shares one, in words.
  let words: String

  /// The grid that the shape of the scales makes over a matrix; nil where there is none.
  ///
  /// | shape of the scales | one scale for |
  /// | --- | --- |
  /// | any, one element | the tensor |
  /// | rows, or rows × 1 | a row |
  /// | rows × n | a group of columns, in each row |
  /// | ⌈rows/a⌉ × ⌈columns/b⌉ | a block of a × b |
  ///
  /// - Parameters:
  ///   - scales: The scales.
  ///   - type: What they are read as, if not as what they say.
  ///   - rows: How many rows there are.
  ///   - columns: How many columns there are.
  ///   - configuration: How large groups and blocks are, where the shapes leave that open.
  init?(
    _ scales: StoredTensor, as type: ElementType? = nil, rows: Int, columns: Int,
    _ configuration: CheckpointConfiguration
  ) {
    let shape = scales.description.shape
    let count = scales.description.elementCount
    let last = shape.last ?? 1
    let lines = count / max(last, 1)
    if let block = configuration.blockShape, shape.count == 2,
      shape[0] == Self.parts(rows, block[0]), shape[1] == Self.parts(columns, block[1])
    {
      numbers = GridNumbers(scales, as: type, rowSize: block[0], rowStep: last, groupStep: 1)
      groupSize = block[1]
      words = "block \(block[0])x\(block[1])"
    } else if count == 1 {
      numbers = GridNumbers(scales, as: type, rowStep: 0, groupStep: 0)
      groupSize = max(columns, 1)
      words = "tensor"
    } else if count == rows, shape.count == 1 || last == 1 {
      numbers = GridNumbers(scales, as: type, rowStep: 1, groupStep: 0)
      groupSize = max(columns, 1)
      words = "channel"
    } else if lines == rows, shape.count >= 2,
      let size = Self.size(columns, parts: last, said: configuration.groupSize)
    {
      numbers = GridNumbers(scales, as: type, rowStep: last, groupStep: 1)
      groupSize = size
      words = "group \(size)"
    } else if shape.count == 2, let height = Self.size(rows, parts: shape[0], said: nil),
      let width = Self.size(columns, parts: last, said: nil)
    {
      numbers = GridNumbers(scales, as: type, rowSize: height, rowStep: last, groupStep: 1)
      groupSize = width
      words = "block \(height)x\(width)"
    } else {
      return nil
    }
  }

  /// How many parts of a size a number has, the last of them cut off.
  static func parts(_ count: Int, _ size: Int) -> Int { count / size + (count % size > 0 ? 1 : 0) }

  /// The size of which a number has so many parts, the last of them perhaps cut off: what is said if it
  /// does, then what divides it into powers of two, then usual sizes, then what divides it.
  static func size(_ count: Int, parts: Int, said: Int?) -> Int? {
    guard parts > 0, count > 0 else { return nil }
    if let said, said > 0, Self.parts(count, said) == parts { return said }
    let (size, rest) = count.quotientAndRemainder(dividingBy: parts)
    if rest == 0, size & (size - 1) == 0 { return size }
    let usual = [128, 64, 32, 256, 16].first { Self.parts(count, $0) == parts }
    return usual ?? (rest == 0 ? size : nil)
  }
}

/// The levels of float4 E2M1.
let float4Levels: [Float] = [
  0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6,
]
