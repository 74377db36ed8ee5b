import Calibration
import QuantizationEngine

@testable import qviz

/// The reports of the command line about one tensor: they must be text that holds no NaN, and JSON.
struct Reports {
  private let distribution: TensorDistribution
  private let open: OpenTensor

  init(_ distribution: TensorDistribution) {
    self.distribution = distribution
    let sketch = TensorSketch([Float]())
    open = OpenTensor(
      path: "attacked",
      sketch: SketchFile(
        sketch: sketch, facts: TensorFacts(sketch, byteCount: 0, fallbackName: "attacked")),
      budget: .standard)
  }

  /// What is wrong with the reports of `qviz measure`.
  func broken(
    by blocks: [CalibratedBlock], _ error: QuantizationError, _ scheme: Scheme
  ) -> [String] {
    broken(
      by: Measurement(
        open: open, tensor: distribution, scheme: scheme, blocks: .each(blocks), error: error))
  }

  /// What is wrong with the reports of `qviz calibrate`.
  func broken(by row: CalibrationRow, _ scheme: Scheme) -> [String] {
    let table = CalibrationTable(open: open, tensor: distribution, scheme: scheme, rows: [row])
    let report = CalibrationReport(table)
    return broken(report.text()) { try report.json().text() }
  }

  private func broken(by measurement: Measurement) -> [String] {
    broken(MeasurementText(measurement).text) {
      var report = MeasurementJSON(measurement)
      return try report.value().text()
    }
  }

  private func broken(_ text: String, _ json: () throws -> String) -> [String] {
    var broken: [String] = []
    if text.contains(" nan") || text.contains("-nan") { broken.append("text \(text)") }
    do {
      _ = try json()
    } catch {
      broken.append("json: \(error)")
    }
    return broken
  }
}
