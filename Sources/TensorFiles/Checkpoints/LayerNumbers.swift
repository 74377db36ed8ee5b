import QuantizationEngine

/// The scales or the zero-points of a layer: a number for each row and each group of its columns.
protocol LayerNumbers: Sendable {
  /// Those of some rows and groups, row after row.
  ///
  /// - Throws: ``TensorFileError`` where other tensors that they are computed from are wrong.
  func numbers(of rows: Range<Int>, groups: Range<Int>) throws(TensorFileError) -> [Float]
}

/// Numbers that are elements of a tensor, some steps apart.
///
///     number (row, group) = element (row / rowSize · rowStep + group · groupStep)
///
/// A step of 0 makes one number do for all rows or all groups.
struct GridNumbers: LayerNumbers {
  /// The tensor.
  let part: StoredTensor
  /// What its elements are read as.
  let type: ElementType
  /// How many neighbouring rows share a number.
  let rowSize: Int
  /// How far apart the numbers of such rows lie.
  let rowStep: Int
  /// How far apart the numbers of neighbouring groups lie.
  let groupStep: Int
  /// The number of each pattern, of elements of a byte.
  private let table: [Float]

  /// Numbers of a tensor whose elements are of the type that it says, or of another of the same size.
  init(
    _ part: StoredTensor, as type: ElementType? = nil, rowSize: Int = 1, rowStep: Int,
    groupStep: Int
  ) {
    self.part = part
    self.type = type ?? part.description.elementType
    self.rowSize = rowSize
    self.rowStep = rowStep
    self.groupStep = groupStep
    table = self.type.byteCount == 1 ? self.type.valueTable : []
  }

  func numbers(of rows: Range<Int>, groups: Range<Int>) -> [Float] {
    switch type {
    case .float32: gathered(Float32Element.self, rows, groups) { $0 }
    case .float16: gathered(Float16Element.self, rows, groups) { $0 }
    case .bfloat16: gathered(BFloat16Element.self, rows, groups) { $0 }
    case .float64: gathered(Float64Element.self, rows, groups) { Float($0) }
    case .int32: gathered(Int32Element.self, rows, groups) { Float($0) }
    case .int64: gathered(Int64Element.self, rows, groups) { Float($0) }
    case .int16: gathered(Int16Element.self, rows, groups) { $0 }
    default: gathered(UInt8Element.self, rows, groups) { table[Int($0)] }
    }
  }

  /// Whether numbers of a type are read.
  static func reads(_ type: ElementType) -> Bool {
    switch type {
    case .float32, .float16, .bfloat16, .float64, .int32, .int64, .int16: true
    default: type.byteCount == 1 && type.bitCount == 8
    }
  }

  @inline(__always)
  private func gathered<Element: StoredElement>(
    _: Element.Type, _ rows: Range<Int>, _ groups: Range<Int>, _ number: (Element.Real) -> Float
  ) -> [Float] {
    let size = MemoryLayout<Element.Bits>.size
    return unsafe part.file.withUnsafeBytes(in: part.bytes) { bytes in
      var numbers: [Float] = []
      numbers.reserveCapacity(rows.count * groups.count)
      for row in rows {
        let first = row / rowSize * rowStep
        for group in groups {
          let bits = unsafe bytes.loadUnaligned(
            fromByteOffset: (first &+ group &* groupStep) &* size, as: Element.Bits.self)
          numbers.append(number(Element.real(Element.Bits(littleEndian: bits))))
        }
      }
      return numbers
    }
  }
}

/// Numbers that all are multiplied or divided by another.
struct FactoredNumbers: LayerNumbers {
  /// What is done with the factor.
  enum Operation: Hashable, Sendable {
    /// Each number is multiplied by it.
    case multiplied
    /// Each number is divided by it.
    case divided
  }

  /// The numbers.
  let numbers: any LayerNumbers
  /// What is done.
  let operation: Operation
  /// The tensor with the factor, its only element.
  let factor: GridNumbers

  func numbers(of rows: Range<Int>, groups: Range<Int>) throws(TensorFileError) -> [Float] {
    let factor = factor.numbers(of: 0..<1, groups: 0..<1)[0]
    var result = try numbers.numbers(of: rows, groups: groups)
    switch operation {
    case .multiplied: for index in result.indices { result[index] *= factor }
    case .divided: for index in result.indices { result[index] /= factor }
    }
    return result
  }
}

/// Numbers that are rounded before anything is multiplied by them.
struct RoundedNumbers: LayerNumbers {
  /// The numbers.
  let numbers: any LayerNumbers
  /// What they are rounded to.
  let rounding: LayerRounding

  func numbers(of rows: Range<Int>, groups: Range<Int>) throws(TensorFileError) -> [Float] {
    try numbers.numbers(of: rows, groups: groups).map { rounding.rounded($0) }
  }
}
