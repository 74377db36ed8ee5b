import Calibration
import QuantizationEngine

/// What a scheme and its ranges make of a tensor: all that `qviz measure` reports.
struct Measurement {
  /// Where the values come from.
  let open: OpenTensor
  let tensor: TensorDistribution
  let scheme: Scheme
  let ranges: [ClippingRange]
  let quantizers: [AffineQuantizer]
  let error: QuantizationError

  /// Reads a tensor and measures it; mistakes in the options are found before the file is opened.
  ///
  /// An empty tensor has a defined encoding (of the range 0…0) and no metrics. A tensor whose values
  /// are all NaN or infinite is bad data: there is nothing to choose a range by.
  init(
    _ input: TensorOptions, scheme: SchemeOptions, range: RangeOptions, batches: BatchOptions
  ) throws {
    self.scheme = try scheme.scheme()
    try range.check()
    let batchCount = try batches.count()
    open = try Catalogue(input).tensor(named: input.tensor)
    let loader = TensorLoader(open)
    let layout = try loader.layout(scheme.granularity(for: open.facts.shape))
    tensor = try loader.distribution(layout)
    guard tensor.count > 0 || open.facts.elementCount == 0 else {
      throw Failure(
        "\(open.path): no finite values to measure: \(tensor.excluded.sentence)",
        exit: .badData)
    }
    let blocks = try range.blocks(for: tensor, scheme: self.scheme) { calibrator in
      try BatchShelf(loader).calibrator(calibrator, over: batchCount, of: layout)
    }
    ranges = blocks.map(\.range)
    quantizers = blocks.map(\.quantizer)
    error = tensor.error(
      on: quantizers.map(\.staircase), reference: DivergenceReference(tensor))
  }
}

extension Measurement {
  /// A table's tensor and scheme, with nothing chosen.
  init(asIs table: CalibrationTable) {
    open = table.open
    tensor = table.tensor
    scheme = table.scheme
    ranges = []
    quantizers = []
    error = QuantizationError(sums: ErrorSums())
  }

  /// What a calibrator chose for a tensor, as if it had been measured alone.
  init(_ choice: CalibrationRow.Choice, in table: CalibrationTable) {
    open = table.open
    tensor = table.tensor
    scheme = table.scheme
    ranges = choice.ranges
    quantizers = choice.quantizers
    error = choice.error
  }
}

extension NonFiniteCounts {
  /// The counts in words.
  var sentence: String {
    "\(nan) NaN, \(positiveInfinity) +infinity, \(negativeInfinity) -infinity"
  }
}
