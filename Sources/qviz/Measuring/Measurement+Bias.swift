import QuantizationEngine
import TensorFiles

extension Measurement {
  /// Reads a bias and measures it in int32 codes.
  ///
  /// - Throws: `Failure`.
  init(_ open: OpenTensor, _ task: BiasTask) throws {
    guard open.ignoring.isEmpty else {
      throw Failure(
        "a bias has no values to leave out: --ignore-… has no place there", exit: .usage)
    }
    let loader = TensorLoader(open)
    let tensor = try loader.distribution(try loader.layout(.perTensor))
    guard tensor.count > 0 else { throw Failure.noFiniteValues(open, tensor.excluded) }
    let (encodings, weights) = try task.encodings(of: open)
    let values: [Float]
    switch try open.values() {
    case .float32(let found): values = found
    case .float64(let found): values = found.map { Float($0) }
    }
    self.init(
      open: open, tensor: tensor, scheme: .standard,
      error: QuantizationError(sums: ErrorSums(ofBias: values, under: encodings)))
    bias = BiasMeasurement(values, encodings, weights: weights)
    statistics = ValueStatistics(tensor)
    errorPercentiles = bias?.errorPercentiles(of: values)
    let reason = "divergences are worked out for up to 65536 codes"
    omissions = ["kl_nats": reason, "js_nats": reason]
    rangeOrigin = weights == nil ? "by hand" : "input and weights"
  }
}

extension BiasMeasurement {
  /// Percentiles of |e| at ``Measurement/errorPercentages``, those of what is no number left out.
  ///
  /// - Precondition: the values are those that have the codes.
  fileprivate func errorPercentiles(of values: [Float]) -> [Double] {
    let errors = zip(values, levels).map { abs(Double($0) - Double($1)) }
    let line = TensorDistribution(errors, layout: BlockLayout(elementCount: errors.count)).blocks[0]
    return Measurement.errorPercentages.compactMap { line.percentile($0.percent) }
  }
}
