import QuantizationEngine
import TestSupport
import Testing

@testable import NumberFormats

@Suite struct BitsAndBytesTests {
  private static let formats = NumberFormat.bitsAndBytesFormats

  private func format(_ name: String) throws -> NumberFormat {
    try #require(Self.formats.first { $0.name == name })
  }

  @Test("names and bits a value are those of the formats, and never change")
  func names() throws {
    let sizes = ["", ":32", ":128", ":256", ":512", ":1024", ":2048", ":4096"]
    let four = ["bnb-nf4", "bnb-fp4"].flatMap { name in
      sizes.map { name + $0 } + ["\(name):double"]
    }
    let dynamic = ["", ":64", ":128", ":512", ":1024", ":2048", ":4096"].map {
      "bnb-dynamic-int8" + $0
    }
    #expect(Self.formats.map(\.name) == four + ["bnb-int8"] + dynamic)
    func bits(_ name: String) throws -> Double? {
      try FormatPass(format(name), shape: [128, 16384]).bitsPerValue
    }
    #expect(try bits("bnb-nf4") == 4.5)
    #expect(try bits("bnb-fp4:4096") == 4.0078125)
    // 4 + 8/64 + 32/16384, and 32 bits for all 2²¹ values.
    #expect(try bits("bnb-nf4:double") == 4.1269683837890625)
    #expect(try bits("bnb-dynamic-int8") == 8.125)
    #expect(try bits("bnb-int8") == 8.001953125)
  }

  @Test("the map is in order, and has the ends and the middle of the paper")
  func map() {
    let numbers = (0..<256).map { DynamicMap.numbers[$0] }
    #expect(numbers == numbers.sorted())
    #expect(Set(numbers).count == 256)
    #expect(numbers[127] == 0 && numbers[255] == 1 && numbers[0] == -0.99296875)
    #expect(numbers[128] == 5.500000384017767e-7 && numbers[126] == -numbers[128])
  }

  @Test("a code is that of the number nearest to the nearest of 65 536 points")
  func nearest() {
    let numbers = (0..<256).map { DynamicMap.numbers[$0] }
    var generator = SplitMix64(seed: 11)
    var values: [Float] = numbers + [0, -0.0, -1, 1]
    values += (0..<20_000).map { _ in Float(2 * generator.nextUnit() - 1) }
    values += (0..<20_000).map { _ in Float(generator.nextNormal()) * 0x1p-12 }
    for value in values {
      let place = (Double(value) + 1) * 32767.5
      // Halfway between points a rounded sum decides.
      guard abs(place - place.rounded(.down) - 0.5) > 0.01 else { continue }
      let point = Float(-1 + 2 * place.rounded() / 65535)
      let distances = numbers.map { ($0 - point).magnitude }
      let least = distances.min()
      #expect(DynamicMap.code(of: value) == distances.firstIndex { $0 == least }.map(UInt8.init))
    }
    #expect(DynamicMap.code(of: .nan) == 0)
  }

  @Test("a codebook has its numbers' codes, and bounds go down")
  func codebooks() {
    for (codebook, fewest) in [(BitsAndBytesCodebook.nf4, 16), (.fp4, 15)] {
      let numbers = (0..<16).map { codebook.numbers[$0] }
      #expect(Set(numbers).count == fewest)
      for (code, number) in numbers.enumerated() where number != 0 {
        #expect(codebook.codes[place(of: number, in: codebook)] == code)
      }
      for bound in 0..<15 {
        #expect(place(of: codebook.bounds[bound], in: codebook) == bound)
        #expect(place(of: codebook.bounds[bound].nextUp, in: codebook) == bound + 1)
      }
      #expect(place(of: .nan, in: codebook) == 15)
    }
  }

  /// The place of a value among others, which have places of their own.
  private func place(of value: Float, in codebook: BitsAndBytesCodebook) -> Int {
    var values = SIMD16<Float>(repeating: -1)
    values[9] = value
    let places = codebook.places(of: values)
    for lane in 0..<16 where lane != 9 { #expect(places[lane] == 0) }
    return Int(places[9])
  }

  @Test("quantized scales cost little, and a pass finds their mean by itself")
  func double() throws {
    var generator = SplitMix64(seed: 12)
    let values = (0..<40_000).map { _ in Float(generator.nextNormal()) }
    guard case .blocks(let coder as BitsAndBytesDouble, _) = try format("bnb-nf4:double").arithmetic
    else {
      Issue.record("the scales of bnb-nf4:double are quantized")
      return
    }
    let mean = coder.concluded(coder.surveyedParts(of: values.span).span)
    let known = TensorSummary(meanScale: mean)
    let coded = CodedBlocks(values, by: coder, size: coder.size, known)
    let plain = try #require(
      CodedBlocks(values, by: format("bnb-nf4"), TensorSummary(of: values)))
    // A scale of 8 bits is within 2 % of its own where all scales are near one another.
    for (double, single) in zip(coded.values, plain.values) {
      #expect((double - single).magnitude <= 0.02 * single.magnitude)
    }
    let stream = ElementStream(
      elementType: .float32, byteOrder: .little, count: values.count
    ) { elements, body in
      body(values.span.extracting(elements).bytes)
    }
    let read = try FormatPass(format("bnb-nf4:double"), shape: [values.count])
      .decodedValues(of: stream)
    #expect(read == coded.values)
  }

  @Test("the mean is PyTorch's sum over the number, and near the true one")
  func mean() {
    var generator = SplitMix64(seed: 13)
    for count in [1, 7, 8, 9, 31, 32, 33, 127, 1000, 2049, 20_000] {
      let numbers = (0..<count).map { _ in Float(generator.nextUnit()) }
      let exact = numbers.reduce(0.0) { $0 + Double($1) } / Double(count)
      #expect((Double(TorchMean.mean(numbers.span)) - exact).magnitude <= exact * 0x1p-21)
    }
    #expect(TorchMean.mean([Float]().span).isNaN)
  }

  @Test("every pattern of bytes has values", arguments: formats)
  func hostile(_ format: NumberFormat) {
    guard case .blocks(let coder, _) = format.arithmetic, case .flat(let size) = format.shape else {
      return
    }
    var generator = SplitMix64(seed: 14)
    for count in [1, 2, 63, 64, 65, size - 1, size] {
      let bytes = BlockCases.extreme(coder.byteCount(for: count), &generator)
      var values = [Float](repeating: BlockCases.unwritten, count: count)
      var span = values.mutableSpan
      coder.decode(bytes.span, of: TensorSummary(meanScale: .nan), into: &span)
      #expect(values.allSatisfy { $0.bitPattern != BlockCases.unwritten.bitPattern })
    }
  }
}
