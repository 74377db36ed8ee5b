import Calibration
import QuantizationEngine
import TensorFiles

/// A bias to be measured in int32 codes, as the options have it; its mistakes are found before a file is opened.
struct BiasTask {
  /// From what the scale follows.
  private enum Origin {
    /// It is said.
    case scale(Float)
    /// It is the product of an input's scale and those of a weight, which is quantized so.
    case product(inputScale: Float, weights: String, task: MeasuringTask)
  }

  /// How many bits the codes have, by which a bias is known on the command line.
  static let bitWidth = 32

  private let origin: Origin
  private let rounding: BiasRounding

  /// The task that the options describe; nil where they are about no bias.
  ///
  /// - Throws: `Failure`.
  init?(
    _ bias: BiasOptions, scale: Float?, _ scheme: SchemeOptions, _ range: RangeOptions,
    _ batches: BatchOptions
  ) throws {
    guard scheme.bits == Self.bitWidth || bias.inputScale != nil || bias.weights != nil else {
      return nil
    }
    rounding = try Self.rounding(scheme.rounding)
    if let inputScale = bias.inputScale {
      guard let weights = bias.weights else {
        throw Failure("--input-scale needs --weights, the file of the layer's weight", exit: .usage)
      }
      guard scale == nil else { throw Failure("--scale excludes --input-scale", exit: .usage) }
      guard inputScale > 0, inputScale.isFinite else {
        throw Failure(
          "--input-scale must be positive and finite, found \(inputScale)", exit: .usage)
      }
      origin = .product(
        inputScale: inputScale, weights: weights,
        task: try MeasuringTask(scheme.ofWeights, range, batches))
      return
    }
    guard bias.weights == nil, let scale else {
      throw Failure(
        bias.weights != nil
          ? "--weights needs --input-scale"
          : "codes of 32 bits are those of a bias, whose scale follows from others: say --scale, or "
            + "--input-scale and --weights", exit: .usage)
    }
    guard range.isEmpty else {
      throw Failure("--scale excludes --min, --max, --calibrator and --percentile", exit: .usage)
    }
    guard scheme.isOfBias else {
      throw Failure(
        "the codes of a bias are int32 about zero, at one --scale: of the scheme only --rounding "
          + "may be said", exit: .usage)
    }
    origin = .scale(scale)
  }

  /// Ties go where ONNX Runtime or TensorFlow Lite have them go.
  private static func rounding(_ argument: RoundingArgument?) throws -> BiasRounding {
    guard let mode = argument?.mode else { return .halfEven }
    guard let rounding = BiasRounding(rawValue: mode.rawValue) else {
      throw Failure(
        "a bias is rounded half-even or half-away, found \(mode.name)", exit: .usage)
    }
    return rounding
  }

  /// The encodings of a bias: one, or one for each of its elements.
  ///
  /// - Throws: `Failure` where the weight cannot be measured, or has other channels.
  func encodings(of open: OpenTensor) throws -> (encodings: [BiasEncoding], weights: String?) {
    switch origin {
    case .scale(let scale): return ([try encoding(1, scale)], nil)
    case .product(let inputScale, let path, let task):
      let scales = try weightScales(path, task, bias: open)
      guard scales.count == 1 || scales.count == open.facts.elementCount else {
        throw Failure(
          "\(open.path): has \(open.facts.elementCount) values, and \(path) has scales of "
            + "\(scales.count) channels", exit: .badData)
      }
      return (try scales.map { try encoding(inputScale, $0) }, path)
    }
  }

  private func encoding(_ inputScale: Float, _ weightScale: Float) throws -> BiasEncoding {
    do {
      return try BiasEncoding(
        inputScale: inputScale, weightScale: weightScale, rounding: rounding)
    } catch {
      throw Failure(
        "the scale of a bias, \(inputScale) · \(weightScale), must be a positive finite float32",
        exit: .badData)
    }
  }

  /// The scales of a weight, as the task has it quantized.
  private func weightScales(
    _ path: String, _ task: MeasuringTask, bias: OpenTensor
  ) throws -> [Float] {
    let catalogue = Catalogue(paths: [path], layout: RawLayout(), budget: bias.budget)
    let measurement = try Measurement(
      try catalogue.tensor(named: catalogue.weightName(for: bias.facts.name)), task)
    if case .perGroup = measurement.layout.granularity {
      throw Failure(
        "\(path): a bias has one scale or one for each channel, and groups have more", exit: .usage)
    }
    let blocks = measurement.blocks.known.compactMap(\.self)
    guard blocks.count == measurement.layout.blockCount else {
      throw Failure(
        "\(path): " + BlockWords(measurement.layout).missing(measurement.blocks.failures),
        exit: .badData)
    }
    return blocks.map(\.quantizer.encoding.scale)
  }
}

extension Catalogue {
  /// The name of the weight that a bias belongs to, where there are several tensors: `conv.weight` of `conv.bias`.
  fileprivate func weightName(for bias: String) -> String? {
    let ending = "bias"
    guard tensors.count > 1, bias.hasSuffix(ending) else { return nil }
    return String(bias.dropLast(ending.count)) + "weight"
  }
}

extension SchemeOptions {
  /// The scheme of a weight: symmetric and by channel where nothing else is said, 32 bits being the bias's own.
  fileprivate var ofWeights: SchemeOptions {
    var scheme = self
    if scheme.bits == BiasTask.bitWidth { scheme.bits = nil }
    guard toolchain == nil else { return scheme }
    if scheme.symmetry == nil { scheme.symmetry = .symmetric }
    if scheme.granularity == nil { scheme.granularity = .channel }
    return scheme
  }

  /// Whether nothing but bits and rounding is said.
  fileprivate var isOfBias: Bool {
    levels == nil && signedness != .unsigned && symmetry ?? .symmetric == .symmetric
      && scaling == nil && toolchain == nil && granularity ?? .tensor == .tensor && axis == nil
      && groupSize == nil
  }
}
