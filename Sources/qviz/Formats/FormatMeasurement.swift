import NumberFormats
import QuantizationEngine
import TensorFiles

/// What a number format makes of a tensor: all that is reported of it.
struct FormatMeasurement {
  /// Where the values come from.
  let open: OpenTensor
  /// The format, on this shape.
  let pass: FormatPass
  /// What was found.
  let result: FormatResult
  /// What an importance matrix says of the tensor; nil where none was given.
  let importance: ImportanceRow?
  /// The few values that carry the energy, where the format makes nothing of the others; nil where there are
  /// none, and where nobody has looked for them.
  var carriers: EnergyCarriers?

  /// The error of which the format is to have little: Σw·e² where columns have weights, else Σe².
  var squaredError: Double { result.weighted?.squaredError ?? result.error.sums.squaredError }

  /// That error as a share of the energy of the values; nil where they are all zero.
  var relativeSquaredError: Double? {
    let sums = result.error.sums
    let (error, energy) =
      result.weighted.map { ($0.squaredError, $0.squares) } ?? (sums.squaredError, sums.squares)
    return energy > 0 ? error / energy : nil
  }

  /// How many bytes the tensor takes in the format.
  var storedByteCount: Int { pass.storedBits / 8 + (pass.storedBits % 8 == 0 ? 0 : 1) }

  /// Why metrics are missing that a scheme's codes have, by their names in `error`.
  static let omissions: [String: String] = {
    let order = "divergences need the values in order, which a pass over blocks does not have"
    let range = "blocks have no clipping range"
    let codes = "codes are not counted in a pass over blocks"
    let steps = "errors are not taken in steps in a pass over blocks"
    return [
      "kl_nats": order, "js_nats": order, "divergence_bins": order, "mse_rounding": range,
      "mse_clipping": range, "clipped_below": range, "clipped_above": range, "codes_used": codes,
      "code_entropy_bits": codes, "rmse_over_scale": steps,
    ]
  }()

  /// Reads a tensor and measures it in a format.
  ///
  /// - Throws: `Failure` where the format does not fit the shape and where the tensor is not read, or
  ///   `CancellationError` once the monitor says so.
  init(
    _ open: OpenTensor, _ format: NumberFormat, importance: ImportanceRow? = nil,
    monitor: ProgressMonitor = .none
  ) throws {
    let importance = importance ?? open.importance
    let pass: FormatPass
    do {
      pass = try FormatPass(
        format, shape: open.facts.shape, importance: importance?.weights ?? [])
    } catch {
      throw Failure("\(open.path): \(format.name) does not fit: \(error)", exit: .usage)
    }
    var result = try open.rowMajor(monitor: monitor) {
      try pass.run(over: $0, ignoring: open.ignoring, monitor: $1)
    }
    if let rule = open.ignoring.unmarking(result.excluded) {
      result = try open.rowMajor(monitor: monitor) {
        try pass.run(over: $0, ignoring: rule, monitor: $1)
      }
    }
    self.open = open
    self.importance = importance
    self.pass = pass
    self.result = result
  }

  /// The values that the format makes of the tensor.
  ///
  /// - Throws: `Failure`.
  func decodedValues() throws -> [Float] {
    try open.rowMajor(monitor: .none) { try pass.decodedValues(of: $0, monitor: $1) }
  }

  /// The same with ``carriers``, where there are any.
  ///
  /// - Throws: `Failure`.
  func lookingForCarriers() throws -> FormatMeasurement {
    var measurement = self
    measurement.carriers = try open.rowMajor(monitor: .none) {
      try pass.carriers(of: $0, ignoring: open.ignoring, after: result, monitor: $1)
    }
    return measurement
  }

  /// Throws where there is nothing finite to measure in a tensor that has elements.
  func checkFinite() throws {
    guard result.finiteCount == 0, open.facts.elementCount > 0 else { return }
    throw Failure.noFiniteValues(open, result.excluded)
  }

  /// That float32 is what formats see of other types; nil where it holds every value.
  var roundingRemark: String? {
    open.facts.elementType.map(\.fitsFloat32) ?? true
      ? nil
      : "the values are rounded to float32 before they are encoded, and the errors are from the values "
        + "of the file"
  }
}

extension OpenTensor {
  /// What `body` makes of the elements in row-major order: read where they lie, or where the file has
  /// another order, or none in bytes of its own, out of memory.
  ///
  /// - Throws: `Failure`, and what `body` throws.
  func rowMajor<Result>(
    monitor: ProgressMonitor, _ body: (ElementStream, ProgressMonitor) throws -> Result
  ) throws -> Result {
    guard case .stored(let file, let position) = source else {
      throw Failure(
        "\(path): is a sketch, which has no order of elements; a number format needs it",
        exit: .usage)
    }
    guard file.isRowMajor(position) else {
      return try body(try values().stream, monitor)
    }
    try checkInflation()
    return try file.streaming(position, monitor: monitor, body)
  }
}

extension TensorValues {
  /// The values as a stream out of memory.
  var stream: ElementStream {
    switch self {
    case .float32(let values): ElementStream(values)
    case .float64(let values): ElementStream(values)
    }
  }
}
