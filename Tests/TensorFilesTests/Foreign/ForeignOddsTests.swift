import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Runs of numbers are never taken for something else.
@Suite("foreign odds")
struct ForeignOddsTests {
  /// How many buffers of each kind: `QVIZ_FOREIGN_BUFFERS` for the figures of the module's README.
  static let count =
    ProcessInfo.processInfo.environment["QVIZ_FOREIGN_BUFFERS"].flatMap(Int.init) ?? 300

  /// A way to make the bytes of a tensor.
  struct Kind: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: @Sendable (_ count: Int, _ generator: inout SplitMix64) -> [UInt8]
  }

  static let kinds: [Kind] = [
    Kind(testDescription: "random bytes") { count, generator in
      (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    },
    Kind(testDescription: "random bytes below 128") { count, generator in
      (0..<count).map { _ in UInt8(generator.next() % 127 + 1) }
    },
    Kind(testDescription: "small int8") { count, generator in
      (0..<count).map { _ in UInt8(bitPattern: Int8(clamping: Int(normal(&generator) * 30))) }
    },
    Kind(testDescription: "uint8 around 128") { count, generator in
      (0..<count).map { _ in UInt8(clamping: 128 + Int(normal(&generator) * 20)) }
    },
    Kind(testDescription: "float32") { count, generator in
      let scale = Float(sign: .plus, exponent: Int(generator.next() % 24) - 16, significand: 1)
      return elements(count / 4) { (Float(normal(&generator)) * scale).bitPattern }
    },
    Kind(testDescription: "float32 above 0") { count, generator in
      elements(count / 4) { abs(Float(normal(&generator))).bitPattern }
    },
    Kind(testDescription: "float16") { count, generator in
      elements(count / 2) { HalfBits.nearest(Float(normal(&generator))) }
    },
    Kind(testDescription: "bfloat16") { count, generator in
      elements(count / 2) { UInt16(Float(normal(&generator)).bitPattern >> 16) }
    },
    Kind(testDescription: "int32") { count, generator in
      elements(count / 4) { Int32(normal(&generator) * 5000) }
    },
    Kind(testDescription: "a constant") { count, generator in
      let bits = Float(normal(&generator)).bitPattern
      return elements(count / 4) { bits }
    },
  ]

  private static func elements<Bits: FixedWidthInteger>(
    _ count: Int, _ next: () -> Bits
  ) -> [UInt8] {
    (0..<count).flatMap { _ in
      let bits = next()
      return (0..<Bits.bitWidth / 8).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
    }
  }

  private static func normal(_ generator: inout SplitMix64) -> Double {
    let radius = (-2 * log(Double.random(in: Double.leastNormalMagnitude..<1, using: &generator)))
      .squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
  }

  /// What some bytes are taken for.
  static func format(of bytes: [UInt8]) throws -> ForeignFormat? {
    let file = try MappedFile(path: "w", name: "w", byteCount: bytes.count, spare: 16) {
      unsafe $0.copyBytes(from: bytes)
    }
    return ForeignFormat(FileGlimpse(file), by: .contents)
  }

  @Test("no buffer of numbers is refused", arguments: kinds)
  func buffers(kind: Kind) throws {
    var generator = SplitMix64(seed: 0x0DD5)
    let sizes = [4, 8, 16, 24, 64, 256, 1000, 6000]
    for index in 0..<Self.count {
      // From 16 bytes on: shorter files are decided by another test.
      let bytes = kind.bytes(sizes[2 + index % (sizes.count - 2)], &generator)
      let found = try Self.format(of: bytes)
      #expect(
        found == nil, "seed 0x0DD5, buffer \(index): \(found?.name ?? "") \(bytes.prefix(32))")
    }
  }

  @Test("signatures of few bytes that numbers begin with are not enough", arguments: kinds)
  func accidents(kind: Kind) throws {
    var generator = SplitMix64(seed: 0xACC1)
    let beginnings: [[UInt8]] = [
      [0x42, 0x4D], [0x1F, 0x8B], [0xFF, 0xFB], [0xFF, 0xF1], [0x80, 2], [0x80, 3], [0x80, 4],
      [0x78, 0x9C], [0x78, 1], [0x4D, 0x5A], [0xFF, 0xD8, 0xFF], [0x49, 0x49, 0x2A, 0],
      [0x50, 0x35], [0x50, 0x46], [0, 0, 1, 0], [0, 0, 8, 1], [0, 0, 13, 2], [0x0A], [8, 1, 0x12],
      [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0x47], [0x4F, 0x52, 0x43],
      [0x49, 0x44, 0x33],
      [0x5D, 0, 0], [1, 0, 0, 0, 4, 0, 0, 0],
    ]
    for beginning in beginnings {
      for index in 0..<max(Self.count / 30, 1) {
        let bytes = beginning + kind.bytes([64, 256, 6000][index % 3], &generator)
        let found = try Self.format(of: bytes)
        #expect(found == nil, "seed 0xACC1: \(found?.name ?? "") \(bytes.prefix(32))")
      }
    }
  }

  @Test("few bytes: of 8 on text is text, and numbers are numbers")
  func few() throws {
    for text in ["1\n2\n", "abcd", "{\"a\"", "1,2,3,4"] {
      #expect(try Self.format(of: Array(text.utf8)) == nil, "\(text)")
    }
    for text in ["1.0\n2.0\n", "[1,2,3]\n", "{\"a\": 1}"] {
      #expect(try Self.format(of: Array(text.utf8)) != nil, "\(text)")
    }
    for bytes: [UInt8] in [
      [], [0], [0, 0, 0, 0], Array(repeating: 0, count: 8), Array(repeating: 0, count: 4096),
      Array(repeating: 1, count: 64), Array(repeating: 0x41, count: 64),
      Array(repeating: 0xFF, count: 64),
      Array(repeating: 0x20, count: 64), Array(repeating: 0x47, count: 4000),
      Array(0..<8), Array(0..<64), (0..<16).map { 40 + $0 },
    ] {
      #expect(try Self.format(of: bytes) == nil, "\(bytes.prefix(16))")
    }
  }
}

/// The bits of a half that is nearest to a float, for what a test makes up.
private enum HalfBits {
  static func nearest(_ value: Float) -> UInt16 {
    let exponent = value == 0 ? -15 : max(-15, min(15, Int(value.exponent)))
    guard exponent > -15 else { return value.sign == .minus ? 0x8000 : 0 }
    let fraction = UInt16(value.significandBitPattern >> 13)
    return (value.sign == .minus ? 0x8000 : 0) | UInt16(exponent + 15) << 10 | fraction
  }
}
