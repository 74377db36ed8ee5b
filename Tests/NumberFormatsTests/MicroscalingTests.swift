import QuantizationEngine
import TestSupport
import Testing

@testable import NumberFormats

@Suite struct MicroscalingTests {
  private static let formats = NumberFormat.microscalingFormats
  private static let nearest: [(String, Float)] = [
    ("mxfp8-e4m3", 1.0 / 16), ("mxfp8-e5m2", 1.0 / 8), ("mxfp6-e2m3", 1.0 / 16),
    ("mxfp6-e3m2", 1.0 / 8), ("mxfp4", 1.0 / 4),
  ]

  @Test("names and bits a value are those of the formats, and never change")
  func names() throws {
    let rules = ["", ":ceil", ":even", ":rceil"]
    let elements = ["mxfp8-e4m3", "mxfp8-e5m2", "mxfp6-e2m3", "mxfp6-e3m2", "mxfp4"]
    let bits = [8.25, 8.25, 6.25, 6.25, 4.25]
    let others = [
      ("mxfp4:modelopt", 4.25), ("mxint8", 8.25), ("nvfp4", 4.501953125), ("nvfp4:single", 4.5),
      ("nvfp4:modelopt", 4.501953125), ("nvfp4:compressed-tensors", 4.501953125),
    ]
    let expected =
      zip(elements, bits).flatMap { element, bits in rules.map { (element + $0, bits) } } + others
    #expect(Self.formats.map(\.name) == expected.map(\.0))
    for (format, bits) in zip(Self.formats, expected.map(\.1)) {
      // A factor of the tensor is 32 bits more.
      #expect(try FormatPass(format, shape: [256, 64]).bitsPerValue == bits, "\(format.name)")
    }
  }

  @Test("a row must be a whole number of blocks")
  func rows() {
    for format in Self.formats {
      #expect(throws: FormatError.self) { try FormatPass(format, shape: [64, 24]) }
    }
  }

  @Test("within its range a value moves by no more than half a step", arguments: nearest)
  func steps(_ name: String, _ halfStep: Float) throws {
    // A scale rounded up never clips, so that each error is of rounding alone.
    let format = try #require(Self.formats.first { $0.name == name + ":rceil" })
    guard case .blocks(let coder as Microscaling, _) = format.arithmetic else {
      Issue.record("\(name) has microscaling blocks")
      return
    }
    var generator = SplitMix64(seed: 7)
    let values = (0..<8192).map { _ in Float(generator.nextNormal()) }
    let coded = try #require(CodedBlocks(values, by: format, TensorSummary()))
    for (index, value) in values.enumerated() {
      let scale = PowerOfTwoCode.value(of: coded.blocks[index / 32][0])
      let leastNormal = coder.element.cast.leastNormalNumber * scale
      let bound = max(value.magnitude, leastNormal) * halfStep
      #expect((coded.values[index] - value).magnitude <= bound, "\(name) \(value)")
    }
  }

  @Test("what a format has made it makes again", arguments: formats)
  func idempotent(_ format: NumberFormat) throws {
    // ModelOpt's scale of the values that it made can be one step lower.
    guard !format.name.hasPrefix("nvfp4"), !format.name.hasSuffix(":ceil") else { return }
    var generator = SplitMix64(seed: 8)
    let values = (0..<4096).map { _ in Float(generator.nextNormal()) }
    let once = try #require(CodedBlocks(values, by: format, TensorSummary(of: values)))
    let twice = try #require(CodedBlocks(once.values, by: format, TensorSummary(of: values)))
    #expect(twice.values == once.values, "\(format.name)")
  }

  @Test("scaling a tensor by a power of two scales what is made of it", arguments: formats)
  func powers(_ format: NumberFormat) throws {
    var generator = SplitMix64(seed: 9)
    let values = (0..<2048).map { _ in Float(generator.nextNormal()) }
    // Without a factor of the tensor, scales of float8 have an end.
    let factor: Float = format.name == "nvfp4:single" ? 2 : 0x1p40
    let scaled = values.map { $0 * factor }
    let one = try #require(CodedBlocks(values, by: format, TensorSummary(of: values)))
    let other = try #require(CodedBlocks(scaled, by: format, TensorSummary(of: scaled)))
    #expect(other.values == one.values.map { $0 * factor }, "\(format.name)")
  }

  @Test("every pattern of bytes has values", arguments: formats)
  func hostile(_ format: NumberFormat) throws {
    guard case .blocks(let coder, _) = format.arithmetic, case .row(let size) = format.shape else {
      Issue.record("\(format.name) has blocks of a row")
      return
    }
    var generator = SplitMix64(seed: 10)
    for round in 0..<512 {
      let count = coder.byteCount(for: size)
      let bytes =
        round % 2 == 0
        ? BlockCases.random(count, &generator) : BlockCases.extreme(count, &generator)
      var values = [Float](repeating: BlockCases.unwritten, count: size)
      var span = values.mutableSpan
      let tensor = TensorSummary(largestMagnitude: Float(bitPattern: UInt32(round) << 22))
      coder.decode(bytes.span, of: tensor, into: &span)
      #expect(values.allSatisfy { $0.bitPattern != BlockCases.unwritten.bitPattern })
    }
  }

  @Test("the rounded logarithm is that of the equation at every exponent")
  func logarithm() {
    for power in -126...127 {
      let value = Float(sign: .plus, exponent: power, significand: 1)
      let ceiling = value.ceilingOfRoundedLog2
      #expect(ceiling == power)
      #expect((value * 1.5).ceilingOfRoundedLog2 == power + 1)
      // Half a step above the power, as a real number of steps of the fraction.
      let place = Float(power < 0 ? power.magnitude - 1 : power.magnitude)
      let half = max(place.binade.ulp / 2, 0x1p-25) * 0.6931472 * 0x1p23
      for steps in 1...24 where abs(Float(steps) - half) > 0.01 {
        let above = Float(bitPattern: value.bitPattern + UInt32(steps))
        #expect(above.ceilingOfRoundedLog2 == (Float(steps) > half ? power + 1 : power))
      }
    }
    #expect(Float(0x1p-127).ceilingOfRoundedLog2 == -127)
    #expect(Float(0x1.8p-127).ceilingOfRoundedLog2 == -126)
  }
}

extension SmallFloatCode {
  /// The least number whose exponent is not 0.
  fileprivate var leastNormalNumber: Float {
    SmallFloat(type).map { value(of: 1 << UInt16($0.fractionBits)) } ?? 0
  }
}
