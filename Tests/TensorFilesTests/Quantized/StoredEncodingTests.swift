import QuantizationEngine
import Testing

@testable import TensorFiles

/// Codes read as the values that they stand for, beside one element at a time.
@Suite struct StoredEncodingTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  /// A tensor of int8 or packed uint4 codes made of a seed, and its file.
  private func codes(
    _ type: ElementType, _ shape: [Int], _ random: inout SplitMix64, rows: PackedElements.Row? = nil
  ) throws -> StoredTensor {
    let count = shape.reduce(1, *)
    let packed = PackedElements(bitCount: type.bitCount, rows: rows)
    let isPacked = type.bitCount < 8
    let byteCount = isPacked ? packed.bytes(of: 0..<count).upperBound : count * type.byteCount
    let bytes = (0..<byteCount).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let file = try MappedFile(path: try scratch.file("codes.bin", bytes))
    return StoredTensor(
      description: TensorDescription(
        name: "w", elementType: type, storedAs: type.rawValue, shape: shape, elementCount: count,
        byteCount: byteCount),
      file: file, start: 0, form: isPacked ? .packed(packed) : .elements(.little, .rowMajor))
  }

  private static let cases: [([Int], Granularity)] = [
    ([7, 5], .perTensor), ([7, 5], .perChannel(axis: 0)), ([7, 5], .perChannel(axis: 1)),
    ([3, 4, 5], .perChannel(axis: 1)), ([6, 10], .perGroup(axis: 1, size: 4)),
    ([6, 10], .perGroup(axis: 0, size: 4)), ([3, 7, 5], .perGroup(axis: 1, size: 2)),
    ([4, 6], .perGroup(axis: 1, size: 1 << 40)), ([], .perTensor), ([0, 3], .perChannel(axis: 1)),
  ]

  @Test(
    "each value is its code less the zero-point of its block, times the scale",
    arguments: cases, [ElementType.int8, .uint8, .int16, .uint4, .int4, .int2])
  func values(_ shaped: ([Int], Granularity), _ type: ElementType) throws {
    let (shape, granularity) = shaped
    var random = SplitMix64(seed: 9)
    let codes = try codes(type, shape, &random)
    let layout = try BlockLayout(shape: shape, granularity: granularity)
    let scales = (0..<layout.blockCount).map { _ in Float(random.next() % 1000) / 777 }
    let zeroPoints = (0..<layout.blockCount).map { _ in Float(random.next() % 16) }
    let encoding = try #require(
      StoredEncoding(
        codeType: type, granularity: granularity, shape: shape, scales: scales,
        zeroPoints: zeroPoints))
    let tensor = StoredTensor(quantized: codes, by: encoding)
    #expect(tensor.description.elementType == .float32)
    guard case .float32(let plain) = try codes.values(in: [0..<layout.elementCount]),
      case .float32(let values) = try tensor.values(in: [0..<layout.elementCount])
    else { throw Unexpected.type }
    for element in 0..<layout.elementCount {
      let block = layout.block(ofElement: element)
      let expected = (plain[element] - zeroPoints[block]) * scales[block]
      guard values[element] == expected else {
        Issue.record("element \(element): \(values[element]), expected \(expected)")
        return
      }
    }
    // A part, from the middle of a block on, and the stream of a pass.
    guard layout.elementCount > 3 else { return }
    let part = 1..<layout.elementCount - 1
    #expect(try tensor.values(in: [part]) == .float32(Array(values[part])))
    let streamed = StoredElements(tensor).withBytes(of: part) { bytes in
      unsafe bytes.withUnsafeBytes { unsafe Array($0.bindMemory(to: Float.self)) }
    }
    #expect(streamed == Array(values[part]))
  }

  @Test("scales that are a tensor of the file are read when they are asked for")
  func storedScales() throws {
    var random = SplitMix64(seed: 11)
    let codes = try codes(.int8, [6, 10], &random)
    let numbers = try self.codes(.int4, [6, 3], &random, rows: .init(length: 3, capacity: 4))
    let encoding = try #require(
      StoredEncoding(
        codeType: .int8, granularity: .perGroup(axis: 1, size: 4), shape: [6, 10],
        scales: .stored(numbers), zeroPoints: .stored(numbers)))
    let tensor = StoredTensor(quantized: codes, by: encoding)
    guard case .float32(let plain) = try codes.values(in: [0..<60]),
      case .float32(let block) = try numbers.values(in: [0..<18]),
      case .float32(let values) = try tensor.values(in: [7..<60])
    else { throw Unexpected.type }
    #expect(
      values
        == (7..<60).map { element in
          let number = block[element / 10 * 3 + element % 10 / 4]
          return (plain[element] - number) * number
        })
    #expect(try encoding.allScales() == block)
    #expect(
      StoredEncoding(
        codeType: .int8, granularity: .perGroup(axis: 1, size: 3), shape: [6, 10],
        scales: .stored(numbers)) == nil)
  }

  @Test("more values than are read at a time")
  func pieces() throws {
    try values(([2, 600_003], .perChannel(axis: 0)), .int8)
  }

  private enum Unexpected: Error { case type }

  @Test("rows that are filled up leave out what fills them")
  func paddedRows() throws {
    var random = SplitMix64(seed: 10)
    let rows = PackedElements.Row(length: 5, capacity: 8)
    let padded = try codes(.uint4, [3, 5], &random, rows: rows)
    guard case .float32(let values) = try padded.values(in: [0..<15]) else { throw Unexpected.type }
    let bytes = padded.file.bytes(in: 0..<padded.file.byteCount)
    let nibbles = bytes.flatMap { [Float($0 & 15), Float($0 >> 4)] }
    #expect(values == Array(nibbles[0..<5] + nibbles[8..<13] + nibbles[16..<21]))
    #expect(padded.bytes(of: 6..<7) == 4..<5)
  }

  @Test(
    "a list says the type of the codes and what shares a scale",
    arguments: [
      (Granularity.perTensor, "int8 per_tensor"), (.perChannel(axis: 1), "int8 per_channel axis 1"),
      (.perGroup(axis: 1, size: 2), "int8 per_group axis 1 size 2"),
    ])
  func words(_ granularity: Granularity, _ text: String) throws {
    let encoding = StoredEncoding(
      codeType: .int8, granularity: granularity, shape: [3, 4], scales: [1])
    #expect(encoding?.storedAs == text)
  }

  @Test("scales and zero-points are as many as the blocks, or one for all")
  func counts() throws {
    func encoding(_ scales: Int, _ zeroPoints: Int) -> StoredEncoding? {
      StoredEncoding(
        codeType: .int8, granularity: .perChannel(axis: 0), shape: [3, 4],
        scales: Array(repeating: 1, count: scales),
        zeroPoints: Array(repeating: 2, count: zeroPoints))
    }
    #expect(try encoding(3, 3)?.allZeroPoints() == [2, 2, 2])
    #expect(try encoding(1, 0)?.allScales() == [1, 1, 1])
    #expect(try encoding(3, 1)?.allZeroPoints() == [2, 2, 2])
    #expect(encoding(2, 0) == nil && encoding(3, 2) == nil && encoding(0, 0) == nil)
    #expect(
      StoredEncoding(
        codeType: .int8, granularity: .perChannel(axis: 2), shape: [3, 4], scales: [1]) == nil)
  }

  @Test(
    "a scale of 16 bits makes values of its type, and a wide difference is its tool's")
  func products() throws {
    #expect(DequantizingProduct.float16.value(Float(7), Float(Float16(0.1))) == 0.69970703125)
    #expect(DequantizingProduct.bfloat16.value(Float(1), 0x1.01p0) == 1)
    #expect(DequantizingProduct.bfloat16.value(Float(1), 0x1.03p0) == 0x1.04p0)
    // 2^24 + 1 is no float32.
    let wide = 16_777_217
    #expect(try value(of: wide, times: 3, by: .float32) == Float(16_777_216) * 3)
    #expect(try value(of: wide, times: 3, by: .float64) == Float(Double(wide) * 3))
  }

  /// What a code of 32 bits stands for.
  private func value(
    of code: Int, times scale: Float, by product: DequantizingProduct
  ) throws -> Float? {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: code >> (8 * $0)) }
    let description = try #require(TensorDescription(name: "w", elementType: .int32, shape: [1]))
    let codes = StoredTensor(
      description: description, file: try MappedFile(path: try scratch.file("code.bin", bytes)),
      start: 0, form: .elements(.little, .rowMajor))
    let encoding = try #require(
      StoredEncoding(
        codeType: .int32, granularity: .perTensor, shape: [1], scales: [scale], product: product))
    return try StoredTensor(quantized: codes, by: encoding).values(in: [0..<1]).float32?.first
  }

  @Test("scales that cannot be read are an error, for a stream too, and never zeros without a word")
  func unreadableScales() throws {
    var random = SplitMix64(seed: 13)
    let codes = try codes(.int8, [4, 8], &random)
    let fault = TensorFileError.missing(path: "scales.bin")
    let encoding = try #require(
      StoredEncoding(
        codeType: .int8, granularity: .perChannel(axis: 0), shape: [4, 8],
        scales: .read(count: 4, byteCount: 16, .float32) {
          (_) throws(TensorFileError) in throw fault
        }))
    let tensor = StoredTensor(quantized: codes, by: encoding)
    #expect(throws: fault) { try tensor.values(in: [0..<32]) }
    let elements = StoredElements(tensor)
    #expect(!elements.isDamaged)
    try elements.checkWhole()
    #expect(elements.withBytes(of: 0..<8) { $0.byteCount } == 32)
    #expect(elements.isDamaged)
    #expect(throws: fault) { try elements.checkWhole() }
  }
}
