import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// Channels that were pruned, as `Referee/generate_dead_channels.py` makes them, asked of real tools.
@Suite("dead channels")
struct DeadChannelTests {
  /// The rows of a fixture, some of them zero or constant.
  private static func pruned(_ fixture: Fixture) throws -> TensorDistribution {
    TensorDistribution(
      prunedValues(fixture),
      layout: try BlockLayout(shape: fixture.shape, granularity: .perChannel(axis: 0)))
  }

  private static func prunedValues(_ fixture: Fixture) -> [Float] {
    let length = fixture.shape[1]
    return fixture.values.enumerated().map { index, value in
      let row = index / length
      if row % 5 == 2 { return 0 }
      if row % 7 == 3 { return -0.0 }
      if row % 8 == 7 { return -0.25 }
      return row % 11 == 4 ? 0.5 : value
    }
  }

  /// What differs between the scales, zero-points and codes of a golden and those found.
  private static func difference(
    _ golden: ToolGolden, _ quantizers: [AffineQuantizer], _ fixture: Fixture,
    scale: (AffineEncoding) -> Double = { Double($0.scale) }
  ) -> [String] {
    let length = fixture.shape[1]
    let codes = prunedValues(fixture).enumerated().map { index, value in
      UInt8(truncatingIfNeeded: quantizers[index / length].quantize(value))
    }
    let zeroPoints = quantizers.map { "\($0.encoding.zeroPoint)" }.joined(separator: ",")
    return TestSupport.difference(
      "scale", golden.doubles("scale"), quantizers.map { scale($0.encoding) })
      + (golden.members["zero_point"].map {
        TestSupport.difference("zero-point", $0, zeroPoints)
      } ?? [])
      + TestSupport.difference("codes", golden.members["q"], ToolGolden.digest(of: codes))
  }

