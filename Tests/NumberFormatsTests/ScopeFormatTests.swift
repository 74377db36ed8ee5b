@testable import NumberFormats
import QuantizationEngine
import TestSupport
import Testing

/// What holds for every format of scopes, and of groups made of them.
@Suite struct ScopeFormatTests {
  static let formats =
    NumberFormat.float8Formats + NumberFormat.integerFormats + NumberFormat.fewLevelFormats

  /// Values of every kind, finite and not, 256 in a row.
  private static let hostile: [Float] = {
    var generator = SplitMix64(seed: 7)
    let extremes: [Float] = [
      .nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1, -1, 0.5,
      Float(bitPattern: 0xFFC0_0001),
    ]
    var values: [Float] = []
    for row in 0..<12 {
      for column in 0..<256 {
        let random = generator.next()
        let value = Float(bitPattern: UInt32(truncatingIfNeeded: random))
        switch row {
        case 0: values.append(extremes[column % extremes.count])
        case 1: values.append(value)
        case 2: values.append(.nan)
        case 3: values.append(column % 2 == 0 ? 0 : -0.0)
        case 4: values.append(.infinity)
        case 5: values.append(Float(bitPattern: UInt32(random % 0x80_0000)))
        case 6: values.append(column % 7 == 0 ? value : Float(column) / 256)
        case 7:
          values.append(column % 2 == 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude)
        default: values.append(Float(Int64(bitPattern: random) >> 40) / 1e6)
        }
      }
    }
    return values
  }()

  private static let ordinary = Array(hostile.suffix(4 * 256))

  @Test("any values have codes of their width and decode, in pieces as whole", arguments: formats)
  private func anyValues(_ format: NumberFormat) throws {
    let rows = stride(from: 0, to: Self.hostile.count, by: 256).map {
      Array(Self.hostile[$0..<$0 + 256])
    }
    for values in rows + [Self.hostile, [], [.nan], [-0.0]] {
      switch format.arithmetic {
      case .scopes(let coder): check(coder, values)
      case .blocks(let coder, _): check(coder, Array(values.prefix(128)))
      }
    }
  }

  private func check<Coder: ScopeCoder>(_ coder: Coder, _ values: [Float]) {
    let scope = coder.closed(values)
    let (codes, decoded) = coder.coded(values, under: scope)
    #expect(codes.allSatisfy { Int($0) >> coder.bitsPerCode == 0 })
    #expect(!decoded.contains { $0.bitPattern == BlockCases.unwritten.bitPattern })
    let stored = coder.stored(scope)
    #expect(coder.bitsPerScope == 64 || stored >> UInt64(coder.bitsPerScope) == 0)
    // Decoding needs what is stored and nothing else.
    let read = coder.decoded(codes, under: coder.scope(storedAs: stored))
    #expect(read.map(canonicalBits) == decoded.map(canonicalBits))
    // A value at a time encodes as all together.
    for (index, value) in values.enumerated() where index % 61 == 0 {
      #expect(coder.coded([value], under: scope).codes == [codes[index]])
    }
    for length in [1, 7, 100] {
      #expect(coder.stored(coder.closed(values, pieceLength: length)) == stored)
    }
    let tenths = values.filter(\.isFinite)
    #expect(coder.stored(coder.closed(tenths)) == stored)
  }

  private func check(_ coder: some BlockCoder, _ values: [Float]) {
    let tensor = TensorSummary()
    var bytes = [UInt8](repeating: 0xA5, count: coder.byteCount(for: values.count))
    var span = bytes.mutableSpan
    coder.encode(values.span, weights: Span(), of: tensor, into: &span)
    var decoded = [Float](repeating: BlockCases.unwritten, count: values.count)
    var target = decoded.mutableSpan
    coder.decode(bytes.span, of: tensor, into: &target)
    #expect(!decoded.contains { $0.bitPattern == BlockCases.unwritten.bitPattern })
    #expect(coder.bitCount(for: values.count) <= 8 * bytes.count)
  }

  @Test("any stored bits and any codes decode", arguments: formats)
  private func anyBits(_ format: NumberFormat) {
    var generator = SplitMix64(seed: 11)
    for turn in 0..<40 {
      switch format.arithmetic {
      case .scopes(let coder):
        decodeAnything(coder, turn == 0 ? 0 : turn == 1 ? .max : generator.next())
      case .blocks(let coder, _):
        let bytes = BlockCases.extreme(coder.byteCount(for: 32), &generator)
        var decoded = [Float](repeating: BlockCases.unwritten, count: 32)
        var span = decoded.mutableSpan
        coder.decode(bytes.span, of: TensorSummary(), into: &span)
        #expect(!decoded.contains { $0.bitPattern == BlockCases.unwritten.bitPattern })
      }
    }
  }

