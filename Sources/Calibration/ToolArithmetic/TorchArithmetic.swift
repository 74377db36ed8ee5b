/// Functions of PyTorch's CPU build whose float32 rounding a calibrator must reproduce.
///
/// Source: PyTorch 2.13.0 on x86-64, asked on random and on edge-case arguments; they agree bit for
/// bit.
enum TorchArithmetic {
  /// `torch.linspace(lower, upper, count)`.
  ///
  /// The first half counts up from `lower` and the second one down from `upper`, each element by one
  /// fused multiplication and addition.
  static func linspace(from lower: Float = 0, through upper: Float, count: Int) -> [Float] {
    let step = (upper - lower) / Float(count - 1)
    return (0..<count).map { index in
      index < count / 2
        ? lower.addingProduct(step, Float(index))
        : upper.addingProduct(-step, Float(count - 1 - index))
    }
  }

  /// `torch.sum` of a contiguous float32 array.
  ///
  /// Vectors of 8 go round four accumulators; each accumulator is emptied into a coarser one after
  /// 2^power vectors, and that into the next after as many times more. The four are added in order,
  /// then the tail that fills no vector, then the 8 lanes.
  static func sum(_ values: [Float]) -> Float {
    let vectors = values.count / 8
    let rounds = vectors / 4
    func vector(_ index: Int) -> SIMD8<Float> {
      var result = SIMD8<Float>()
      for lane in 0..<8 { result[lane] = values[index * 8 + lane] }
      return result
    }
    var columns = (0..<4).map { column in
      cascade(count: rounds) { vector($0 * 4 + column) }
    }
    for index in rounds * 4..<vectors { columns[0] += vector(index) }
    let lanes = columns[0] + columns[1] + columns[2] + columns[3]
    var result = values[(vectors * 8)...].reduce(0, +)
    for lane in 0..<8 { result += lanes[lane] }
    return result
  }

  /// `torch.mean` of a contiguous float32 array.
  static func mean(_ values: [Float]) -> Float {
    sum(values) / Float(values.count)
  }

  /// One accumulator with its three coarser ones.
  private static func cascade(
    count: Int, term: (Int) -> SIMD8<Float>
  ) -> SIMD8<Float> {
    let bits = count > 1 ? Int.bitWidth - (count - 1).leadingZeroBitCount : 0
    let power = max(4, bits / 4)
    let mask = (1 << power) - 1
    var levels = [SIMD8<Float>](repeating: .zero, count: 4)
    for index in 0..<count {
      levels[0] += term(index)
      let done = index + 1
      guard done & mask == 0 else { continue }
      for level in 1..<4 {
        levels[level] += levels[level - 1]
        levels[level - 1] = .zero
        if done & (mask << (level * power)) != 0 { break }
      }
    }
    return levels[0] + levels[1] + levels[2] + levels[3]
  }
}
