@testable import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("PyTorch")
struct TorchTests {
  @Test("observers of whole tensors give the tool's range, scale, zero-point and codes")
  func observers() throws {
    for observer in ["MinMaxObserver/", "HistogramObserver/"] {
      var tally = GoldenTally("torch \(observer.dropLast())")
      let calibrator: any Calibrator =
        observer == "MinMaxObserver/" ? TorchMinMaxCalibrator() : TorchHistogramCalibrator()
      for golden in try ToolGolden.all("torch", observer).thinnedInDebug {
        let fixture = Fixture.named(golden.tensor)
        let block = try #require(fixture.block)
        tally.count(golden) {
          let scheme = try Self.scheme(golden)
          let observed = golden.overBatches(calibrator)
          guard golden.error == nil else {
            return try fixture.refusal(
              of: observed, bitWidth: scheme.bitWidth, symmetry: scheme.symmetry,
              signedness: scheme.signedness)
          }
          let choice = try observed.answered(block, scheme: scheme)
          var differences =
            difference("scale", golden.float("scale"), choice.quantizer.encoding.scale)
            + difference(
              "zero-point", golden.integer("zero_point"), choice.quantizer.encoding.zeroPoint)
          if golden.members["selected_min"] != nil {
            differences +=
              difference("lower", golden.float("selected_min"), Float(choice.range.lower))
              + difference("upper", golden.float("selected_max"), Float(choice.range.upper))
          }
          if fixture.isQuick, golden.members["fake_quantize.out_f32"] != nil {
            differences += try Self.arrayDifferences(golden, fixture, choice.quantizer.encoding)
          }
          return differences
        }
      }
      tally.report()
      #expect(tally.differences == [])
    }
  }

  @Test("the histogram after eight batches is the tool's, count by fractional count")
  func histograms() throws {
    for golden in try ToolGolden.all("torch", "HistogramObserver/quint8_affine/8chunks")
      .thinnedInDebug
    where golden.members["histogram"] != nil && golden.tensor != "adv_overflow_range"
      && !Fixture.named(golden.tensor).finite.isEmpty
    {
      let batches = BatchSequence(Fixture.named(golden.tensor).values, count: 8)
      let values = try #require(batches.values)
      let histogram = try #require(TorchObserverHistogram(of: values, count: 2048))
      #expect(
        golden.members["histogram"] == ToolGolden.digest(of: histogram.counts), "\(golden)")
    }
  }

  @Test("a moving average over eight batches ends where the tool's does")
  func movingAverage() throws {
    var tally = GoldenTally("torch MovingAverageMinMaxObserver")
    for golden in try ToolGolden.all("torch", "MovingAverageMinMaxObserver/").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let block = try #require(fixture.block)
      tally.count(golden) {
        let constant = golden.record.hasSuffix("c0.5") ? 0.5 : 0.01
        let choice = try golden.overBatches(
          TorchMovingAverageCalibrator(averagingConstant: constant)
        ).answered(block, scheme: Self.scheme(golden))
        return difference("scale", golden.float("scale"), choice.quantizer.encoding.scale)
          + difference(
            "zero-point", golden.integer("zero_point"), choice.quantizer.encoding.zeroPoint)
          + difference("lower", golden.float("min_val"), Float(choice.range.lower))
          + difference("upper", golden.float("max_val"), Float(choice.range.upper))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("observers of channels give the tool's scales, zero-points and values")
  func channels() throws {
    var tally = GoldenTally("torch PerChannelMinMaxObserver")
    for golden in try ToolGolden.all("torch", "PerChannelMinMaxObserver/").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      tally.count(golden) {
        guard golden.error == nil else {
          return try fixture.refusal(of: TorchMinMaxCalibrator(scope: .channel), bitWidth: 8)
        }
        let quantization = try TensorQuantization(
          fixture, .perChannel(axis: 0), by: TorchMinMaxCalibrator(scope: .channel),
          scheme: Self.scheme(golden))
        var differences =
          quantization.scaleDifference(golden) + quantization.zeroPointDifference(golden)
        if fixture.isQuick, let digest = golden.members["quantize_per_channel.int_repr"],
          !golden.record.contains("127_127")
        {
          differences += difference("codes", digest, quantization.codesDigest)
        }
        if fixture.isQuick, let digest = golden.members["fake_quantize.out_f32"] {
          let fake = TorchToolchain(.fake).arithmetic
          differences += difference("fake", digest, quantization.with(fake).dequantizedDigest)
        }
        return differences
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("given scales, every code is the tool's, ties included")
  func explicitScales() throws {
    var tally = GoldenTally("torch quantize_per_tensor")
    for golden in try ToolGolden.all("torch", "quantize_per_tensor/").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      guard fixture.isQuick else { continue }
      tally.count(golden) {
        let signed = golden.record.hasSuffix(",qint8")
        let encoding = try AffineEncoding(
          scale: Float(golden.double("scale") ?? 0), zeroPoint: golden.integer("zero_point") ?? 0,
          quantMin: signed ? -128 : 0, quantMax: signed ? 127 : 255)
        let stored = AffineQuantizer(encoding: encoding, arithmetic: TorchToolchain().arithmetic)
        let fake = AffineQuantizer(encoding: encoding, arithmetic: TorchToolchain(.fake).arithmetic)
        return difference("codes", golden.members["int_repr"], stored.digest(of: fixture.values))
          + difference(
            "fake", golden.members["fake_quantize.out_f32"],
            fake.dequantizedDigest(of: fixture.values))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  /// Stored codes saturate at all 8 bits, fake quantization at the codes that the observer has.
  private static func arrayDifferences(
    _ golden: ToolGolden, _ fixture: Fixture, _ encoding: AffineEncoding
  ) throws -> [String] {
    let fake = AffineQuantizer(
      encoding: try AffineEncoding(
        scale: encoding.scale, zeroPoint: encoding.zeroPoint,
        quantMin: golden.integer("quant_min") ?? 0, quantMax: golden.integer("quant_max") ?? 0),
      arithmetic: TorchToolchain(.fake).arithmetic)
    var differences = difference(
      "fake", golden.members["fake_quantize.out_f32"], fake.dequantizedDigest(of: fixture.values))
    if let codes = golden.members["quantize_per_tensor.int_repr"] {
      let unsigned = golden.record.contains("/quint8") || golden.record.contains("/uint4")
      let stored = AffineQuantizer(
        encoding: try AffineEncoding(
          scale: encoding.scale, zeroPoint: encoding.zeroPoint, quantMin: unsigned ? 0 : -128,
          quantMax: unsigned ? 255 : 127),
        arithmetic: TorchToolchain().arithmetic)
      differences += difference("codes", codes, stored.digest(of: fixture.values))
    }
    return differences
  }

  /// The scheme that a record's name tells.
  private static func scheme(_ golden: ToolGolden) throws -> Scheme {
    let name = String(golden.record.split(separator: "/")[1])
    let digits = name.drop { !$0.isNumber }.prefix { $0.isNumber }
    let scheme = try Scheme(
      bitWidth: Int(digits) ?? 8,
      symmetry: name.contains("-127_127")
        ? .restrictedSymmetric : name.contains("symmetric") ? .symmetric : .asymmetric,
      signedness: name.hasPrefix("u") || name.hasPrefix("qu") ? .unsigned : .signed)
    return name.hasSuffix("reduce") ? try TorchToolchain(.reduced).scheme(scheme) : scheme
  }
}