  @Test(
    "scales, zero-points and codes of pruned channels are the tools'",
    arguments: ["aeq/minmax", "aeq/octav", "aeq/mse_rule", "tflite/minmax", "torch/minmax"])
  func calibrators(method: String) throws {
    var tally = GoldenTally("dead channels, \(method)")
    for golden in try ToolGolden.all("dead-channels", method) {
      let fixture = Fixture.named(golden.tensor)
      let parts = golden.record.split(separator: "/")
      let isAsymmetric = parts.contains("asymmetric")
      let scheme = try Scheme(
        bitWidth: Int(parts[parts.count - 1]) ?? 0,
        symmetry: isAsymmetric ? .asymmetric : .symmetric)
      let calibrator: any Calibrator =
        switch method {
        case "aeq/minmax": LiteRTMinMaxCalibrator()
        case "aeq/octav": LiteRTOctavCalibrator()
        case "aeq/mse_rule": LiteRTMeanSquaredErrorCalibrator()
        case "tflite/minmax": TFLiteMinMaxCalibrator()
        default: try CalibratorCatalog.calibrator("torch-per-channel-minmax")
        }
      tally.count(golden) {
        let blocks = try calibrator.calibratedBlocks(of: Self.pruned(fixture), scheme: scheme)
        return Self.difference(golden, blocks.map(\.quantizer), fixture)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("multipliers and codes of pruned channels are ncnn's")
  func ncnn() throws {
    var tally = GoldenTally("dead channels, ncnn")
    for golden in try ToolGolden.all("dead-channels", "ncnn/") {
      let fixture = Fixture.named(golden.tensor)
      let scheme = try NcnnToolchain().scheme(Scheme(bitWidth: 8, symmetry: .symmetric))
      tally.count(golden) {
        let blocks = try MinMaxCalibrator().calibratedBlocks(
          of: Self.pruned(fixture), scheme: scheme)
        return Self.difference(golden, blocks.map(\.quantizer), fixture) {
          Double(Float(1 / $0.wideScale))
        }
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("values of pruned channels are TensorFlow's, of both its ops for channels")
  func tensorFlow() throws {
    var tally = GoldenTally("dead channels, TensorFlow")
    for golden in try ToolGolden.all("dead-channels", "tensorflow/") {
      let fixture = Fixture.named(golden.tensor)
      let isNarrow = golden.record.hasSuffix("narrow")
      tally.count(golden) {
        let tensor = try Self.pruned(fixture)
        let quantizers = try tensor.blocks.map { block in
          let range = try MinMaxCalibrator().clippingRange(for: block, scheme: .standard)
          guard golden.record.contains("qdq") else {
            let toolchain = TensorFlowFakeQuantToolchain(.channels)
            return AffineQuantizer(
              encoding: try toolchain.encoding(
                for: range.widenedToZero, scheme: Scheme(bitWidth: isNarrow ? 4 : 8),
                isNarrow: isNarrow), arithmetic: toolchain.arithmetic)
          }
          let scheme = try Scheme(
            bitWidth: 8, symmetry: isNarrow ? .restrictedSymmetric : .symmetric)
          return try TensorFlowRoundTripToolchain().quantizer(for: range, scheme: scheme)
        }
        let length = fixture.shape[1]
        let values = Self.prunedValues(fixture).enumerated().map { index, value in
          quantizers[index / length].fakeQuantize(value)
        }
        return TestSupport.difference(
          "values", golden.members["out"], ToolGolden.digest(of: values))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("a scale of 0 has one level, the code of the zero-point for zero, and the staircase too")
  func scaleOfZero() throws {
    let quantizer = AffineQuantizer(
      encoding: try AffineEncoding(orOfZeros: 0, zeroPoint: 3, quantMin: -8, quantMax: 7))
    let least = Float.leastNonzeroMagnitude
    let values: [Float] = [0, -0.0, least, -least, 3, -3, .infinity, -.infinity, .nan]
    #expect(values.map { quantizer.quantize($0) } == [3, 3, 7, -8, 7, -8, 7, -8, -8])
    #expect(values.allSatisfy { quantizer.fakeQuantize($0).bitPattern == 0 })
    let staircase = quantizer.staircase
    #expect(values.dropLast().allSatisfy { staircase.index(of: $0) == quantizer.quantize($0) + 8 })
    #expect(quantizer.encoding.representableRange == ClippingRange(lower: 0, upper: 0))
  }

  @Test(
    "a pass finds in pruned channels what the line finds",
    arguments: ["tflite", "ncnn", "tf-qdq", "tf-fake-quant-per-channel"])
  func passes(_ tool: String) throws {
    let fixture = Fixture.named("adv_ch_scales")
    let tensor = try Self.pruned(fixture)
    let scheme = try ToolchainCatalog.toolchain(named: tool)
      .scheme(Scheme(bitWidth: 8, symmetry: .symmetric))
    let blocks = try MinMaxCalibrator().calibratedBlocks(of: tensor, scheme: scheme)
    let expected = tensor.error(under: blocks.map(\.quantizer)).sums
    let values = Self.prunedValues(fixture)
    let stream = ElementStream(
      elementType: .float32, byteOrder: .little, count: values.count
    ) { elements, body in
      let piece = Array(values[elements])
      body(piece.span.bytes)
    }
    let result = try BlockPass(scheme: scheme, layout: tensor.layout).run(over: stream)
    let found = result.error.sums
    // The pass has room for the code that the tool leaves out.
    #expect(found.levelCounts.filter { $0 > 0 } == expected.levelCounts.filter { $0 > 0 })
    #expect(found.count == expected.count && result.refusedBlockCount == 0)
    #expect(abs(found.squaredError - expected.squaredError) <= 1e-12 * expected.squaredError)
    #expect(result.deadBlocks == tensor.deadBlocks)
    #expect(result.deadBlocks.first == [2, 3, 7, 10])
  }

  @Test("the other blocks are measured as if those without an encoding were not there")
  func partial() throws {
    var random = SplitMix64(seed: 25)
    let alive: [Float] = (0..<96).map { _ in Float(random.nextNormal()) }
    let layout = try BlockLayout(shape: [4, 32], granularity: .perChannel(axis: 0))
    let zeros = [Float](repeating: 0, count: 32)
    let tensor = TensorDistribution(
      Array(alive[..<32]) + zeros + Array(alive[32...]), layout: layout)
    let others = TensorDistribution(
      alive, layout: try BlockLayout(shape: [3, 32], granularity: .perChannel(axis: 0)))
    func choice(_ tensor: TensorDistribution) throws -> CalibrationRow.Choice {
      let row = CalibrationRow(
        PickyCalibrator(), on: tensor, scheme: .standard, reference: DivergenceReference(tensor))
      guard case .chosen(let choice) = row.outcome else { throw CalibrationError.noFiniteValues }
      return choice
    }
    let (found, expected) = (try choice(tensor), try choice(others))
    #expect(found.error == expected.error)
    #expect(found.failures.blocks == [1] && found.leftOutCount == 32)
    #expect(found.failures.reason(ofBlock: 1)?.description.contains("all values are zero") == true)
    #expect(found.failures.reason(ofBlock: 2) == nil)
    #expect(found.ranges[1] == nil && found.quantizer(ofBlock: 1) == nil)
    #expect(tensor.deadBlocks.first == [1] && tensor.deadBlocks.count == 1)
    #expect(
      throws: CalibrationError.block(1, .toolFails(tool: "picky", reason: "all values are zero"))
    ) {
      try PickyCalibrator().calibratedBlocks(of: tensor, scheme: .standard)
    }
  }

  @Test("a number for all blocks is never that of a dead one, unless all are dead")
  func summary() throws {
    let layout = try BlockLayout(shape: [3, 2], granularity: .perChannel(axis: 0))
    func summary(_ values: [Float]) throws -> ChoiceSummary {
      let tensor = TensorDistribution(values, layout: layout)
      let row = CalibrationRow(
        MinMaxCalibrator(), on: tensor, scheme: try Scheme(bitWidth: 8, symmetry: .symmetric),
        reference: nil)
      guard case .chosen(let choice) = row.outcome else { throw CalibrationError.noFiniteValues }
      return ChoiceSummary(choice, of: tensor)
    }
    let mixed = try summary([0, 0, -1, 0.5, .nan, .nan])
    #expect(mixed.largestScale == 1 / 127 && mixed.smallestScale == 1 / 127)
    #expect(mixed.range == ClippingRange(lower: -1, upper: 0.5))
    let dead = try summary([0, 0, -0.0, 0, 0, 0])
    #expect(dead.largestScale == 1 && dead.range == ClippingRange(lower: 0, upper: 0))
  }
}
