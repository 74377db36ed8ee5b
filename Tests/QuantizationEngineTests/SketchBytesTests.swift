import TestSupport
import Testing

@testable import QuantizationEngine

@Suite struct SketchBytesTests {
  private static func values(_ count: Int, seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(random.nextNormal()) }
  }

  /// A sketch of a few values, one of them three times, with all that is excluded.
  private static let small = TensorSketch(
    [1, -0.5, 1, 1, .nan, .infinity, -.infinity, -.infinity, 0] as [Float], name: "wé")

  private func refusal(_ bytes: [UInt8]) -> SketchError? {
    do throws(SketchError) {
      _ = try TensorSketch(decoding: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test("the checksum is CRC-32C")
  func checksum() {
    #expect(Checksum.crc32C("123456789".utf8) == 0xE306_9283)
    #expect(Checksum.crc32C([]) == 0)
  }

  @Test("what was written is read back, to the bit")
  func roundTrip() throws {
    for sketch in [
      Self.small, TensorSketch([] as [Float]), TensorSketch([.nan] as [Float], name: "n"),
      TensorSketch(Self.values(800, seed: 1)),
      TensorSketch(Self.values(300, seed: 2).map { Double($0) * 1.0000001 }),
    ] {
      let bytes = sketch.encoded()
      let read = try TensorSketch(decoding: bytes)
      #expect(read == sketch)
      #expect(read.encoded() == bytes)
    }
    #expect(Self.small.name == "wé")
    #expect(Self.small.elementCount == 9)
    #expect(
      Self.small.excluded == NonFiniteCounts(nan: 1, positiveInfinity: 1, negativeInfinity: 2))
    #expect(Self.small.bounds == -0.5...1)
  }

  @Test("the bytes of a version are a promise")
  func promise() {
    let expected: [UInt8] =
      Array("qvizsket".utf8) + [1, 0, 0, 0] + [0, 0, 0, 0]
      + [87, 0, 0, 0, 0, 0, 0, 0] + [3, 0, 0, 0] + [1, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0, 0]
      + Array(repeating: 0, count: 24)
      + [1, 0, 0, 0, 0, 0, 0xF0, 0x3F].map { $0 == 1 ? 0 : $0 }
      + [0, 0, 0, 0, 0, 0, 0xF0, 0x3F] + Array("w".utf8)
      // 1.0 has the key 0xBF800000, so place 0x2FE000.
      + [0x80, 0xC0, 0xBF, 0x01] + [2] + [0] + [0]
    var bytes = TensorSketch([1, 1] as [Float], name: "w").encoded()
    let checksum = Checksum.crc32C(bytes[16...])
    #expect(
      Array(bytes[12..<16]) == (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) })
    bytes.replaceSubrange(12..<16, with: [0, 0, 0, 0])
    #expect(Array(bytes.prefix(16)) == Array(expected.prefix(16)))
    #expect(Array(bytes.dropFirst(24)) == Array(expected.dropFirst(24)))
    #expect(bytes[16] == UInt8(bytes.count))
  }

  @Test("a file cut at any byte is refused, and so is one with a byte more")
  func truncated() {
    let bytes = Self.small.encoded()
    for count in bytes.indices {
      #expect(refusal(Array(bytes.prefix(count))) != nil, "\(count)")
    }
    #expect(
      refusal(bytes + [0]) == .wrongLength(expected: bytes.count, found: bytes.count + 1))
    #expect(refusal([]) == .notASketch)
  }

  @Test("the first bytes and the length say what all bytes would")
  func frame() throws {
    let bytes = Self.small.encoded()
    let frame = Array(bytes.prefix(TensorSketch.frameByteCount))
    try TensorSketch.checkFrame(frame, byteCount: bytes.count)
    func refusal(_ frame: [UInt8], _ byteCount: Int) -> SketchError? {
      #expect(throws: SketchError.self) {
        try TensorSketch.checkFrame(frame, byteCount: byteCount)
      }
    }
    let huge = 3 << 30
    #expect(refusal([], 0) == .notASketch)
    #expect(refusal(Array(repeating: 0, count: 24), huge) == .notASketch)
    #expect(refusal(Array(frame.dropLast()), 23) == .wrongLength(expected: 24, found: 23))
    #expect(
      refusal(Array(frame.prefix(8)) + Array(repeating: 0, count: 16), huge) == .unknownVersion(0))
    #expect(refusal(frame, huge) == .wrongLength(expected: bytes.count, found: huge))
    let said = (0..<8).map { UInt8(truncatingIfNeeded: huge >> (8 * $0)) }
    #expect(
      refusal(Array(frame.prefix(16)) + said, huge)
        == .tooLong(limit: TensorSketch.largestByteCount, found: huge))
  }

  @Test("a flip of any bit is refused")
  func flipped() {
    let bytes = Self.small.encoded()
    for index in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << bit
        #expect(refusal(flipped) != nil, "byte \(index), bit \(bit)")
      }
    }
  }

  @Test("a wrong byte under a right checksum is refused or read, and never ends the program")
  func resealed() {
    let bytes = Self.small.encoded()
    var random = SplitMix64(seed: 9)
    for turn in 0..<3000 {
      var body = Array(bytes.dropFirst(24))
      for _ in 0...(turn & 1) {
        body[Int(random.next() % UInt64(body.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      if turn.isMultiple(of: 5) { body.removeLast(Int(random.next() % UInt64(body.count))) }
      let sealed = SketchWriter(bytes: body).framed()
      guard let sketch = try? TensorSketch(decoding: sealed) else { continue }
      #expect(sketch.encoded() == sealed)
      let tensor = TensorDistribution(sketch)
      guard let bounds = tensor.bounds, turn.isMultiple(of: 16) else { continue }
      _ = tensor.blocks[0].value(atRank: tensor.count / 2)
      let middle = Float(bounds.lowerBound / 2 + bounds.upperBound / 2)
      _ = tensor.error(
        on: [Staircase(nearest: [middle.nextDown, middle])],
        reference: DivergenceReference(tensor, binCount: 8))
    }
  }

  @Test("counts that no values can have are refused")
  func impossible() {
    func sealed(_ bins: [UInt64], _ number: UInt64 = 1, bounds: (Double, Double) = (1, 1))
      -> [UInt8]
    {
      var writer = SketchWriter()
      for byte: UInt8 in [3, 0, 0, 0] { writer.byte(byte) }
      writer.fixed(UInt32(0))
      writer.fixed(number)
      for _ in 0..<3 { writer.fixed(UInt64(0)) }
      writer.fixed(bounds.0.bitPattern)
      writer.fixed(bounds.1.bitPattern)
      for value in bins { writer.variable(value) }
      return writer.framed()
    }
    let place: UInt64 = 0x2FE000
    #expect(refusal(sealed([place, 2, 0, 0])) == nil)
    #expect(refusal(sealed([place, 0, 0, 0])) != nil)
    #expect(refusal(sealed([place, 2, 5, 3])) != nil)
    #expect(refusal(sealed([place, 2, 2047, 2047 * 1023])) != nil)
    #expect(refusal(sealed([place, 2, 2, 3000])) != nil)
    #expect(refusal(sealed([0x3FE000, 1, 0])) != nil)
    #expect(refusal(sealed([1 << 22, 1, 0])) != nil)
    #expect(refusal(sealed([UInt64.max, 1, 0])) != nil)
    #expect(refusal(sealed([place, 1 << 43, 0, 0])) == .tooManyElements)
    #expect(refusal(sealed([place, 2, 0, 0], UInt64.max)) != nil)
    #expect(refusal(sealed([place, 2, 0, 0], bounds: (1, 2))) != nil)
    #expect(refusal(sealed([place, 2, 0, 0], bounds: (.nan, 1))) != nil)
    #expect(refusal(sealed([], 0)) != nil)
    #expect(refusal(sealed([], 0, bounds: (0, 0))) == nil)
  }

  @Test("the sketch of a whole is that of its parts, in any order and grouping")
  func merging() throws {
    let values = Self.values(900, seed: 3) + [.nan, 1e30, -0.0, .infinity]
    let whole = TensorSketch(values, name: "w")
    let a = TensorSketch(Array(values[..<300]), name: "w")
    let b = TensorSketch(Array(values[300..<301]), name: "w")
    let c = TensorSketch(Array(values[301...]), name: "w")
    let ab = try TensorSketch.merge(a, b)
    let bc = try TensorSketch.merge(b, c)
    let bytes = whole.encoded()
    #expect(try TensorSketch.merge(ab, c).encoded() == bytes)
    #expect(try TensorSketch.merge(a, bc).encoded() == bytes)
    #expect(try TensorSketch.merge(c, ab).encoded() == bytes)
    #expect(
      try TensorSketch.merge(whole, TensorSketch([] as [Float], name: "w")).encoded() == bytes)
  }

  @Test("names and types that differ are forgotten, in any order and grouping")
  func mixing() throws {
    let a = TensorSketch([1] as [Float], name: "a")
    let b = TensorSketch([1] as [Double], name: "a")
    let c = TensorSketch([2] as [Float], name: "c")
    let one = try TensorSketch.merge(TensorSketch.merge(a, b), c)
    let other = try TensorSketch.merge(a, TensorSketch.merge(c, b))
    #expect(one.encoded() == other.encoded())
    #expect(one.name == "")
    #expect(one.elementType == nil)
    #expect(one.precision == .rounded)
    #expect(try TensorSketch(decoding: one.encoded()) == one)
  }

  @Test("a stream of any type has the sketch of its values", arguments: ElementType.allCases)
  func streams(_ elementType: ElementType) throws {
    var random = SplitMix64(seed: 4)
    let bytes = (0..<elementType.byteCount * 40).map { _ in UInt8(truncatingIfNeeded: random.next())
    }
    let little = ElementStream(elementType, bytes: bytes)
    let size = elementType.byteCount
    let swapped = bytes.indices.map { bytes[$0 / size * size + size - 1 - $0 % size] }
    let big = ElementStream(elementType, byteOrder: .big, bytes: swapped)
    let sketch = try TensorSketch(of: little)
    #expect(try TensorSketch(of: big) == sketch)
    #expect(sketch.elementCount == 40)
    #expect(sketch.elementType == elementType)
    let halves = try TensorSketch.merge(
      TensorSketch(of: ElementStream(elementType, bytes: Array(bytes[..<(size * 13)]))),
      TensorSketch(of: ElementStream(elementType, bytes: Array(bytes[(size * 13)...]))))
    #expect(halves.encoded() == sketch.encoded())
    let values: [Double] = (0..<40).map { element in
      let bits = bytes[element * size..<(element + 1) * size].reversed()
        .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return switch elementType {
      case .float32: Double(Float(bitPattern: UInt32(bits)))
      case .float64: Double(bitPattern: bits)
      case .int32: Double(Int32(truncatingIfNeeded: bits))
      case .int64: Double(Int64(bitPattern: bits))
      case .uint32, .uint64: Double(bits)
      default: Double(elementType.value(ofPattern: Int(bits)))
      }
    }
    let finite = values.filter { Float($0).isFinite }
    #expect(sketch.count == finite.count)
    #expect(sketch.bounds?.lowerBound == finite.min())
    #expect(sketch.bounds?.upperBound == finite.max())
    let line = SketchedDistribution(sketch)
    let sum = finite.reduce(0) { $0 + Double(Float($1)) }
    let size2 = finite.reduce(0) { $0 + abs($1) }
    #expect(abs(line.moments.total - sum) <= 0x1p-46 * size2)
  }

  @Test("a sketch can be cancelled")
  func cancelled() {
    #expect(throws: CancellationError.self) {
      try TensorSketch(
        of: ElementStream(.float32, bytes: Array(repeating: 0, count: 4096)),
        monitor: ProgressMonitor(isCancelled: { true }, report: { _ in }))
    }
  }

  @Test(
    "each refusal is a sentence",
    arguments: [
      SketchError.notASketch, .unknownVersion(2), .wrongLength(expected: 10, found: 9),
      .tooLong(limit: 8, found: 9), .wrongChecksum, .malformed(position: 3), .tooManyElements,
      .tooManyBlocks(found: 900, limit: 16),
    ])
  func sentences(_ error: SketchError) {
    #expect(error.description.count > 20)
    #expect(!error.description.hasSuffix("."))
  }
}
