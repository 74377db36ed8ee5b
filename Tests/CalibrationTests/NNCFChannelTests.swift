import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

@Suite("NNCF's channels")
struct NNCFChannelTests {
  /// The values of a golden's tensor, as `generate_nncf_channels.py` makes them, and their shape.
  private static func tensor(_ name: String) -> (values: [Float], shape: [Int]) {
    guard !name.hasPrefix("pruned"), !name.hasPrefix("spoilt") else { return made(name) }
    let fixture = Fixture.named(name)
    return (fixture.values, fixture.shape)
  }

  private static func made(_ name: String) -> (values: [Float], shape: [Int]) {
    let factors: [Int: Float] =
      name.hasPrefix("pruned") ? [2: 0, 5: 0x1p-10, 7: 0x1p-7, 9: 1e-6] : [:]
    let whole: Float = name == "pruned_small" ? 0x1p-16 : 1
    var values = (0..<480).map { index in
      let (row, column) = (index / 40, index % 40)
      return Float((row * 37 + column * 61) % 101 - 50) / 8 * (factors[row] ?? 1) * whole
    }
    if name == "spoilt_nan" { values[43] = .nan }
    if name == "spoilt_infinity" { values[43] = .infinity }
    return (values, [12, 40])
  }

  private static func scheme(_ parts: [String]) throws -> Scheme {
    let symmetry: Symmetry =
      switch parts[1] {
      case "symmetric": .symmetric
      case "narrow": .restrictedSymmetric
      default: .asymmetric
      }
    return try Scheme(bitWidth: Int(parts[3]) ?? 0, symmetry: symmetry)
  }

  /// The scale of each channel, be it what no encoding can have.
  private static func answeredScales(_ tensor: TensorDistribution, _ scheme: Scheme) -> [Float] {
    let calibrator = NNCFMinMaxCalibrator().forBlocks(of: tensor)
    return tensor.blocks.map { block in
      do {
        return try calibrator.answered(block, scheme: scheme).quantizer.encoding.scale
      } catch CalibrationError.toolAnswers(_, .encoding(let scale, _), _) {
        return scale
      } catch {
        return -1
      }
    }
  }

  @Test("scales, zero-points and codes of channels are those of NNCF and of OpenVINO")
  func channels() throws {
    var tally = GoldenTally("nncf channels")
    for golden in try ToolGolden.all("nncf-channels").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      let (values, shape) = Self.tensor(golden.tensor)
      let layout = try BlockLayout(
        shape: shape, granularity: .perChannel(axis: Int(parts[2]) ?? 0))
      tally.count(golden) {
        let scheme = try Self.scheme(parts)
        let tensor = TensorDistribution(values, layout: layout)
        guard golden.members["q"] != nil else {
          return difference(
            "scales", golden.members["scale"],
            ToolGolden.text(of: Self.answeredScales(tensor, scheme)))
        }
        let quantizers = try NNCFMinMaxCalibrator()
          .calibratedBlocks(of: tensor, scheme: scheme).map(\.quantizer)
        let scales = quantizers.map(\.encoding.scale)
        let codes = values.enumerated().map { index, value in
          let quantizer = quantizers[layout.block(ofElement: index)]
          return UInt8(truncatingIfNeeded: quantizer.quantize(value) - quantizer.encoding.quantMin)
        }
        return difference("scales", golden.members["scale"], ToolGolden.text(of: scales))
          + difference(
            "zero-points", golden.members["zero_point"],
            ToolGolden.text(of: quantizers.map { Int32($0.encoding.zeroPoint) }))
          + difference("codes", golden.members["q"], ToolGolden.digest(of: codes))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("a symmetric channel far below the largest has a hundredth of its range")
  func least() throws {
    let layout = try BlockLayout(shape: [2, 2], granularity: .perChannel(axis: 0))
    let tensor = TensorDistribution([-64, 32, 0.25, -0.125], layout: layout)
    func ranges(_ symmetry: Symmetry) throws -> [ClippingRange] {
      try NNCFMinMaxCalibrator().clippingRanges(
        for: tensor, scheme: Scheme(bitWidth: 8, symmetry: symmetry))
    }
    let least = Double(64 * Float(0.01))
    #expect(
      try ranges(.symmetric) == [
        ClippingRange(lower: -64, upper: 32), ClippingRange(lower: -least, upper: least),
      ])
    #expect(try ranges(.asymmetric)[1] == ClippingRange(lower: -0.125, upper: 0.25))
  }

  @Test("groups are refused with what NNCF has them for")
  func groups() throws {
    let layout = try BlockLayout(shape: [2, 64], granularity: .perGroup(axis: 1, size: 32))
    let tensor = TensorDistribution([Float](repeating: 1, count: 128), layout: layout)
    let error = #expect(throws: CalibrationError.self) {
      try NNCFMinMaxCalibrator().calibratedBlocks(of: tensor, scheme: .standard)
    }
    #expect("\(try #require(error))".contains("NNCF compresses weights by groups"))
  }
}
