import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

@Suite("float16 and bfloat16 tensors under the tools of the PyTorch family")
struct ValueTypeGoldenTests {
  @Test("observers of torch give its scales, zero-points, bounds and fake-quantized values")
  func torchObservers() throws {
    for observer in ["MinMaxObserver", "MovingAverageMinMaxObserver", "HistogramObserver"] {
      try compare("torch-types", observer + "/") { golden, parts, type in
        let scheme = try Self.torchScheme(parts[1]).with(valueType: type)
        let calibrator: any Calibrator =
          switch observer {
          case "MinMaxObserver": TorchMinMaxCalibrator()
          case "HistogramObserver": TorchHistogramCalibrator()
          default: TorchMovingAverageCalibrator()
          }
        let values = Fixture.named(golden.tensor).cast(to: type)
        let chunks = parts[2] == "8chunks" ? 8 : 1
        let watching: any Calibrator =
          chunks == 1
          ? calibrator
          : (calibrator as? any BatchCalibrator)?.over(BatchSequence(values, count: chunks))
            ?? calibrator
        let choice = try watching.calibrated(SortedDistribution(values), scheme: scheme)
        let encoding = choice.quantizer.encoding
        var differences =
          difference("scale", golden.float("scale"), encoding.scale)
          + difference("zero-point", golden.integer("zero_point"), encoding.zeroPoint)
        if golden.members["lower"] != nil {
          differences +=
            difference("lower", golden.float("lower"), Float(choice.range.lower))
            + difference("upper", golden.float("upper"), Float(choice.range.upper))
        }
        if values.count <= Self.largestForArrays, let digest = golden.members["out_f32"] {
          differences += difference(
            "values", digest, choice.quantizer.dequantizedDigest(of: values))
        }
        return differences
      }
    }
  }

