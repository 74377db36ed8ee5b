import QuantizationEngine
import Testing

/// Every way a scheme, an encoding or a layout can be refused, with its sentence.
@Suite struct EncodingErrorTests {
  @Test("bit widths and level counts")
  func schemes() {
    for bits in [Int.min, -1, 0, 1, 17, Int.max] {
      #expect(throws: EncodingError.bitWidthOutOfRange(bits)) { try Scheme(bitWidth: bits) }
    }
    for levels in [Int.min, -1, 0, 1, 65537, Int.max] {
      #expect(throws: EncodingError.levelCountOutOfRange(levels)) {
        try Scheme(levelCount: levels)
      }
    }
    for symmetry in [Symmetry.symmetric, .restrictedSymmetric] {
      #expect(throws: EncodingError.tooFewLevelsForSymmetry(2)) {
        try Scheme(levelCount: 2, symmetry: symmetry)
      }
    }
  }

  @Test("clipping ranges that are not finite, reversed, or too wide for a float32 scale")
  func ranges() throws {
    for (lower, upper) in [
      (Double.nan, 1.0), (0, .nan), (-.infinity, 1), (0, .infinity), (.infinity, -.infinity),
    ] {
      #expect {
        try Scheme.standard.encoding(for: ClippingRange(lower: lower, upper: upper))
      } throws: {
        guard case EncodingError.rangeNotFinite(let range) = $0 else { return false }
        return range.lower.bitPattern == lower.bitPattern
          && range.upper.bitPattern == upper.bitPattern
      }
    }
    let reversed = ClippingRange(lower: 1, upper: 0.5)
    #expect(throws: EncodingError.rangeReversed(reversed)) {
      try Scheme.standard.encoding(for: reversed)
    }
    let tooWide = ClippingRange(lower: -1e300, upper: 1e300)
    #expect(throws: EncodingError.scaleOverflows(tooWide)) {
      try Scheme.standard.encoding(for: tooWide)
    }
    // The width itself overflows a float64.
    let widest = ClippingRange(
      lower: -.greatestFiniteMagnitude, upper: .greatestFiniteMagnitude)
    for symmetry in Symmetry.allCases {
      #expect(throws: EncodingError.scaleOverflows(widest)) {
        try Scheme(bitWidth: 2, symmetry: symmetry).encoding(for: widest)
      }
    }
  }

  @Test("encodings given by their numbers")
  func encodings() {
    for scale in [Float(0), -0.0, -1, .infinity, -.infinity] {
      #expect(throws: EncodingError.scaleNotPositive(scale)) {
        try AffineEncoding(scale: scale, zeroPoint: 0, quantMin: 0, quantMax: 255)
      }
    }
    #expect(throws: EncodingError.self) {
      try AffineEncoding(scale: .nan, zeroPoint: 0, quantMin: 0, quantMax: 255)
    }
    for (low, high) in [(0, 0), (1, 0), (0, 65536), (Int.min, Int.max), (Int.max, Int.min)] {
      #expect(throws: EncodingError.codesOutOfRange(quantMin: low, quantMax: high)) {
        try AffineEncoding(scale: 1, zeroPoint: 0, quantMin: low, quantMax: high)
      }
    }
    for zeroPoint in [-1, 256, Int.min, Int.max] {
      #expect(
        throws: EncodingError.zeroPointOutOfRange(zeroPoint, quantMin: 0, quantMax: 255)
      ) {
        try AffineEncoding(scale: 1, zeroPoint: zeroPoint, quantMin: 0, quantMax: 255)
      }
    }
  }

  @Test(
    "each refusal is a sentence with what was expected and found",
    arguments: [
      (EncodingError.bitWidthOutOfRange(1), "bit width must be from 2 to 16, found 1"),
      (.levelCountOutOfRange(1), "number of levels must be from 2 to 65536, found 1"),
      (.tooFewLevelsForSymmetry(2), "a symmetric scheme needs at least 3 levels, found 2"),
      (
        .rangeNotFinite(ClippingRange(lower: 0, upper: .infinity)),
        "clipping range must be finite, found 0.0…inf"
      ),
      (
        .rangeReversed(ClippingRange(lower: 2, upper: 1)),
        "clipping range must have min at or below max, found 2.0…1.0"
      ),
      (
        .scaleOverflows(ClippingRange(lower: 0, upper: 1e300)),
        "clipping range 0.0…1e+300 needs a scale larger than a float32 can hold"
      ),
      (.scaleNotPositive(-1), "scale must be a positive finite number, found -1.0"),
      (
        .zeroPointOutOfRange(300, quantMin: 0, quantMax: 255),
        "zero-point must be from 0 to 255, found 300"
      ),
      (
        .codesOutOfRange(quantMin: 3, quantMax: 3),
        "codes must ascend and be from 2 to 65536 in number, found 3…3"
      ),
    ])
  func sentences(_ error: EncodingError, _ sentence: String) {
    #expect(error.description == sentence)
  }

  @Test(
    "each refusal of a granularity is a sentence",
    arguments: [
      (
        GranularityError.axisOutOfRange(axis: 2, shape: [3, 4]),
        "axis must be from 0 to 1 for shape [3, 4], found 2"
      ),
      (
        .axisOutOfRange(axis: 0, shape: []),
        "axis 0 does not exist: the tensor has no dimensions"
      ),
      (.groupSizeNotPositive(0), "group size must be at least 1, found 0"),
      (
        .shapeNotRepresentable([-1]),
        "shape [-1] has a negative dimension or too many elements"
      ),
    ])
  func sentences(_ error: GranularityError, _ sentence: String) {
    #expect(error.description == sentence)
  }
}
