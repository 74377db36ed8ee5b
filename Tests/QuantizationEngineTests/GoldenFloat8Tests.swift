import QuantizationEngine
import TestSupport
import Testing

/// The float8 E4M3 staircase against PyTorch's saturating cast.
@Suite struct GoldenFloat8Tests {
  @Test("bytes and error of the cast, plain and scaled", arguments: Fixture.all)
  func casts(_ fixture: Fixture) throws {
    guard !fixture.values.contains(where: \.isNaN) else { return }
    for (name, golden) in try Float8Golden(fixture).records {
      let scale = Float(hexadecimalBits: golden.scaleFloat32)
      guard scale > 0, scale.isFinite else { continue }
      let staircase = Staircase.float8E4M3(scale: scale)
      let bytes = fixture.values.map { value in
        let place = staircase.index(of: value) - 126
        return UInt8(place.magnitude) | (value.sign == .minus ? 0x80 : 0)
      }
      #expect(SHA256.hexadecimal(of: bytes) == golden.bytesSha256, "\(name)")
      guard fixture.values.allSatisfy(\.isFinite), !fixture.values.isEmpty else { continue }
      expectNumPy(golden.metrics, try fixture.distribution.error(on: [staircase]), of: name)
    }
  }
}
