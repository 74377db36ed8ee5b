import Calibration
import QuantizationEngine
import TensorFiles

/// What a scheme and its ranges make of a tensor: all that `qviz measure` reports.
struct Measurement {
  /// Where the values come from.
  let open: OpenTensor
  let tensor: TensorDistribution
  let scheme: Scheme
  let ranges: [ClippingRange]
  let quantizers: [AffineQuantizer]
  let error: QuantizationError

  var description: TensorDescription { open.description }

  /// Reads a tensor and measures it; mistakes in the options are found before the file is opened.
  ///
  /// An empty tensor has a defined encoding (of the range 0…0) and no metrics. A tensor whose values
  /// are all NaN or infinite is bad data: there is nothing to choose a range by.
  init(_ input: TensorOptions, scheme: SchemeOptions, range: RangeOptions) throws {
    self.scheme = try scheme.scheme()
    try range.check()
    open = try OpenTensor(input)
    let layout = try open.layout(scheme.granularity(for: open.description.shape))
    tensor = try TensorLoader(open).distribution(layout, clock: .silent)
    guard tensor.count > 0 || open.description.elementCount == 0 else {
      throw Failure(
        "\(open.file.path): no finite values to measure: \(tensor.excluded.sentence)",
        exit: .badData)
    }
    ranges =
      tensor.count > 0
      ? try range.ranges(for: tensor, scheme: self.scheme)
      : tensor.blocks.map { _ in ClippingRange(lower: range.lower ?? 0, upper: range.upper ?? 0) }
    do {
      quantizers = try self.scheme.quantizers(for: ranges)
    } catch {
      throw Failure("\(error)", exit: .usage)
    }
    error = tensor.error(
      on: quantizers.map(\.staircase), reference: DivergenceReference(tensor))
  }
}

extension NonFiniteCounts {
  /// The counts in words.
  var sentence: String {
    "\(nan) NaN, \(positiveInfinity) +infinity, \(negativeInfinity) -infinity"
  }
}
