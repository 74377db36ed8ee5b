import NumberFormats
import QuantizationEngine

/// The formats that a plan may choose for one tensor, measured, and why others are none.
struct PlanCandidates {
  /// The tensor.
  let open: OpenTensor
  /// What may be chosen.
  private(set) var measured: [FormatMeasurement] = []
  /// What the task has for such a name and that cannot be chosen, and why.
  private(set) var refused: [(format: NumberFormat, reason: String)] = []
  /// Why no format is tried on it; nil where some are.
  private let obstacle: String?

  /// Measures a tensor in the formats of a task.
  ///
  /// - Throws: `Failure` where it is not read.
  init(_ open: OpenTensor, _ task: PlanTask, importance: ImportanceRow?) throws {
    self.open = open
    let formats = task.formats(for: open.facts.name)
    obstacle =
      open.isSketch
      ? "is a sketch, which has no order of elements"
      : open.facts.shape.count < 2
        ? Self.vector
        : open.obstacle ?? (formats.isEmpty ? "--only and --not leave it no format" : nil)
    guard obstacle == nil else { return }
    for format in formats {
      do {
        _ = try FormatPass(format, shape: open.facts.shape)
      } catch {
        refused.append((format, "\(error)"))
        continue
      }
      let measurement = try FormatMeasurement(open, format, importance: importance)
      // What loses values is no candidate.
      if let lost = measurement.result.lostWords {
        refused.append((format, lost))
      } else if measurement.result.finiteCount == 0, open.facts.elementCount > 0 {
        refused.append((format, "no value is finite"))
      } else {
        measured.append(measurement)
      }
    }
  }

  /// What somebody else chose of a tensor, whatever else was to choose from.
  init(_ open: OpenTensor, chosen: FormatMeasurement?) {
    self.open = open
    measured = chosen.map { [$0] } ?? []
    obstacle = nil
  }

  /// Of a bias, or the weight of a norm.
  static let vector = "fewer than two axes, as biases and norms have, which converters leave alone"

  /// Why it stays as it is; nil where something may be chosen.
  var reason: String? {
    guard measured.isEmpty else { return nil }
    if let obstacle { return obstacle }
    return refusals.joined(separator: "; ")
  }

  /// Whether it stays as it is for what it is, not for what is in it: nobody expects otherwise.
  var isVector: Bool { obstacle == Self.vector }

  /// Why formats cannot be chosen, those together that have the same reason.
  var refusals: [String] {
    var reasons: [String] = []
    var names: [String: [String]] = [:]
    for (format, reason) in refused {
      if names[reason] == nil { reasons.append(reason) }
      names[reason, default: []].append(format.name)
    }
    return reasons.map { "\((names[$0] ?? []).joined(separator: ", ")): \($0)" }
  }
}
