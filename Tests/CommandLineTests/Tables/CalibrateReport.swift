import Foundation
import TestSupport

/// The JSON object of `qviz calibrate --json`, as far as the tables show it.
struct CalibrateReport: Decodable {
  /// What a calibrator answers.
  struct Result: Decodable {
    let calibrator: String
    let notApplicable: String?
    let toolchain: String?
    let clippingRange: MeasurementReport.ClippingRange?
    /// One for each block, where it has one.
    let encodings: [MeasurementReport.Encoding?]?
    let blocksWithoutEncoding: Failures?
    let error: MeasurementReport.Metrics?
  }

  /// The blocks for which it answers nothing.
  struct Failures: Decodable {
    let reason: String
  }

  let results: [Result]

  /// Runs the program on a fixture, widened to float32 as the tools were given it; nil where it has no such
  /// layout.
  ///
  /// - Parameters:
  ///   - fixture: the tensor.
  ///   - scheme: codes and granularity.
  ///   - calibrators: their names; none means all.
  /// - Throws: what Foundation throws where the program cannot be run or prints no such object.
  init?(_ fixture: Fixture, _ scheme: ComparedScheme, _ calibrators: [String]) throws {
    let run = try withExtendedLifetime(ScratchFolder()) { scratch in
      try Program.run(
        ["calibrate"] + Self.widened(fixture, in: scratch) + scheme.options
          + ["--json", "--calibrator"] + (calibrators.isEmpty ? ["all"] : calibrators))
    }
    guard run.status == 0 else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Self.self, from: Data(run.output.utf8))
  }

  /// The arguments that name a file of the values in float32.
  private static func widened(_ fixture: Fixture, in scratch: ScratchFolder) throws -> [String] {
    guard fixture.dtype != "float32" else { return [Checkout.tensor(fixture.id)] }
    let file = scratch.url.appending(path: "\(fixture.id).bin")
    let bytes = unsafe fixture.values.withUnsafeBytes { unsafe Data($0) }
    try bytes.write(to: file)
    let shape = fixture.shape.map(String.init).joined(separator: ",")
    return [file.path(), "--dtype", "float32", "--shape", shape]
  }
}

extension MeasurementReport.Bound {
  /// The number, where there is one for the whole tensor.
  var number: Double? {
    if case .one(let number) = self { number } else { nil }
  }
}
