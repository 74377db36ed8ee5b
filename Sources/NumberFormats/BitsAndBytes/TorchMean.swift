/// The mean of float32 numbers as PyTorch works it out on an x86-64 CPU with AVX2, bit for bit.
///
/// The numbers are taken as rows of 4 vectors of 8. Each of the 32 places has a sum of its own, in levels:
/// after so many rows a level is added to the next and begins again, so that no sum has many more terms
/// than another. In the end the levels, the 4 vectors, what is left over, and the 8 lanes are added up, in
/// that order, and divided by the number of numbers. Fewer than 8 are taken one by one instead of in
/// vectors.
///
/// Source: PyTorch 2.13.0 `SumKernel.cpp`, one thread, which is what it uses for fewer than 32 768 numbers;
/// with AVX-512 the vectors are of 16, and the last bit may differ.
enum TorchMean {
  /// The mean; NaN of no numbers.
  static func mean(_ numbers: Span<Float>) -> Float {
    let lanes = numbers.count < 8 ? 1 : 8
    let vectorCount = numbers.count / lanes
    let vector = rowSum(numbers, lanes: lanes, vectorCount)
    var sum: Float = 0
    for index in vectorCount * lanes..<numbers.count { sum += numbers[index] }
    for lane in 0..<lanes { sum += vector[lane] }
    return sum / Float(numbers.count)
  }

  /// The sum of vectors, lane by lane.
  private static func rowSum(_ numbers: Span<Float>, lanes: Int, _ count: Int) -> SIMD8<Float> {
    let rowCount = count / 4
    let power = max(4, ceilingLog2(rowCount) / 4)
    let step = 1 << power
    // Four levels of four sums.
    var levels = [SIMD8<Float>](repeating: .zero, count: 16)
    var row = 0
    func addRow() {
      for place in 0..<4 { levels[place] += vector(numbers, lanes, 4 * row + place) }
      row += 1
    }
    while row + step <= rowCount {
      for _ in 0..<step { addRow() }
      for level in 1..<4 {
        for place in 0..<4 {
          levels[4 * level + place] += levels[4 * level - 4 + place]
          levels[4 * level - 4 + place] = .zero
        }
        if row & (step - 1) << (level * power) != 0 { break }
      }
    }
    while row < rowCount { addRow() }
    for level in 1..<4 {
      for place in 0..<4 { levels[place] += levels[4 * level + place] }
    }
    for index in 4 * rowCount..<count { levels[0] += vector(numbers, lanes, index) }
    return levels[0] + levels[1] + levels[2] + levels[3]
  }

  private static func vector(_ numbers: Span<Float>, _ lanes: Int, _ index: Int) -> SIMD8<Float> {
    var vector = SIMD8<Float>.zero
    for lane in 0..<lanes { vector[lane] = numbers[index * lanes + lane] }
    return vector
  }

  private static func ceilingLog2(_ count: Int) -> Int {
    count <= 2 ? 1 : Int.bitWidth - (count - 1).leadingZeroBitCount
  }
}
