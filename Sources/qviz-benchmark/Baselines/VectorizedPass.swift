/// The error of one setting, worked out by visiting every value: what the sorted line saves.
///
///     q = clamp(round(x / S) + Z),  e = x − S · (q − Z),  Σe² / n
///
/// One thread, sixteen values at a time, multiplying by the inverse of the scale as fast kernels
/// do; squares are added up in float32 for a thousand values and in float64 beyond. It runs as fast
/// as the memory can be read, which is as fast as any pass over the data can.
enum VectorizedPass {
  private typealias Lanes = SIMD16<Float>

  /// How many groups of lanes are added up in float32.
  private static let groupsPerBlock = 64

  /// The mean squared error.
  static func meanSquaredError(
    of values: [Float], scale: Float, lowest: Float, highest: Float
  ) -> Double {
    let width = Lanes.scalarCount
    let blockLength = width * groupsPerBlock
    let inverse = Lanes(repeating: 1 / scale)
    let steps = Lanes(repeating: scale)
    let (bottom, top) = (Lanes(repeating: lowest), Lanes(repeating: highest))
    // Adding and taking away 1.5 · 2²³ rounds to the nearest even integer in every lane.
    let rounder = Lanes(repeating: 12_582_912)
    var sum = 0.0
    unsafe values.withUnsafeBytes { bytes in
      var first = 0
      while first + blockLength <= values.count {
        var squares = Lanes.zero
        for group in 0..<groupsPerBlock {
          let place = (first + group * width) * MemoryLayout<Float>.stride
          let lane = unsafe bytes.loadUnaligned(fromByteOffset: place, as: Lanes.self)
          // `clamped` would visit the lanes one by one.
          var scaled = lane * inverse
          scaled.replace(with: bottom, where: scaled .< bottom)
          scaled.replace(with: top, where: scaled .> top)
          let error = lane - ((scaled + rounder) - rounder) * steps
          squares += error * error
        }
        sum += Double(squares.sum())
        first += blockLength
      }
      for index in first..<values.count {
        let scaled = min(max(values[index] / scale, lowest), highest)
        let error = values[index] - scaled.rounded(.toNearestOrEven) * scale
        sum += Double(error * error)
      }
    }
    return sum / Double(values.count)
  }
}
