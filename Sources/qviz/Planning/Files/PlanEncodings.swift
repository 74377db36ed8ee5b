import EncodingFiles
import NumberFormats
import QuantizationEngine

/// A plan as encodings: the bit width of each parameter, and the scales that qviz's own integers have at it.
enum PlanEncodings {
  /// Writes the encodings of a plan, and reads them back.
  ///
  /// - Parameters:
  ///   - model: The plan.
  ///   - identifier: The name of a format of encodings.
  ///   - path: The file.
  /// - Throws: `Failure` for a format that is no integers of qviz's own, and where the file cannot say one.
  static func write(_ model: PlannedModel, as identifier: String, to path: String) throws {
    guard let target = ExportTarget(identifier: identifier, header: nil) else {
      throw Failure("no format is called \(identifier)", exit: .usage)
    }
    let export = EncodingExport(target, path: path, role: .parameter)
    for (open, format) in model.chosenRows {
      guard let integer = PlannedInteger(format), integer.tool == nil else {
        throw PlanName.refusal(
          open, format, "AIMET has no encoding",
          "--format int8, int4:channel, int4:g32 and -asym of them")
      }
      let scheme = try Scheme(
        bitWidth: integer.bitWidth, symmetry: integer.isAsymmetric ? .asymmetric : .symmetric)
      let granularity: GranularityChoice =
        switch integer.scope {
        case .tensor: .tensor
        case .channel: .channel(axis: 0)
        case .group(let size): .group(axis: nil, size: size)
        }
      try export.add(
        try Measurement(passing: open, MeasuringTask(scheme, granularity)), origin: "min-max")
    }
    try export.write()
  }
}