  @Test("the histogram of a half tensor is torch's, count by count")
  func histograms() throws {
    try compare("torch-types", "HistogramObserver/") { golden, parts, type in
      let values = Fixture.named(golden.tensor).cast(to: type)
      let batches = try #require(
        BatchSequence(values, count: parts[2] == "8chunks" ? 8 : 1).values)
      let histogram = try #require(TorchObserverHistogram(of: batches, count: 2048, type: type))
      return difference(
        "histogram", golden.members["histogram"], ToolGolden.digest(of: histogram.counts))
    }
  }

  @Test("observers of channels of torch")
  func torchChannels() throws {
    try compare("torch-types", "PerChannelMinMaxObserver/") { golden, parts, type in
      try Self.differences(
        golden, .perChannel(axis: 0), by: TorchMinMaxCalibrator(scope: .channel),
        scheme: Self.torchScheme(parts[1]).with(valueType: type), type: type)
    }
  }

  @Test("where torch fails on the type, the sentence says so, and with what")
  func torchFails() throws {
    try compare("torch-types", "quantize_per_") { golden, parts, type in
      let form: TorchToolchain.Form = parts[0] == "quantize_per_tensor" ? .stored : .channels
      do {
        _ = try TorchToolchain(form).scheme(Scheme.standard.with(valueType: type))
        return ["should be refused"]
      } catch {
        let found = type == .float16 ? "Half" : "BFloat16"
        #expect(golden.error?.hasSuffix("got \(found)") == true)
        return "\(error)".hasPrefix("\(form.rawValue) fails on \(type.rawValue): ")
          && "\(error)".contains("Float Tensor, got \(found)") ? [] : ["says \(error)"]
      }
    }
    let typed = try TorchToolchain().scheme(.standard).meeting(.float16)
    #expect(
      throws: EncodingError.ruleFails(
        rule: "torch", type: .float16,
        reason: "quantize_per_tensor only works on Float Tensor, got Half; torch-fake takes it")
    ) { try typed.encoding(for: ClippingRange(lower: 0, upper: 1)) }
  }

  @Test(
    "torchao's scales, zero-points, codes and values, of tensors, channels and groups",
    arguments: ["affine/", "Int8Tensor/"])
  func torchAO(prefix: String) throws {
    try compare("torchao-types", prefix) { golden, parts, type in
      let ends = parts[2].split(separator: "_").compactMap { Int($0) }
      let width = Int.bitWidth - (ends[1] - ends[0]).leadingZeroBitCount
      let plain = try Scheme(
        bitWidth: width,
        symmetry: parts[1] == "ASYMMETRIC"
          ? .asymmetric : ends[1] - ends[0] < 1 << width - 1 ? .restrictedSymmetric : .symmetric,
        signedness: ends[0] < 0 ? .signed : .unsigned)
      let form: TorchAOToolchain.Form =
        parts[0] == "Int8Tensor"
        ? .int8 : parts[1] == "SYMMETRIC_NO_CLIPPING_ERR" ? .unclipped : .primitives
      return try Self.differences(
        golden, Self.granularity(parts[3], of: golden), by: TorchAOMinMaxCalibrator(),
        scheme: TorchAOToolchain(form).scheme(plain.with(valueType: type)), type: type)
    }
  }

  @Test("compressed-tensors' scales, zero-points, codes and values")
  func compressedTensors() throws {
    try compare("compressed-tensors-types", "minmax/") { golden, parts, type in
      let scheme = try Scheme(
        bitWidth: Int(parts[2]) ?? 0, symmetry: parts[1] == "symmetric" ? .symmetric : .asymmetric,
        signedness: .signed)
      return try Self.differences(
        golden, Self.granularity(parts[3], of: golden), by: CompressedTensorsMinMaxCalibrator(),
        scheme: scheme.with(valueType: type), type: type)
    }
  }

  @Test("ModelOpt's amax and values", arguments: ["max/", "mse/", "entropy/", "percentile/"])
  func modelOpt(prefix: String) throws {
    try compare("modelopt-types", prefix) { golden, parts, type in
      let calibrator: any Calibrator =
        switch parts[0] {
        case "max": TensorRTMaxCalibrator()
        case "mse": ModelOptMeanSquaredErrorCalibrator()
        case "entropy": TensorRTEntropyCalibrator()
        default: TensorRTPercentileCalibrator()
        }
      let fixture = Fixture.named(golden.tensor)
      let values = fixture.cast(to: type)
      // Forty staircases of 255 levels for each block take unoptimized code a while.
      if parts[0] == "mse", Self.isUnoptimized, values.count > 300 { return [] }
      let scheme = try Scheme(
        bitWidth: Int(parts[1]) ?? 0, symmetry: .symmetric, signedness: .signed
      ).with(valueType: type)
      let layout = try BlockLayout(
        shape: fixture.shape, granularity: Self.granularity(parts[2], of: golden))
      let blocks = try calibrator.calibratedBlocks(
        of: TensorDistribution(values, layout: layout), scheme: scheme)
      let amax = blocks.map { Float($0.range.upper) }
      var differences =
        golden.members["amax"]?.hasPrefix("#") == true
        ? difference("amax", golden.members["amax"], ToolGolden.digest(of: amax))
        : difference("amax", golden.doubles("amax"), amax.map(Double.init))
      guard values.count <= Self.largestForArrays else { return differences }
      let levels = values.enumerated().map { index, value in
        blocks[layout.block(ofElement: index)].quantizer.fakeQuantize(value) + 0
      }
      differences += difference(
        "values", golden.members["out_f32"], ToolGolden.digest(of: levels))
      return differences
    }
  }

  @Test(
    "Brevitas' thresholds, scales and values", arguments: ["percentile/", "kl/", "act/", "weight/"])
  func brevitas(prefix: String) throws {
    try compare("brevitas-types", prefix) { golden, parts, type in
      let values = Fixture.named(golden.tensor).cast(to: type)
      let isSearch = parts[0] == "kl" || parts[0] == "percentile"
      if parts[0] == "kl", Self.isUnoptimized, values.count > 300 { return [] }
      let scheme = try Scheme(
        bitWidth: isSearch ? 8 : Int(parts[1]) ?? 0,
        symmetry: parts[0] == "weight" ? .restrictedSymmetric : .symmetric, signedness: .signed
      ).with(valueType: type)
      guard isSearch else {
        // All values kept: the activations' 99.999 % of fewer than 50,000, and the weights' own statistic.
        return try Self.differences(
          golden, Self.granularity(parts[2], of: golden),
          by: BrevitasPercentileCalibrator(percent: parts[0] == "act" ? 99.999 : 100),
          scheme: scheme, type: type)
      }
      let calibrator: any Calibrator =
        parts[0] == "kl"
        ? BrevitasEntropyCalibrator() : try BrevitasPercentileCalibrator(percent: 99.9)
      do {
        let range = try calibrator.clippingRange(for: SortedDistribution(values), scheme: scheme)
        return difference("threshold", golden.float("threshold"), Float(range.upper))
      } catch CalibrationError.toolFails where golden.error != nil {
        return []
      }
    }
  }

  /// Digests of some hundred arrays take unoptimized code seconds.
  private static let largestForArrays = isUnoptimized ? 2048 : Int.max

  private static var isUnoptimized: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  private func compare(
    _ tool: String, _ prefix: String,
    differences: (ToolGolden, [String], ElementType) throws -> [String]
  ) throws {
    var tally = GoldenTally("\(tool) \(prefix.dropLast())")
    for golden in try ToolGolden.all(tool, prefix).thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      let type = try #require(parts.last.flatMap(ElementType.init(spelling:)))
      tally.count(golden) { try differences(golden, parts, type) }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  private static func differences(
    _ golden: ToolGolden, _ granularity: Granularity, by calibrator: any Calibrator,
    scheme: Scheme, type: ElementType
  ) throws -> [String] {
    let fixture = Fixture.named(golden.tensor)
    let values = fixture.cast(to: type)
    let quantization = try TensorQuantization(
      fixture, granularity, by: calibrator, scheme: scheme, values: values)
    var differences =
      quantization.scaleDifference(golden) + quantization.zeroPointDifference(golden)
    if let tool = calibrator as? any ToolCalibrator {
      differences += difference(
        "type of scales", golden.members["scale_type"],
        tool.toolchain(for: scheme).scaleType(for: scheme).rawValue)
    }
    guard values.count <= largestForArrays else { return differences }
    if let digest = golden.members["q"] {
      differences += difference("codes", digest, quantization.digestOfCodes)
    }
    return differences
      + difference("values", golden.members["out_f32"], quantization.dequantizedDigest)
  }

  private static func granularity(_ name: String, of golden: ToolGolden) -> Granularity {
    if name.hasPrefix("group") {
      let axis = Fixture.named(golden.tensor).shape.count - 1
      return .perGroup(axis: axis, size: Int(name.dropFirst(5)) ?? 0)
    }
    return name.hasPrefix("axis") ? .perChannel(axis: Int(name.dropFirst(4)) ?? 0) : .perTensor
  }

  private static func torchScheme(_ name: String) throws -> Scheme {
    try Scheme(
      bitWidth: name.contains("int4") ? 4 : 8,
      symmetry: name.hasSuffix("symmetric") ? .symmetric : .asymmetric,
      signedness: name.contains("uint") ? .unsigned : .signed)
  }
}
