import TestSupport
import Testing

@testable import QuantizationEngine

@Suite struct BiasEncodingTests {
  @Test("codes and scales are those of ONNX Runtime's quantizer, bit for bit")
  func golden() throws {
    var (count, saturatedCount) = (0, 0)
    for row in try BiasGolden().rows {
      let scales = row.weightScales.map { Float(hexadecimalBits: $0) }
      let encodings = try scales.map {
        try BiasEncoding(inputScale: Float(hexadecimalBits: row.inputScale), weightScale: $0)
      }
      #expect(encodings.map(\.scale) == row.scales.map { Float(hexadecimalBits: $0) })
      for (index, digits) in row.bias.enumerated() {
        let value = Float(hexadecimalBits: digits)
        let encoding = encodings[encodings.count == 1 ? 0 : index]
        #expect(encoding.quantize(value) == row.codes[index], "\(value) \(encoding.scale)")
        if encoding.saturates(value) { saturatedCount += 1 }
        count += 1
      }
    }
    #expect(count > 100 && saturatedCount > 5)
  }

  @Test("ties go to the even code, or away from zero as TensorFlow Lite has them")
  func ties() throws {
    let even = try BiasEncoding(weightScale: 0.5)
    let away = try BiasEncoding(weightScale: 0.5, rounding: .halfAway)
    let values: [Float] = [-0.75, -0.25, 0, 0.25, 0.75, 1.25]
    #expect(values.map(even.quantize) == [-2, 0, 0, 0, 2, 2])
    #expect(values.map(away.quantize) == [-2, -1, 0, 1, 2, 3])
  }

  @Test("every value has a code, and what is no number has that of zero")
  func extremes() throws {
    let encoding = try BiasEncoding(weightScale: 1)
    #expect(encoding.quantize(.nan) == 0)
    #expect(encoding.quantize(.infinity) == .max && encoding.quantize(-.infinity) == .min)
    #expect(encoding.quantize(0x1p31) == .max && encoding.saturates(0x1p31))
    #expect(encoding.quantize(-0x1p31) == .min && !encoding.saturates(-0x1p31))
    #expect(encoding.quantize(Float(0x1p31).nextDown) == 2_147_483_520)
    #expect(encoding.dequantize(.max) == 0x1p31)
  }

  @Test(
    "scales whose product is no positive float32 are refused",
    arguments: [(1e-30, 1e-30), (0, 1), (1, 0), (-1, 1), (.infinity, 1), (1e30, 1e30), (.nan, 1)])
  func refused(inputScale: Float, weightScale: Float) {
    #expect(throws: EncodingError.self) {
      try BiasEncoding(inputScale: inputScale, weightScale: weightScale)
    }
  }

  @Test("the smallest weight scale saturates nothing, and the next smaller one does")
  func smallest() throws {
    var generator = SeededBits(state: 5)
    var tried = 0
    while tried < 500 {
      let magnitude = Float(bitPattern: generator.next() & 0x7FFF_FFFF)
      let inputScale = Float(bitPattern: generator.next() & 0x7FFF_FFFF)
      guard magnitude.isFinite, inputScale.isFinite,
        let start = try? BiasEncoding(inputScale: inputScale, weightScale: 1)
      else { continue }
      tried += 1
      func saturates(_ weightScale: Float) -> Bool {
        guard
          let encoding = try? BiasEncoding(inputScale: inputScale, weightScale: weightScale)
        else { return true }
        return encoding.saturates(magnitude) || encoding.saturates(-magnitude)
      }
      guard let smallest = start.smallestWeightScale(forMagnitude: magnitude) else {
        #expect(saturates(Float.greatestFiniteMagnitude / max(inputScale, 1)))
        continue
      }
      #expect(!saturates(smallest), "\(magnitude) \(inputScale)")
      #expect(saturates(smallest.nextDown), "\(magnitude) \(inputScale)")
      // The formula, where no product is so small that float32 has few digits for it.
      let formula = Double(magnitude) / (Double(inputScale) * 2_147_483_647)
      guard formula > 1e-37, Double(smallest) * Double(inputScale) > 1e-37 else { continue }
      #expect(abs(Double(smallest) / formula - 1) < 3e-7, "\(magnitude) \(inputScale)")
    }
  }

  @Test("the error is what a loop over the values finds")
  func error() throws {
    for row in try BiasGolden().rows {
      let values = row.bias.map { Float(hexadecimalBits: $0) } + [.nan]
      let scales = row.weightScales.map { Float(hexadecimalBits: $0) }
      var encodings = try scales.map {
        try BiasEncoding(inputScale: Float(hexadecimalBits: row.inputScale), weightScale: $0)
      }
      if encodings.count > 1 { encodings.append(encodings[0]) }
      let sums = ErrorSums(ofBias: values, under: encodings)
      var (squared, absolute, largest, clipped) = (0.0, 0.0, 0.0, 0)
      var codes: Set<Int32> = []
      for (index, value) in values.enumerated() where !value.isNaN {
        let encoding = encodings[encodings.count == 1 ? 0 : index]
        let code = encoding.quantize(value)
        let found = Double(value) - Double(Float(code) * encoding.scale)
        squared += found * found
        absolute += abs(found)
        largest = max(largest, abs(found))
        codes.insert(code)
        let steps = (Double(value) / Double(encoding.scale)).rounded()
        if steps > 2_147_483_647 || steps < -2_147_483_648 { clipped += 1 }
      }
      let error = QuantizationError(sums: sums)
      #expect(sums.count == values.count - 1)
      #expect(abs(sums.squaredError - squared) <= 1e-12 * squared)
      #expect(abs(sums.absoluteError - absolute) <= 1e-12 * absolute)
      #expect(sums.maximumAbsoluteError == largest)
      #expect(sums.clippedBelow + sums.clippedAbove == clipped)
      #expect(error.codesUsed == codes.count)
      #expect(sums.levelCounts.reduce(0, +) == sums.count)
    }
  }

  /// Bits in a fixed sequence: SplitMix64 (Steele, Lea, Flood 2014), the upper half.
  private struct SeededBits {
    var state: UInt64

    mutating func next() -> UInt32 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = state
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return UInt32(truncatingIfNeeded: (bits ^ (bits >> 31)) >> 32)
    }
  }
}
