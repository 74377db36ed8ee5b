import QuantizationEngine

/// A layer whose codes are scaled by numbers of their rows and groups of columns.
///
///     x[row, column] = (level − zeroPoint[row, group]) · scale[row, group] · factor · columnScale[column]
///
/// in float32 and in this order, rounded at the end to what the format's library computes in.
struct GroupedLayer: DequantizedLayer {
  /// The tensors that belong to it.
  let parts: [StoredTensor]
  /// How many columns it has.
  let columnCount: Int
  /// Its codes.
  let codes: any LayerCodes
  /// Into which groups the columns fall.
  let groups: LayerGroups
  /// The scale of each row and group.
  let scales: any LayerNumbers
  /// The zero-points; nil where they are 0.
  var zeroPoints: (any LayerNumbers)?
  /// What every product is multiplied by.
  var factor: Float?
  /// What the values of each column are multiplied by; nil for nothing.
  var columnScales: GridNumbers?
  /// Its codes by the levels of their type, where the format's library has others.
  var typeCodes: (any LayerCodes)?
  /// What values are rounded to.
  var rounding: LayerRounding = .none

  var integers: StoredIntegers? { codes.integers }
  var storedColumnCount: Int { columnCount }

  var roundedTo: ElementType? { rounding.type }

  var unrounded: any DequantizedLayer {
    let scales = (scales as? RoundedNumbers)?.numbers ?? scales
    return GroupedLayer(
      parts: parts, columnCount: columnCount, codes: typeCodes ?? codes, groups: groups,
      scales: scales, zeroPoints: zeroPoints, factor: factor, columnScales: columnScales)
  }

  func decode(
    _ elements: Range<Int>, into target: UnsafeMutablePointer<Float>
  ) throws(TensorFileError) {
    try LayerArea.forEach(
      in: elements, columnCount: columnCount, columnLimit: codes.columnLimit
    ) { (area, place, stride) throws(TensorFileError) in
      unsafe try decode(area, into: target + place, stride: stride)
    }
  }

  /// Writes the values of a rectangle.
  func decode(
    _ area: LayerArea, into target: UnsafeMutablePointer<Float>, stride: Int
  ) throws(TensorFileError) {
    let runs = try groups.runs(of: area.columns)
    let scales = try scales.numbers(of: area.rows, groups: runs.groups)
    let zeroPoints = try zeroPoints?.numbers(of: area.rows, groups: runs.groups)
    unsafe codes.unpack(area, into: target, stride: stride)
    switch rounding {
    case .none: unsafe scale(area, runs, scales, zeroPoints, target, stride) { $0 }
    case .float16:
      unsafe scale(area, runs, scales, zeroPoints, target, stride) { LayerRounding.float16($0) }
    case .bfloat16:
      unsafe scale(area, runs, scales, zeroPoints, target, stride) { LayerRounding.bfloat16($0) }
    }
    guard let columnScales else { return }
    let factors = columnScales.numbers(of: 0..<1, groups: area.columns)
    for row in 0..<area.rows.count {
      let line = unsafe target + row * stride
      for column in 0..<area.columns.count { unsafe line[column] *= factors[column] }
    }
  }

  /// Makes values of the levels that are there.
  @inline(__always)
  private func scale(
    _ area: LayerArea, _ runs: LayerGroups.Runs, _ scales: [Float], _ zeroPoints: [Float]?,
    _ target: UnsafeMutablePointer<Float>, _ stride: Int, _ rounded: (Float) -> Float
  ) {
    let width = runs.groups.count
    let factor = factor ?? 1
    for row in 0..<area.rows.count {
      let line = unsafe target + row * stride
      let first = row * width
      switch runs.shape {
      case .even(let size, let offset):
        var column = 0
        for group in 0..<width {
          let end = min((group + 1) * size - offset, area.columns.count)
          let scale = scales[first + group]
          let zeroPoint = zeroPoints?[first + group] ?? 0
          while column < end {
            unsafe line[column] = rounded((line[column] - zeroPoint) * scale * factor)
            column &+= 1
          }
        }
      case .each(let places):
        for (column, place) in places.enumerated() {
          let group = first + Int(place)
          let zeroPoint = zeroPoints?[group] ?? 0
          unsafe line[column] = rounded((line[column] - zeroPoint) * scales[group] * factor)
        }
      }
    }
  }

  func codeBytes(of elements: Range<Int>) -> Range<Int>? {
    guard columnCount > 0 else { return nil }
    let first = (elements.lowerBound + columnCount - 1) / columnCount
    let last = max(first, elements.upperBound / columnCount)
    return codes.bytes(of: first..<last)
  }
}