  private func decodeAnything<Coder: ScopeCoder>(_ coder: Coder, _ bits: UInt64) {
    let own = coder.bitsPerScope == 64 ? bits : bits & (1 << UInt64(coder.bitsPerScope) - 1)
    let codes = (0..<min(1 << coder.bitsPerCode, 4096)).map { UInt16($0) }
    let decoded = coder.decoded(codes, under: coder.scope(storedAs: own))
    #expect(!decoded.contains { $0.bitPattern == BlockCases.unwritten.bitPattern })
  }

  @Test("a pass makes the same of a tensor as its scopes one by one", arguments: formats)
  private func pass(_ format: NumberFormat) throws {
    let values = Self.ordinary
    let passed = try format.passed(values, shape: [4, 256])
    let expected: [Float]
    switch (format.arithmetic, format.shape) {
    case (.scopes(let coder), .channel): expected = Self.values(coder, values, 256)
    case (.scopes(let coder), .tile(let rows, let columns)):
      #expect(rows == 128 && columns == 128)
      var tiled = [Float](repeating: 0, count: values.count)
      for half in 0..<2 {
        let places = values.indices.filter { $0 % 256 / 128 == half }
        let decoded = Self.values(coder, places.map { values[$0] }, 512)
        for (place, value) in zip(places, decoded) { tiled[place] = value }
      }
      expected = tiled
    case (.scopes(let coder), _): expected = Self.values(coder, values, values.count)
    case (.blocks(let coder as GroupCoder<IntegerCoder>, _), .row(let size)):
      expected = Self.values(coder.coder, values, size)
    default:
      Issue.record("\(format.name) is of another kind")
      return
    }
    #expect(passed.map(canonicalBits) == expected.map(canonicalBits))
  }

  private static func values(_ coder: some ScopeCoder, _ values: [Float], _ length: Int) -> [Float]
  {
    coder.trial(values, scopeLength: length).values
  }

  @Test("names are in kebab-case, and no two are the same")
  func names() {
    let names = Self.formats.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(
        name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)*/) != nil, "\(name)")
    }
    print("  formats of scopes: \(names.count)")
  }

  /// Bits a value of 256 rows of 256.
  private static let storedBits: [String: Double] = [
    "fp8-e4m3": 8.00048828125, "fp8-e4m3:channel": 8.125, "fp8-e4m3:block": 8.001953125,
    "fp6-e2m3": 6.00048828125, "fp4-e2m1:channel": 4.125, "fp8-e5m2:cast": 8, "bfloat16": 16,
    "int4:g32": 5, "int4-asym:g32": 5.125, "int4:g128:gptq": 4.15625,
    "int3-asym:g64:gptq": 3.296875, "int4-asym:g128:awq": 4.15625,
    "int8:channel:compressed-tensors-bf16": 8.0625, "int8-asym:channel:torchao": 8.15625,
    "binary:channel": 1.125, "ternary": 2.00048828125, "dorefa-w3": 3,
    "log2-4": 4.0001220703125, "qnn-log2-4": 4, "dynamic-fixed-point-8": 8.0001220703125,
    "power-of-two-4": 4,
  ]

  @Test("everything stored is counted")
  func bits() throws {
    for (name, expected) in Self.storedBits {
      let format = try #require(Self.formats.first { $0.name == name })
      #expect(try format.bitsPerValue(shape: [256, 256]) == expected, "\(name)")
    }
  }

  @Test("groups lie in bytes as documented")
  func groupBytes() {
    // 1 in float16, zero-point 0, then 0…7 in three bits each: octal 76543210.
    #expect(bytes(ofCodes: 3) == [0x00, 0x3C, 0x00, 0x88, 0xC6, 0xFA])
    // Two a byte, the first in the low bits.
    #expect(
      bytes(ofCodes: 4)
        == [0x00, 0x3C, 0x00, 0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE])
    #expect(GroupCoder(IntegerCoder(3, .asymmetric, .gptq)).bitCount(for: 8) == 16 + 3 + 24)
  }

  /// A group that has every code of so many bits once, in order.
  private func bytes(ofCodes bitWidth: Int) -> [UInt8] {
    let coder = GroupCoder(IntegerCoder(bitWidth, .asymmetric, .gptq))
    let values = (0..<1 << bitWidth).map { Float($0) }
    var bytes = [UInt8](repeating: 0xFF, count: coder.byteCount(for: values.count))
    var span = bytes.mutableSpan
    coder.encode(values.span, weights: Span(), of: TensorSummary(), into: &span)
    return bytes
  }
}
