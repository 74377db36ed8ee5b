import NumberFormats
import QuantizationEngine

/// What several number formats make of one tensor: all that `qviz formats` reports.
struct FormatTable {
  /// A format, and what became of it.
  enum Row {
    /// It was measured.
    case measured(FormatMeasurement)
    /// It does not fit the tensor, and why.
    case notApplicable(NumberFormat, FormatError)
  }

  /// Where the values come from.
  let open: OpenTensor
  /// One row for each format: what was measured first, by its error, the least first.
  let rows: [Row]
  /// What an importance matrix says of the tensor, and which file that is; nil where none was given.
  let importance: (row: ImportanceRow, path: String)?

  /// Measures a tensor in formats.
  ///
  /// - Throws: `Failure` where the tensor is not read, and where nothing in it is finite.
  init(
    _ open: OpenTensor, _ formats: [NumberFormat], importance: Importance? = nil,
    progress: FormatProgress? = nil
  ) throws {
    self.open = open
    self.importance = importance.map {
      ($0.row(of: open.facts.name, shape: open.facts.shape), $0.path)
    }
    var measured: [FormatMeasurement] = []
    var refused: [Row] = []
    defer { progress?.clear() }
    for (number, format) in formats.enumerated() {
      do {
        _ = try FormatPass(format, shape: open.facts.shape)
      } catch {
        refused.append(.notApplicable(format, error))
        continue
      }
      progress?.begin(format, number)
      let measurement = try FormatMeasurement(open, format, importance: self.importance?.row)
      try measurement.checkFinite()
      measured.append(try measurement.lookingForCarriers())
    }
    let order = measured.indices.sorted { one, other in
      let (first, second) = (measured[one].rank, measured[other].rank)
      return first != second ? first < second : one < other
    }
    rows = order.map { .measured(measured[$0]) } + refused
  }

  /// What was measured, in the order of the rows.
  var measurements: [FormatMeasurement] {
    rows.compactMap { if case .measured(let measurement) = $0 { measurement } else { nil } }
  }
}

extension FormatMeasurement {
  /// The error where no value was lost; formats that lose values come after those that keep them.
  fileprivate var rank: Double { result.lostCount > 0 ? .infinity : squaredError }
}
