import FoundationEssentials

/// What a run of the benchmark found, and on what machine.
struct Report: Encodable {
  let machine: Machine
  let seed: UInt64
  let rows: [Line]

  /// One row with what came of it.
  struct Line: Encodable {
    let row: String
    let title: String
    let unit: Unit
    let aim: AimReport?
    var finding: FindingReport?
    /// Whether the aim is met; nil where there is none, or nothing was measured.
    var isMet: Bool?
    /// Why nothing was measured.
    var notMeasured: String?

    init(_ row: Row, finding: Finding) {
      self.init(row)
      self.finding = FindingReport(finding)
      isMet = finding.meets(row.aim)
    }

    init(_ row: Row, notMeasured: String) {
      self.init(row)
      self.notMeasured = notMeasured
    }

    private init(_ row: Row) {
      self.row = row.name
      title = row.title
      unit = row.unit
      aim = AimReport(row.aim)
    }
  }

  /// The document, members in alphabetical order.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

/// What is promised, as a program reads it.
struct AimReport: Encodable {
  var measuredAtMost: Double?
  var measuredAtLeast: Double?
  var ratioAtMost: Double?
  var ratioAtLeast: Double?

  /// The limits of an aim; nil if it has none.
  init?(_ aim: Aim) {
    guard aim.measured != nil || aim.ratio != nil else { return nil }
    switch aim.measured {
    case .atMost(let limit): measuredAtMost = limit
    case .atLeast(let limit): measuredAtLeast = limit
    case nil: break
    }
    switch aim.ratio {
    case .atMost(let limit): ratioAtMost = limit
    case .atLeast(let limit): ratioAtLeast = limit
    case nil: break
    }
  }
}

/// What was found, as a program and a person read it.
struct FindingReport: Encodable {
  let material: String
  let measured: Samples
  let baseline: String?
  let baselineSeconds: Samples?
  let ratio: Samples?
  let ratioCounting: Finding.Counting?

  init(_ finding: Finding) {
    material = finding.material
    measured = finding.measured
    baseline = finding.baseline?.title
    baselineSeconds = finding.baseline?.seconds
    ratio = finding.baseline?.ratio
    ratioCounting = finding.baseline?.counting
  }
}
